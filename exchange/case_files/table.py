"""What leaves: a row per case, a column per code, the reason of each blank in a column of its own."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from pyroaring import BitMap

from cases.enums import silence
from cases.models import Case, Code, Coding, StudyMember
from cases.queries.paging import FEW

CHUNK = 200
Cell = str | float | None
FIXED: dict[str, str] = {
    "uid": "Identity of the case, never reused.",
    "label_en": "Name in English.",
    "label_zh": "Name in Chinese.",
    "anonymous": "1 where the study withholds the place.",
    "place": "Identity of the place; empty where it is withheld.",
    "place_en": "Its name in English.",
    "place_zh": "Its name in Chinese.",
    "place:blank": "Why there is no place.",
    "level": "Tier of the administrative hierarchy.",
    "unit": "Unit of analysis.",
    "subject_en": "What was studied, in English.",
    "subject_zh": "What was studied, in Chinese.",
    "origin": "Where the case comes from.",
    "period": "Period of the case in EDTF, as coded.",
    "period_first": "First day that the period may mean.",
    "period_last": "Last day that the period may mean.",
    "period:blank": "Why there is no period.",
    "studies": "Identities of the studies that report it.",
}
CODINGS: dict[str, str] = {
    "case": "Identity of the case.",
    "ref": "Identity of the coding within it.",
    "code": "Identity of the code.",
    "value": "Number, or 1 where the code is present.",
    "level": "Step of the code's scale.",
    "blank": "Why there is no value.",
    "phase": "Phase of the case in which it holds.",
    "period": "Period in which it holds, in EDTF.",
    "accepted": "0 for a rival reading that was not accepted.",
    "basis": "How it is known.",
    "confidence": "How sure the coder is.",
    "strength": "How strongly the source puts it.",
    "text_en": "The claim in a few words, in English.",
    "text_zh": "The same in Chinese.",
}
CODEBOOK = ("name_en", "name_zh", "scale", "levels", "unit", "broader", "since")


@dataclass
class Table:
    """The cases of a list in its order. Nothing is read before it is asked for, and never all of it at once."""

    found: BitMap
    order: Sequence[str]
    address: str
    version: int
    day: dt.date

    @cached_property
    def codes(self) -> list[Code]:
        """Codes that some case is coded by, in the order of the codebook."""
        used = Exists(Coding.objects.filter(code=OuterRef("pk"), case__state="live"))  # one of each is enough
        return list(Code.objects.filter(used).select_related("broader", "since").order_by("code_kind", "order", "uid"))

    @property
    def columns(self) -> list[str]:
        return [*FIXED, *(name for code in self.codes for name in (code.uid, f"{code.uid}:blank"))]

    def rows(self) -> Iterator[tuple[Case, list[Coding], list[str]]]:
        """Each case with its codings and studies, a chunk of cases in memory."""
        held: list[Case] = []
        cases = Case.objects.select_related("place").order_by(*self.order)
        if len(self.found) <= FEW:
            cases = cases.filter(pk__in=list(self.found))
        for case in cases.iterator(chunk_size=CHUNK):
            if case.pk in self.found:
                held.append(case)
            if len(held) == CHUNK:
                yield from _filled(held)
                held = []
        yield from _filled(held)

    def cells(self, case: Case, codings: list[Coding], studies: list[str]) -> list[Cell]:
        """One row of the wide table: accepted values only; several phases or periods of a code in one cell."""
        row: list[Cell] = list(fixed(case, studies).values())
        by_code: dict[int, list[Coding]] = defaultdict(list)
        for coding in codings:
            if coding.accepted:
                by_code[coding.code_id].append(coding)
        for code in self.codes:
            row += _value(by_code.get(code.pk, []), silence(case.origin).value)
        return row

    def described(self) -> Iterator[list[Cell]]:
        """File, column and meaning of every column that is not a code."""
        for file, columns in (("cases", FIXED), ("codings", CODINGS)):
            for name, meaning in columns.items():
                yield [file, name, meaning]

    def dictionary(self) -> Iterator[list[Cell]]:
        """A line per column of the wide table and of the codings, with the codebook's words for each code."""
        yield ["file", "column", "meaning_en", "meaning_zh", *CODEBOOK]
        empty: list[Cell] = [""] * (len(CODEBOOK) + 1)
        for line in self.described():
            yield [*line, *empty]
        for code in self.codes:
            yield ["cases", code.uid, code.short_en, code.short_zh, *codebook_line(code)]
            yield ["cases", f"{code.uid}:blank", "Why there is no value.", *empty]

    def about(self) -> dict[str, Any]:
        return {
            "address": self.address,
            "version": self.version,
            "date": self.day.isoformat(),
            "cases": len(self.found),
            "licence": "CC BY 4.0",
            "rule": "Only accepted values stand in the table of cases; rivals are among the codings. A case without any coding "
            "of a code shows not-reported where its study was read for every question, and not-yet-coded elsewhere.",
        }


