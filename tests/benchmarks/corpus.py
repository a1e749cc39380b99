"""Seeded records of any number: words as frequent as Zipf has them, English with Chinese passages.

Each case has thirty codings, ten events and twenty passages of its own source; places, actors and codes are shared.
A number makes the same case on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from tests.cases import factories as make

CODES = {"model": 6, "problem": 40, "countermeasure": 40, "mechanism": 20, "structure": 10, "condition": 30, "achievement": 30}
PLACES, ACTORS = 400, 200
CODINGS, EVENTS, EXCERPTS = 30, 10, 20
SYLLABLES = ("ka", "lo", "mi", "ne", "ru", "sta", "ven", "tor", "pli", "gra", "fe", "dom")
HAN = "数字政府县域治理平台嵌入脱德清顺协同服务改革放管组织技术环境能力资源数据共享部门公众需求财政领导重视机制结构"


class Corpus:
    """The words and the shared records; ``documents`` writes cases from one number to another, with a source each."""

    def __init__(self, seed: int = 1):
        self.dice = random.Random(seed)  # noqa: S311 - dice, not secrets
        self.words = ["".join(self.dice.choices(SYLLABLES, k=self.dice.randint(2, 4))) for _ in range(8_000)]
        self.words[:6] = ["digital", "government", "data", "platform", "county", "service"]
        self.sums = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))
        self.codes = [f"{kind}:c-{number}" for kind, count in CODES.items() for number in range(count)]
        self.places = [f"p-{number}" for number in range(PLACES)]
        self.actors = [f"a-{number}" for number in range(ACTORS)]

    def english(self, count: int) -> str:
        return " ".join(self.dice.choices(self.words, cum_weights=self.sums, k=count)).capitalize() + "."

    def chinese(self, count: int) -> str:
        return "".join(self.dice.choices(HAN, k=count)) + "。"

    def text(self, words: int) -> dict[str, Any]:
        return make.text(self.english(words), self.chinese(words))

    def shared(self) -> list[dict[str, Any]]:
        levels = [make.place("china"), *(make.place(f"province-{n}", "province", parent="china") for n in range(20))]
        places = [make.place(uid, "county", parent=f"province-{n % 20}", name=self.text(2)) for n, uid in enumerate(self.places)]
        actors = [make.actor(uid, name=self.text(2)) for uid in self.actors]
        codes = [make.code(uid, name=self.text(3)) for uid in self.codes]
        return [make.codebook(), *levels, *places, *actors, *codes]

    def documents(self, start: int, end: int) -> Iterator[dict[str, Any]]:
        for number in range(start, end):
            self.dice.seed(number)
            yield self.source(number)
            yield self.case(number)

    def source(self, number: int) -> dict[str, Any]:
        refs = tuple(f"x-{one}" for one in range(EXCERPTS))
        source = make.source(f"s-{number}", refs, title=self.text(8))
        for excerpt in source["excerpts"]:
            excerpt["text"] = self.english(25)
        return source

    def case(self, number: int) -> dict[str, Any]:
        year = self.dice.randint(2005, 2023)
        passages = [f"s-{number}#x-{one}" for one in range(EXCERPTS)]
        codings = [
            make.coding(code, f"c-{place}", excerpt=passages[place % EXCERPTS], text=self.text(6))
            for place, code in enumerate(self.dice.sample(self.codes, CODINGS))
        ]
        events = [
            make.stated(
                f"e-{one}", passages[one], title=self.text(6), date=str(year + one % 5),
                participants=[{"actor": actor} for actor in self.dice.sample(self.actors, 2)],
            )
            for one in range(EVENTS)
        ]  # fmt: skip
        label = make.text(f"{self.english(3)[:-1]} {number}", self.chinese(6)[:-1])
        return make.case(
            f"k-{number}", label=label, place=self.dice.choice(self.places), period=f"{year}/{year + 4}", summary=self.text(40),
            narrative=self.text(250), codings=codings, events=events,
        )  # fmt: skip
