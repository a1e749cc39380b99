"""Taking over only some of the changes, and putting suggested words in."""

from cases.documents.difference import difference
from cases.documents.parts import fingerprint
from cases.documents.selection import select
from cases.documents.wording import Place, places, put

BEFORE = {
    "kind": "case",
    "uid": "a",
    "period": "2019",
    "summary": {"en": "Old.", "zh": "旧。", "original": "en"},
    "codings": [{"ref": "a", "value": 1, "basis": "stated"}, {"ref": "b", "value": 1}, {"ref": "c", "value": 1}],
}
AFTER = {
    "kind": "case",
    "uid": "a",
    "unit": "service",
    "summary": {"en": "New.", "zh": "旧。", "original": "en"},
    "codings": [{"ref": "c", "value": 1}, {"ref": "d", "value": 1}, {"ref": "a", "value": 0, "level": "low"}],
}
PATHS = [change.path for change in difference(BEFORE, AFTER)]


def test_every_path_together_makes_the_whole_change():
    assert difference(select(BEFORE, AFTER, PATHS), AFTER) == []
    assert difference(select(None, AFTER, [change.path for change in difference(None, AFTER)]), AFTER) == []


def test_each_path_alone_makes_exactly_its_change():
    assert set(PATHS) == {"period", "summary", "a/value", "a/basis", "a/level", "b/", "d/", "codings/order", "unit"}
    for path in PATHS:
        assert [change.path for change in difference(BEFORE, select(BEFORE, AFTER, [path]))] == [path]
    assert select(BEFORE, AFTER, []) == BEFORE


def test_suggested_words_go_to_their_place_and_age_the_translation():
    item = {"ref": "x", "title": {"en": "A", "zh": "甲", "original": "en"}, "value": 1}
    assert places("x/", item) == [Place("x/title", "en", "A"), Place("x/title", "zh", "甲")]
    document = {"events": [item]}
    first = put(document, "x/title", "en", "B")["events"][0]["title"]
    assert first == {"en": "B", "zh": "甲", "original": "en", "of": fingerprint("A")}
    again = put({"events": [{**item, "title": first}]}, "x/title", "zh", "乙")["events"][0]["title"]
    assert again["of"] == fingerprint("B")
    assert put(document, "gone/title", "en", "B") == document == {"events": [item]}