def fixed(case: Case, studies: list[str]) -> dict[str, Cell]:
    place = case.place
    return {
        "uid": case.uid,
        "label_en": case.label_en,
        "label_zh": case.label_zh,
        "anonymous": int(case.anonymous),
        "place": place.uid if place else "",
        "place_en": place.name_en if place else "",
        "place_zh": place.name_zh if place else "",
        "place:blank": "" if place else "withheld",
        "level": case.level,
        "unit": case.unit,
        "subject_en": case.subject_en,
        "subject_zh": case.subject_zh,
        "origin": case.origin,
        "period": case.period,
        "period_first": case.period_min.isoformat() if case.period_min else "",
        "period_last": case.period_max.isoformat() if case.period_max else "",
        "period:blank": case.period_blank,
        "studies": "; ".join(studies),
    }


def coding_line(coding: Coding, uid: str) -> dict[str, Cell]:
    return {
        "case": uid,
        "ref": coding.ref,
        "code": coding.code.uid,
        "value": coding.value,
        "level": coding.level,
        "blank": coding.blank,
        "phase": coding.phase,
        "period": coding.period,
        "accepted": int(coding.accepted),
        "basis": coding.basis,
        "confidence": coding.confidence,
        "strength": coding.strength,
        "text_en": coding.text_en,
        "text_zh": coding.text_zh,
    }


def codebook_line(code: Code) -> list[Cell]:
    levels = "; ".join(f"{level['key']} = {in_both(level['label'])}" for level in code.levels)
    unit = in_both({"en": code.unit_en, "zh": code.unit_zh})
    return [code.name_en, code.name_zh, code.scale, levels, unit, code.broader.uid if code.broader else "", code.since.uid]


def in_both(words: Mapping[str, str | None]) -> str:
    """In the languages that there are."""
    return " / ".join(word for language in ("en", "zh") if (word := words.get(language)))


def _filled(cases: list[Case]) -> Iterator[tuple[Case, list[Coding], list[str]]]:
    if not cases:
        return
    keys = [case.pk for case in cases]
    codings: dict[int, list[Coding]] = defaultdict(list)
    for coding in Coding.objects.filter(case__in=keys).select_related("code").order_by("case_id", "order"):
        codings[coding.case_id].append(coding)
    studies: dict[int, list[str]] = defaultdict(list)
    for case, uid in StudyMember.objects.filter(case__in=keys).order_by("study__number").values_list("case_id", "study__uid"):
        studies[case].append(uid)
    for one in cases:
        yield one, codings[one.pk], list(dict.fromkeys(studies[one.pk]))


def _value(codings: list[Coding], silent: str) -> list[Cell]:
    said = [coding for coding in codings if not coding.blank]
    if not said:
        return [None, "; ".join(dict.fromkeys(coding.blank for coding in codings)) or silent]
    values = [coding.level or (coding.value if coding.value is not None else "") for coding in said]
    if len(values) == 1 and not isinstance(values[0], str):
        return [values[0], ""]
    return ["; ".join(dict.fromkeys(digits(value) if isinstance(value, float) else str(value) for value in values)), ""]


def digits(number: float) -> str:
    """All that the number says, and no “.0” after a whole one."""
    return repr(number).removesuffix(".0")
