"""Every row of tests/seed_rows.yaml stands on its page, in both languages, with its marks and its source."""

import html
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.test import Client

ROWS = yaml.safe_load((Path(__file__).resolve().parent.parent / "seed_rows.yaml").read_text(encoding="utf-8"))
LANGUAGES = {"en": "", "zh": "/zh-hans"}
INFERRED = {"en": "inferred by the coder", "zh": "编码者推断"}
BLANKS = {"not-reported": {"en": "not reported", "zh": "原文未报告"}}
KEY = re.compile(r'<div class="key".*?</div>', re.DOTALL)
HIDDEN = re.compile(r"<(script|style|head|svg)\b.*?</\1>", re.DOTALL)
MARK = re.compile(r'<span class="mk" title="([^"]*)"')
BLANK = re.compile(r'<(?:span|abbr) class="blank0?"[^>]*>([^<]*)<')
BLOCK = re.compile(r'(?=<(?:section|table|tr|dt|h3|div class="row")\b)')
SPACE = re.compile(r"\s+")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content"), pytest.mark.pages]


@cache
def words_of(page: str) -> str:
    """What a reader sees: no tags, no head, no key to the marks, and one space for many."""
    text = html.unescape(re.sub(r"<[^>]+>", "", HIDDEN.sub("", KEY.sub("", page))))
    return SPACE.sub(" ", text)


def page_at(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.content.decode()


def marked(page: str, language: str, wanted: list[str]) -> bool:
    """Whether an inferred value stands in one row or paragraph with some of the words."""
    blocks = [
        block for block in BLOCK.split(KEY.sub("", page)) if any(INFERRED[language] in said for said in MARK.findall(block))
    ]
    return any(text in words_of(block) for block in blocks for text in wanted)


def complaints(rows: list[dict], page: str, language: str) -> list[str]:
    words = words_of(page)
    blanks = BLANK.findall(KEY.sub("", page))
    found = []
    for row in rows:
        wanted = [SPACE.sub(" ", words) for words in row[language]]
        found += [f"{row['row']}: no “{text}”" for text in wanted if text not in words]
        for mark in row.get("marks", ()):
            if mark == "inferred" and not marked(page, language, wanted):
                found.append(f"{row['row']}: not marked as inferred")
            if mark in BLANKS and BLANKS[mark][language] not in blanks:
                found.append(f"{row['row']}: nothing is {mark}")
        source = f"/sources/{row['source']}/"
        if not (source in page or row["address"] == source):
            found.append(f"{row['row']}: {source} is not cited")
    return found


@cache
def by_address() -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = {}
    for row in ROWS:
        groups.setdefault(row["address"], []).append(row)
    return groups


@pytest.mark.parametrize("address", sorted(by_address()))
def test_seed_rows_are_on_their_page_in_both_languages(address):
    rows = by_address()[address]
    found = [
        f"{language}: {complaint}"
        for language, prefix in LANGUAGES.items()
        for complaint in complaints(rows, page_at(prefix + address), language)
    ]
    assert "\n".join(found) == ""


def test_seed_rows_name_known_marks_and_both_languages():
    assert {mark for row in ROWS for mark in row.get("marks", ())} <= {"inferred", *BLANKS}
    assert [row["row"] for row in ROWS if not (row["en"] and row["zh"] and row["source"])] == []
    assert len({row["row"] for row in ROWS}) == len(ROWS)
