"""Documents of the record with something in them changed at random: saved or refused, never an error of ours.

LONG_COUNT sets how many.
"""

import copy
import json
import os
import random
from typing import Any

import pytest

from cases.models import Revision

pytestmark = [pytest.mark.long, pytest.mark.django_db]
COUNT = int(os.environ.get("LONG_COUNT", "200"))
ODD: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, 1e308, "", " ", "x", "x" * 5_000, "德清", "\u202e", "\ufffe", "deqing", "a#b", "..", "../..",
    "2019-02-31", "0000", "9999/0001", "model:administrative", [], {}, [[]], [None], {"en": 1}, {"ref": []},
    {"en": "x", "original": "zh"}, "<script>alert(1)</script>", "[" * 2_000, "%s%(x)s{}",
    "'; DROP TABLE cases; --", "javascript:x",
]  # fmt: skip
MUTATIONS = ("replace", "drop", "add", "double", "swap")


def places(node, path=()):
    yield path
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(value, (*path, key))


def mutate(document: dict, chance: random.Random) -> dict:
    document = copy.deepcopy(document)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        path = chance.choice(list(places(document)))
        if not path:
            continue
        node = document
        for key in path[:-1]:
            node = node[key]
        how = chance.choice(MUTATIONS)
        if how == "replace":
            node[path[-1]] = chance.choice(ODD)
        elif how == "drop":
            del node[path[-1]]
        elif how == "add" and isinstance(node[path[-1]], dict):
            node[path[-1]][chance.choice(["odd", "uid", "ref", "blank", "value", "beside"])] = chance.choice(ODD)
        elif how == "double" and isinstance(node, list):
            node.append(copy.deepcopy(node[path[-1]]))
        else:
            others = list(node) if isinstance(node, dict) else list(range(len(node)))
            other = chance.choice(others)
            node[path[-1]], node[other] = node[other], node[path[-1]]
    return document


@pytest.mark.parametrize("uid", ["deqing", "city-b", "county-m", "national-policy"])
def test_a_changed_document_is_kept_or_refused(content, program, cast, uid):
    chance = random.Random(f"{uid} {COUNT}")  # noqa: S311 - the same changes each time
    lin = program(cast.contributor)
    live = lin.get(f"/api/cases/{uid}/")
    seen: dict[int, int] = {}
    for _ in range(COUNT):
        document = mutate(live.json()["document"], chance)
        answer = lin.put(f"/api/cases/{uid}/", {"document": document}, If_Match=live.headers["ETag"])
        assert answer.status_code in (200, 201, 400, 422), (answer.status_code, json.dumps(document, ensure_ascii=False))
        if answer.status_code in (200, 201):
            assert lin.get(answer.json()["url"]).json()["document"] == document
        else:
            assert all(problem["message"] for problem in answer.json()["problems"])
        seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
    assert seen.get(422, 0) > COUNT // 4
    assert Revision.objects.published().filter(kind="case", uid=uid).count() == 1
