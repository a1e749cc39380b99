"""Who last changed which field."""

from cases.documents.blame import blame, cells

FIRST = {"kind": "case", "period": "2019", "codings": [{"ref": "a", "value": 1, "basis": "stated"}, {"ref": "b", "value": 1}]}
SECOND = {**FIRST, "period": "2020"}
THIRD = {**SECOND, "codings": [{"ref": "a", "value": 1, "basis": "inferred"}, {"ref": "c", "value": 1, "text": ""}]}


def test_blame_names_the_last_change_of_each_field():
    last = blame([(FIRST, "one"), (SECOND, "two"), (THIRD, "three")])
    shown = {cell.path: last[cell.path] for cell in cells(THIRD)}
    assert shown == {"period": "two", "a/value": "one", "a/basis": "three", "c/value": "three"}


def test_blame_forgets_an_item_that_went_and_came_back():
    last = blame([(FIRST, "one"), ({**FIRST, "codings": []}, "two"), (FIRST, "three")])
    assert last["a/value"] == "three"
