"""Publishing over what is there already: whatever changes, the tables end as a rebuild would write them."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions.content import publish_content
from cases.actions.pace import Pace
from cases.actions.publish import publish
from cases.actions.rewrite import rebuild, reindex
from cases.documents.refusal import Refusal
from cases.models import Case, Excerpt, SourceVersion, Term
from cases.models.heads import HEADS
from cases.queries.search import cases_with, index_is_current, index_is_whole, read_words
from tests.cases import factories as make
from tests.cases.every_row import every_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world() -> None:
    publish(make.world(), by=None)


def again(*documents: dict[str, Any]) -> None:
    publish(documents, by=None)
    before = every_row()
    rebuild()
    assert every_row() == before


def found(words: str) -> list[str]:
    return list(Case.objects.filter(pk__in=list(cases_with(read_words(words)))).order_by("uid").values_list("uid", flat=True))


def refused(*documents: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as error:
        publish(documents, by=None)
    return [(".".join(str(part) for part in problem.location), problem.type) for problem in error.value.problems]


def dataset(*cells: tuple[str, str]) -> dict[str, Any]:
    return {
        "kind": "dataset", "uid": "index", "title": make.text("Index"), "source": "report", "edition": "first",
        "basis": "stated", "confidence": "high",
        "variables": [{"ref": "score", "name": make.text("Score"), "printed": "S", "direction": "higher-is-more"}],
        "units": [{"ref": "one", "label": make.text("One")}, {"ref": "two", "label": make.text("Two")}],
        "observations": [{"unit": unit, "variable": variable, "value": 1.5} for unit, variable in cells],
    }  # fmt: skip


@pytest.mark.parametrize("order", [1, -1])
def test_records_may_swap_or_pass_on_their_addresses(order) -> None:
    again(make.case("a"), make.case("b"), make.case("c", slug="d"))
    again(*[make.case("a", slug="b"), make.case("b", slug="a")][::order])
    assert dict(Case.objects.values_list("uid", "slug")) == {"a": "b", "b": "a", "c": "d"}
    again(*[make.case("a", slug="e"), make.case("c", slug="b"), make.case("b", slug="d")][::order])
    assert dict(Case.objects.values_list("uid", "slug")) == {"a": "e", "b": "d", "c": "b"}


def test_codes_may_swap_their_addresses() -> None:
    again(make.code("model:one"), make.code("model:two"))
    again(make.code("model:one", slug="two"), make.code("model:two", slug="one"))


def test_a_place_of_another_level_takes_its_cases_along() -> None:
    again(make.place("somewhere", "city", parent="guizhou"), make.case("a", place="somewhere"))
    again(make.place("somewhere", "county", parent="guizhou"))
    assert Case.objects.get().level == "county"
    assert Case.objects.get().facets.filter(term__facet="level", term__key="county").exists()


def test_a_new_name_of_a_code_or_a_place_finds_its_cases() -> None:
    again(make.case("a", place="guizhou", codings=[make.coding("problem:formalism")]), make.case("b"))
    again(make.code("problem:formalism", name=make.text("Paper tigers")))
    assert found("paper tigers") == ["a"]
    again(make.place("guizhou", "province", parent="china", name=make.text("Noble Land", "贵州")))
    assert found("noble land") == ["a"]


def test_a_source_may_replace_a_version_with_its_passages() -> None:
    def other(version: str, ref: str, text: str) -> dict[str, Any]:
        passage = {"ref": ref, "version": version, "excerpt_kind": "quotation", "language": "en", "text": text}
        return make.source("other") | {"versions": [{"ref": version, "label": make.text(version)}], "excerpts": [passage]}

    again(other("first", "said", "As it was."))
    again(other("second", "new", "Anew."))
    again(other("third", "new", "Anew."))
    assert SourceVersion.objects.get(source__uid="other").ref == "third"
    assert Excerpt.objects.get(source__uid="other").version.ref == "third"


def test_a_passage_that_a_claim_of_any_kind_rests_on_stays() -> None:
    added: dict[str, Any] = {"excerpt": "report#added"}
    supposed = {"ref": "h", "text": make.text("It was the law."), "coder": "A. Coder"}
    tested: dict[str, Any] = {"hypothesis": "h", "test_type": "hoop", "expected": make.text("A law."), "result": "passed"}
    linked = {"link_kind": "answered-by", "to_code": "countermeasure:training"}
    tied = {"actor": "government", "other": "enterprise", "tie": "contract"}
    claims: list[dict[str, Any]] = [
        make.case("a", codings=[make.coding("model:market-based", **added)]),
        make.case("a", links=[make.stated(**added, **linked, from_code="problem:formalism")]),
        make.code("problem:formalism", links=[make.stated(**added, **linked)]),
        make.case("a", events=[make.stated(**added, title=make.text("It"), date="2020")]),
        make.case("a", findings=[make.stated(**added, text=make.text("So it was."))]),
        make.case("a", involvements=[make.stated(**added, actor="government", role=make.text("buyer"))]),
        make.case("a", relation_states=[make.stated(**added, **tied)]),
        make.case("a", hypotheses=[supposed], process_tests=[make.stated(**added, **tested)]),
        make.case("a", benchmarks=[make.stated(**added, benchmark="b", code="problem:formalism")]),
        make.study("a", results=[make.stated(**added, result_kind="finding", label=make.text("It"), text=make.text("So."))]),
    ]
    publish([make.case("a"), make.case("b"), make.study("a")], by=None)
    plain = {"case": make.case("a"), "code": make.code("problem:formalism"), "study": make.study("a")}
    for claim in claims:
        publish([make.source(excerpts=("said", "added")), claim], by=None)
        assert refused(make.source()) == [("excerpts", "passage_in_use")], claim
        publish([make.source(), plain[claim["kind"]]], by=None)
        assert list(Excerpt.objects.values_list("ref", flat=True)) == ["said"]
    again()


def test_every_item_may_go_and_come_back() -> None:
    full = make.case(
        "a",
        phases=[{"ref": "start", "title": make.text("Start")}],
        codings=[make.coding("model:market-based", phase="start")],
        events=[make.stated("e", title=make.text("It"), date="2020", phase="start", participants=[{"actor": "government"}])],
        links=[make.stated("l", link_kind="answered-by", from_code="problem:formalism", to_code="countermeasure:training")],
        involvements=[make.stated("i", actor="government", role=make.text("buyer"))],
        relation_states=[make.stated("r", actor="government", other="enterprise", tie="contract")],
    )  # fmt: skip
    again(full)
    again(make.case("a"))
    again(full)
    turned = {name: value[::-1] if isinstance(value, list) else value for name, value in full.items()}
    again(turned | {"events": [{**full["events"][0], "ref": "i"}], "involvements": [{**full["involvements"][0], "ref": "e"}]})


def test_a_content_file_never_undoes_an_edit_nor_one_that_is_accepted_meanwhile(cast) -> None:
    old, new = ([make.case(uid, subject=make.text(words)) for uid in "ab"] for words in ("Old", "New"))
    publish_content(old)
    publish([make.case("a", subject=make.text("Edited"))], by=cast.editor)
    assert publish_content(old).outcome.unchanged == [("case", "a"), ("case", "b")]
    with CaptureQueriesContext(connection) as asked:
        done = publish_content(new)
    assert (done.kept, done.outcome.changed) == ([("case", "a")], [("case", "b")])
    assert dict(Case.objects.values_list("uid", "subject_en")) == {"a": "Edited", "b": "New"}
    # Whoever accepts an edit has the counter until it is published.
    assert "publishsequence" in next(one["sql"] for one in asked if not one["sql"].startswith(("BEGIN", "SAVEPOINT")))


def test_a_table_has_one_value_in_a_cell() -> None:
    again(dataset(("one", "score"), ("two", "score")))
    assert refused(dataset(("one", "score"), ("two", "score"), ("one", "score"))) == [("observations.2", "ref_twice")]
    again(dataset(("two", "score")))


def test_the_longest_names_have_room() -> None:
    key, level, ref = "k" * 110, "l" * 80, "r" * 80
    scaled: dict[str, Any] = {"scale": "levels", "levels": [{"key": level, "label": make.text("İ" * 300)}]}
    again(
        make.code(f"condition:{key}", name=make.text("İ" * 300), **scaled),
        make.case("c" * 80, label=make.text("İ" * 300), phases=[{"ref": ref, "title": make.text("x" * 300)}],
                  codings=[make.coding(f"condition:{key}", ref="q" * 80, phase=ref, period="2019~/2020-12-31", level=level)]),
    )  # fmt: skip
    assert Term.objects.filter(key=f"condition:{key}={level}").exists()


def test_the_index_is_written_again_while_people_publish() -> None:
    def case(uid: str, *events: str, **more: Any) -> dict[str, Any]:
        return make.case(uid, events=[make.stated(ref, title=make.text(ref), date="2020") for ref in events], **more)

    class Killed(Exception):
        pass

    def killed() -> None:
        raise Killed

    def busy() -> None:
        gone = {"reason": make.text("It was printed twice.")}
        publish([case("beta", "opening"), case("gamma", retired=gone), case("delta", "launch")], by=None)

    class Between(Pace):
        """A record at a time; something happens once the first case is written."""

        FIRST = 1
        happens = [killed, busy]
        kinds = 0

        def __init__(self) -> None:
            super().__init__()
            Between.kinds += 1

        def took(self, rows: int) -> None:
            if list(HEADS)[Between.kinds] == "case" and self.happens:
                Between.kinds = 0
                self.happens.pop(0)()

    publish([case("alpha", "opening"), case("beta", "opening", "closing"), case("gamma", "opening")], by=None)
    with pytest.raises(Killed):
        reindex(Between)
    assert not index_is_whole()
    call_command("reindex", "--if-needed", verbosity=0)
    assert (index_is_current(), index_is_whole()) == (True, True)
    Between.kinds, Between.happens[:0] = 0, [killed]
    with pytest.raises(Killed):
        reindex(Between)
    assert (index_is_current(), index_is_whole()) == (True, False)  # readers go on being served

    reindex(Between)
    assert not Between.happens
    assert [found(name) for name in ("alpha", "beta", "gamma", "delta", "closing")] == [["alpha"], ["beta"], [], ["delta"], []]
    before = every_row()
    reindex()
    assert every_row() == before
