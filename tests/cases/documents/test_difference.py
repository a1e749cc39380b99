"""Differences between two states of a document."""

from cases.documents.difference import Change, difference

BEFORE = {
    "kind": "case",
    "period": "2019",
    "sources": ["one"],
    "codings": [{"ref": "a", "value": 1, "basis": "stated"}, {"ref": "b", "value": 1}],
}


def test_difference_of_a_document_with_itself_is_nothing():
    assert difference(BEFORE, BEFORE) == []


def test_difference_names_fields_and_items_by_their_address():
    after = {
        "kind": "case",
        "period": "2020",
        "sources": ["one", "two"],
        "codings": [{"ref": "a", "value": 1, "basis": "inferred"}, {"ref": "c", "value": 1}],
    }
    changes = difference(BEFORE, after)
    assert [(change.path, change.before, change.after) for change in changes] == [
        ("period", "2019", "2020"),
        ("sources", ["one"], ["one", "two"]),
        ("a/basis", "stated", "inferred"),
        ("b/", {"ref": "b", "value": 1}, None),
        ("c/", None, {"ref": "c", "value": 1}),
    ]


def test_difference_takes_missing_and_empty_for_the_same():
    assert difference({"summary": None, "links": []}, {"narrative": ""}) == []


def test_difference_notices_a_new_order():
    after = BEFORE | {"codings": BEFORE["codings"][::-1]}
    assert difference(BEFORE, after) == [Change("codings", "", "order", ["a", "b"], ["b", "a"])]


def test_difference_of_a_new_document_lists_everything():
    assert [change.path for change in difference(None, BEFORE)] == ["kind", "period", "sources", "a/", "b/"]
