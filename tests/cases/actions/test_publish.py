"""Publishing writes the tables from documents, all or nothing, and only what differs."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from cases.actions.pace import Pace
from cases.actions.publish import MANY, publish
from cases.actions.rewrite import rebuild
from cases.documents.refusal import Refusal
from cases.models import (
    Case,
    CaseFacet,
    Code,
    Coding,
    Evidence,
    Excerpt,
    FormerSlug,
    Place,
    PublishSequence,
    Revision,
    SourceVersion,
)
from cases.queries import facets
from cases.queries.facets import facet_index
from cases.search.loading import load
from tests.cases import factories as make
from tests.cases.every_row import every_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> None:
    publish(make.world(), by=None)


def problems(*documents) -> list[tuple[str, str]]:
    """(field, type) of everything that publishing refuses."""
    with pytest.raises(Refusal) as refused:
        publish(documents, by=None)
    return [(".".join(str(part) for part in problem.location), problem.type) for problem in refused.value.problems]


def test_publish_writes_a_case_with_its_claims(world, cast) -> None:
    document = make.case(
        "guizhou-case",
        place="guizhou",
        codings=[make.coding("model:market-based"), make.coding("problem:formalism", blank="not-reported")],
    )
    outcome = publish([document], by=cast.editor, reason="a first case")
    assert outcome.created == [("case", "guizhou-case")]
    case = Case.objects.get(uid="guizhou-case")
    assert (case.place.uid, case.level, case.anonymous, case.period_min.year, case.period_max.year) == (
        "guizhou",
        "province",
        False,
        2019,
        2021,
    )
    assert list(case.codings.values_list("code__uid", "value", "blank")) == [
        ("model:market-based", 1.0, ""),
        ("problem:formalism", None, "not-reported"),
    ]
    assert Evidence.objects.get().coding.code.uid == "model:market-based"
    assert case.revision.number == 1
    assert (case.revision.author, case.revision.reason) == (cast.editor, "a first case")


def test_publish_again_changes_nothing(world) -> None:
    before = every_row()
    assert publish(make.world(), by=None).unchanged == [(one["kind"], one["uid"]) for one in make.world()]
    assert every_row() == before


def test_publish_keeps_the_keys_of_rows_that_stay(world) -> None:
    publish([make.case("a", codings=[make.coding("model:market-based"), make.coding("problem:formalism")])], by=None)
    kept = Coding.objects.get(ref="model-market-based").pk
    publish([make.case("a", codings=[make.coding("model:market-based", text=make.text("said"))])], by=None)
    assert list(Coding.objects.values_list("pk", "text_en")) == [(kept, "said")]
    assert Case.objects.get().revision.number == 2
    assert list(Revision.objects.of("case", "a").values_list("number", flat=True).order_by("number")) == [1, 2]


def test_rivals_may_swap_which_is_accepted(world) -> None:
    def rivals(first: bool) -> dict:
        return make.case(
            "a",
            codings=[
                make.coding("condition:talent", "one", level="weak", accepted=first),
                make.coding("condition:talent", "two", level="strong", accepted=not first),
            ],
        )

    publish([rivals(True)], by=None)
    publish([rivals(False)], by=None)
    assert dict(Coding.objects.values_list("ref", "accepted")) == {"one": False, "two": True}


def test_publish_is_all_or_nothing(world) -> None:
    good, bad = make.case("good"), make.case("bad", place="atlantis")
    assert problems(good, bad) == [("place", "dangling")]
    assert not Case.objects.exists()


def test_publish_costs_no_more_queries_for_more_documents(world) -> None:
    def documents(names: str) -> list[dict]:
        return [
            make.case(
                name,
                codings=[make.coding("model:market-based"), make.coding("problem:formalism")],
                events=[make.stated("e", title=make.text("It began"), date="2020", participants=[{"actor": "government"}])],
            )
            for name in names
        ]

    with CaptureQueriesContext(connection) as few:
        publish(documents("ab"), by=None)
    with CaptureQueriesContext(connection) as many:
        publish(documents("cdefghijkl"), by=None)
    assert len(many) <= len(few)  # the first publication also looks up what does not change
    assert len(few) <= 75


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL sees to it itself")
def test_sqlite_is_told_how_large_its_tables_are_when_many_records_came_in(world) -> None:
    def told() -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT idx, stat FROM sqlite_stat1")
            return {index: int(stat.partition(" ")[0]) for index, stat in cursor.fetchall()}

    publish([make.case(f"c{number}") for number in range(MANY)], by=None)
    assert told()["case_by_name"] == MANY
    publish([make.case(f"d{number}") for number in range(MANY - 1)], by=None)
    publish([make.actor(f"a{number}") for number in range(MANY)], by=None)
    assert told()["case_by_name"] == MANY  # there are not twice as many yet
    publish([make.case("e"), *(make.actor(f"b{number}") for number in range(MANY))], by=None)
    assert told()["case_by_name"] == 2 * MANY


def test_rows_that_the_database_refuses_are_an_error_of_django(db) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        load("cases_searchword", ("word",), [("twice",), ("twice",)])


class Small(Pace):
    LEAST = MOST = 20
    PAUSE = 0


@contextmanager
def at_most(values: int) -> Iterator[None]:
    """SQLite refuses a statement with more values than this; how many it takes depends on who built it."""
    if connection.vendor != "sqlite":
        yield
        return
    before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, values)
    yield
    connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)


def test_rebuild_changes_no_row(content) -> None:
    before, stamp = every_row(), PublishSequence.objects.get().stamp
    with at_most(Excerpt.objects.count() - 1):
        rebuild(Small)
    assert every_row() == before
    assert PublishSequence.objects.get().stamp != stamp  # what was made of the tables before is made again


def test_rebuild_repairs_the_tables(content) -> None:
    def rows() -> list:
        return sorted((model_to_dict(row, exclude=["id"]) for row in Coding.objects.all()), key=str)

    def counts() -> dict:
        return facet_index().counts({})

    before, names = rows(), dict(Code.objects.values_list("uid", "name_zh"))
    rested, counted = Evidence.objects.count(), counts()
    Coding.objects.filter(case__uid="county-m").delete()
    Coding.objects.filter(case__uid="city-b").update(coder="nobody")
    Code.objects.update(name_zh="")
    stray, use = Excerpt.objects.all()[0], Evidence.objects.exclude(coding=None)[0]
    stray.pk, stray.ref, use.pk, use.excerpt = None, "stray", None, stray
    stray.save()
    use.save()
    CaseFacet.objects.filter(term__facet="model").delete()
    facets._indexes.clear()
    assert counts() != counted

    rebuild()
    assert rows() == before
    assert dict(Code.objects.values_list("uid", "name_zh")) == names
    assert (Evidence.objects.count(), Excerpt.objects.filter(ref="stray").exists()) == (rested, False)
    assert counts() == counted  # in a process that has seen the damage, at once

    CaseFacet.objects.filter(term__facet="problem").delete()
    facets._indexes.clear()
    counts()
    rebuild()
    publish([make.codebook(uid="next")], by=None)
    assert counts() == counted  # and after the next publication


def test_former_slug_is_remembered_and_stays_taken(world) -> None:
    publish([make.case("a", slug="new-name", former_slugs=["a"])], by=None)
    assert FormerSlug.objects.get().slug == "a"
    assert problems(make.case("b", slug="a")) == [("slug", "slug_taken")]
    assert problems(make.case("c", slug="new-name")) == [("slug", "slug_taken")]


def test_study_gives_its_cases_a_term(world) -> None:
    publish([make.case("a"), make.study("s", ("a",))], by=None)
    assert Case.objects.get().facets.filter(term__facet="study", term__key="s").exists()
    publish([make.study("s")], by=None)
    assert not Case.objects.get().facets.filter(term__facet="study").exists()


def test_moving_a_place_moves_the_terms_of_its_cases(world) -> None:
    publish([make.place("tongren", "city", parent="china"), make.case("a", place="tongren")], by=None)
    assert not Case.objects.get().facets.filter(term__key="guizhou").exists()
    publish([make.place("tongren", "city", parent="guizhou")], by=None)
    assert Case.objects.get().facets.filter(term__key="guizhou").exists()
    assert Place.objects.get(uid="tongren").parent.uid == "guizhou"


def test_source_may_drop_a_passage_that_nothing_rests_on(world) -> None:
    publish([make.source(excerpts=("said", "added"))], by=None)
    publish([make.source()], by=None)
    assert SourceVersion.objects.get().excerpts.count() == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"place": "atlantis"}, ("place", "dangling")),
        ({"codings": [make.coding("model:unknown")]}, ("codings.0.code", "dangling")),
        ({"codings": [make.coding("model:market-based", value=2)]}, ("codings.0.value", "present_is_one")),
        ({"codings": [make.coding("condition:talent", value=1)]}, ("codings.0.value", "level_wanted")),
        ({"codings": [make.coding("condition:talent", level="enormous")]}, ("codings.0.level", "not_on_scale")),
        ({"codings": [make.coding("model:market-based", excerpt="report#unsaid")]}, ("codings.0.evidence.0.excerpt", "dangling")),
        ({"codings": [make.coding("model:market-based", phase="late")]}, ("codings.0.phase", "dangling_item")),
        (
            {"codings": [make.coding("model:market-based", "x"), make.coding("problem:formalism", "x")]},
            ("codings.1.ref", "ref_twice"),
        ),
        (
            {"links": [make.stated(link_kind="answered-by", from_code="countermeasure:training", to_code="problem:formalism")]},
            ("links.0.link_kind", "link_ends"),
        ),
        (
            {
                "relation_states": [
                    make.stated(actor="government", other="enterprise", tie="contract", state="model:market-based")
                ]
            },
            ("relation_states.0.state", "wrong_kind"),
        ),
        ({"period": "2021-02-30"}, ("period", "edtf")),
        ({"colour": "red"}, ("colour", "extra_forbidden")),
        ({"summary": make.text("x" * 4001)}, ("summary.en", "string_too_long")),
        ({"summary": make.text("a\x00b")}, ("summary.en", "nul_character")),
        ({"narrative": make.text("> " * 3000 + "deep")}, ("narrative.en", "markup_too_complex")),
        ({"pseudonym": {"as_printed": "City X", "level": "city"}, "place": "china"}, ("", "place_or_pseudonym")),
    ],
)
def test_publish_refuses_and_names_the_field(world, changes, expected) -> None:
    assert expected in problems(make.case("a", **changes))


def test_code_of_a_retired_version_is_refused(world) -> None:
    publish([make.codebook(uid="2"), make.code("problem:formalism", retired_in="2")], by=None)
    assert problems(make.case("a", codings=[make.coding("problem:formalism", codebook="2")])) == [
        ("codings.0.code", "code_not_in_version")
    ]
    publish([make.case("a", codings=[make.coding("problem:formalism")])], by=None)


def test_released_codebook_is_frozen(world) -> None:
    publish([make.codebook(codebook_state="released")], by=None)
    changed = make.code("problem:formalism", full_definition=make.text("Something else."))
    assert problems(changed) == [("full_definition", "frozen")]


@pytest.mark.parametrize(
    ("place", "type_"),
    [(make.place("x", "city"), "place_outside_tree"), (make.place("x", "province", parent="guizhou"), "place_parent_level")],
)
def test_place_must_hang_in_the_tree(world, place, type_) -> None:
    assert problems(place) == [("parent", type_)]


def test_nothing_has_a_default_for_how_it_is_known(world) -> None:
    claim = make.coding("model:market-based")
    for mark in ("basis", "confidence", "strength"):
        without = {name: value for name, value in claim.items() if name != mark}
        assert problems(make.case("a", codings=[without])) == [("codings.0", "marks_missing")]
