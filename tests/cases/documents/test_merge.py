"""Three-way merge of documents."""

from hypothesis import given
from hypothesis import strategies as st

from cases.documents.merge import merge

BASE = {"period": "2019", "unit": "service", "codings": [{"ref": "a", "value": 1}, {"ref": "b", "value": 1}]}


def items(*refs, **values):
    return [{"ref": ref, "value": values.get(ref, 1)} for ref in refs]


def test_merge_takes_what_only_one_side_changed():
    mine = BASE | {"period": "2020", "codings": items("a", "b", "mine")}
    theirs = BASE | {"unit": "platform", "codings": items("a", "theirs", "b", a=2)}
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == []
    assert merged.document == {
        "period": "2020",
        "unit": "platform",
        "codings": items("a", "theirs", "b", "mine", a=2),
    }


def test_merge_reports_a_field_that_both_changed():
    merged = merge(BASE, BASE | {"period": "2020"}, BASE | {"period": "2021"})
    (conflict,) = merged.conflicts
    assert (conflict.path, conflict.before, conflict.mine, conflict.theirs) == ("period", "2019", "2020", "2021")
    assert merged.document["period"] == "2020"


def test_merge_follows_the_choices():
    mine, theirs = BASE | {"period": "2020"}, BASE | {"period": "2021"}
    chosen = {side: merge(BASE, mine, theirs, {"period": side}).document["period"] for side in ("mine", "theirs", "before")}
    assert chosen == {"mine": "2020", "theirs": "2021", "before": "2019"}


def test_merge_of_a_deletion_with_edits_is_one_conflict():
    mine = BASE | {"codings": items("b")}
    theirs = BASE | {"codings": [{"ref": "a", "value": 2, "basis": "stated"}, {"ref": "b", "value": 1}]}
    merged = merge(BASE, mine, theirs)
    assert [conflict.path for conflict in merged.conflicts] == ["a/"]
    assert merged.document["codings"] == items("b")
    assert merge(BASE, mine, theirs, {"a/": "theirs"}).document["codings"] == theirs["codings"]


def test_merge_drops_what_one_side_deleted_and_nobody_edited():
    assert merge(BASE, BASE | {"codings": items("a")}, BASE).document["codings"] == items("a")


def test_merge_without_an_ancestor_makes_every_difference_a_conflict():
    merged = merge(None, {"period": "2020", "unit": "service"}, {"period": "2021", "unit": "service"})
    assert [conflict.path for conflict in merged.conflicts] == ["period"]


documents = st.fixed_dictionaries(
    {
        "period": st.sampled_from(["2019", "2020", None]),
        "codings": st.lists(
            st.fixed_dictionaries({"ref": st.sampled_from("abcd"), "value": st.integers(0, 2)}),
            unique_by=lambda item: item["ref"],
        ),
    }
)


@given(documents, documents)
def test_merge_with_an_unchanged_side_is_the_other_side(before, changed):
    assert merge(before, changed, before) == (changed, [])
    assert merge(before, before, changed) == (changed, [])


@given(documents, documents, documents)
def test_merge_finds_the_same_conflicts_from_either_side(before, mine, theirs):
    one, other = merge(before, mine, theirs), merge(before, theirs, mine)
    assert {conflict.path for conflict in one.conflicts} == {conflict.path for conflict in other.conflicts}
    refs = [item["ref"] for item in one.document["codings"]]
    assert len(refs) == len(set(refs))
