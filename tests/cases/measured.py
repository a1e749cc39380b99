"""Cases with values of scaled codes, for tests of ranges."""

import random
from collections.abc import Callable
from typing import Any

from cases.actions.publish import publish
from tests.cases import factories as make


def measured(dice: random.Random) -> None:
    """Cases with numbers, memberships and levels of the same codes, some of them several, some blank."""
    levels = [{"key": f"l-{one}", "label": make.text(f"Level {one}")} for one in range(5)]
    publish(
        [
            make.code("outcome:points", scale="number", since="1"),
            make.code("condition:share", scale="membership", since="1"),
            make.code("condition:stage", scale="levels", levels=levels, since="1"),
        ],
        by=None,
    )
    said: dict[str, Callable[[], dict[str, Any]]] = {
        "outcome:points": lambda: {"value": dice.choice([-3.5, 0, 1, 40, 40.25, 57.125, 100, 1e20])},
        "condition:share": lambda: {"value": dice.choice([0, 0.25, 0.5, 1])},
        "condition:stage": lambda: {"level": dice.choice(levels)["key"]},
    }
    cases = []
    for number in range(40):
        codings = []
        for code, answer in said.items():
            for place in range(dice.randint(0, 2)):
                what: dict[str, Any] = answer() if dice.random() < 0.8 else {"blank": dice.choice(["withheld", "not-applicable"])}
                more: dict[str, Any] = {} if "blank" in what else {"excerpt": "county-m#benchmarks"}
                codings.append(make.coding(code, f"{code.replace(':', '-')}-{place}", period=str(2001 + place), **what, **more))
        cases.append(make.case(f"measured-{number}", place="guizhou", period="2001/2005", codings=codings))
    publish(cases, by=None)
