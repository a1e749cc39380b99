"""Frozen comparisons: immutable, in both languages, refused when empty, never with a draft; and the tray."""

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override

from cases.actions.freeze import freeze as freeze_now
from cases.actions.publish import publish
from cases.models import Comparison, PublishSequence, Revision
from cases.queries.comparison import TooFew, compare
from cases.queries.comparison.snapshot import LANGUAGES
from cases.queries.items import MOST
from cases.views.compare import asked
from tests.cases import factories as make
from tests.cases.views.grown import AT_MOST

pytestmark = pytest.mark.django_db

ALL_ROWS = "definition,constraint,tension,strategy,mechanism,structure,interaction,problem,phase-1,phase-2,cases,studies,sources"
MODELS = "model:administrative,model:market-based"


def freeze(client: Client, **fields) -> Comparison:
    answer = client.post("/compare/freeze/", {"items": MODELS} | fields)
    assert answer.status_code == 302, answer.content[:300]
    return Comparison.objects.get(ref=answer["Location"].rstrip("/").rpartition("/")[2])


def two_cases(**more) -> None:
    said = {"codings": [make.coding("model:market-based"), make.coding("condition:talent", level="weak")]}
    publish([*make.world(), make.case("aa", **said | more), make.case("bb", **said)], by=None)


def test_frozen_comparison_stays_as_it_was_when_the_record_changes(signed_in, cast, outsider) -> None:
    two_cases()
    one = freeze(signed_in(cast.contributor), items="case:aa,case:bb")
    before = outsider.get(one.get_absolute_url()).content.decode()
    assert "The record is still as it was." in before
    assert one.data_version == PublishSequence.objects.get().value
    publish([make.case("aa", label=make.text("Renamed"), codings=[make.coding("condition:talent", level="strong")])], by=None)
    after = outsider.get(one.get_absolute_url()).content.decode()
    assert "The record has changed since." in after
    assert "Aa: version 2 is published today, version 1 is shown here." in after
    assert "Renamed" not in after
    table = after[after.index("<table") : after.index("</table>")]
    assert table == before[before.index("<table") : before.index("</table>")]
    assert "weak" in table
    assert "strong" not in table


@pytest.mark.databases
@pytest.mark.parametrize("kept", [[], ["en"], ["en", "zh-hans"]])
def test_freeze_holds_one_state_though_something_is_published_meanwhile(cast, kept) -> None:
    """Whatever was compared before the publication, and is kept, in one language or both."""
    two_cases()
    _picked, columns, wanted = asked(QueryDict("items=case:aa,case:bb"))
    for language in kept:
        with override(language):
            compare(columns)
    renamed = make.case("aa", label=make.text("Renamed"), codings=[make.coding("condition:money")])
    publish([make.code("condition:money"), renamed], by=None)
    one = freeze_now(columns, wanted, by=cast.contributor)
    assert one.data_version == PublishSequence.objects.get().value
    assert [(column["name"]["en"], column["revision"]) for column in one.table["columns"]] == [("Renamed", 2), ("Bb", 1)]
    assert "condition:money" in [row["key"] for group in one.table["groups"] for row in group["rows"]]
    publish([make.case("bb", retired={"reason": make.text("A place is given away.")})], by=None)
    with pytest.raises(TooFew):
        freeze_now(columns, wanted, by=cast.contributor)


def test_frozen_comparison_cannot_be_saved_again(signed_in, cast) -> None:
    two_cases()
    one = freeze(signed_in(cast.contributor), items="case:aa,case:bb")
    one.title = "Another"
    with pytest.raises(TypeError):
        one.save()


def test_freeze_keeps_words_in_both_languages_whoever_froze_it(content, signed_in, cast, outsider) -> None:
    one = freeze(signed_in(cast.contributor), title="Two models")
    titles = [row["title"] for group in one.table["groups"] for row in group["rows"]]
    assert all(title[language] for title in titles for language in LANGUAGES)
    for prefix, words in (("", "Mechanism"), ("/zh-hans", "机制")):
        page = outsider.get(prefix + one.get_absolute_url()).content.decode()
        assert f">{words}<" in page
        assert "Two models" in page
        assert one.table["passages"][0]["text"][:30] in page
    assert len({item["uid"] for item in one.items}) == 2
    assert all(item["revision"] == 1 for item in one.items)


@pytest.mark.parametrize(
    "fields",
    [
        {"items": ""},
        {"items": "model:administrative"},
        {"items": "case:nothing,case:here"},
        {"hide": ALL_ROWS},
    ],
)
def test_empty_table_is_refused_with_a_page_that_helps(content, signed_in, cast, fields) -> None:
    answer = signed_in(cast.contributor).post("/compare/freeze/", {"items": MODELS} | fields)
    assert answer.status_code == 422
    assert "Nothing was frozen." in answer.content.decode()
    assert not Comparison.objects.exists()


def test_outsider_is_led_to_the_sign_in_and_back_to_the_comparison(content, outsider) -> None:
    answer = outsider.post("/compare/freeze/", {"items": MODELS})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
    assert "model%3Aadministrative" in answer["Location"] or "model:administrative" in answer["Location"]
    assert not Comparison.objects.exists()
    assert outsider.get("/compare/freeze/").status_code == 405
    assert outsider.get("/comparisons/").status_code == 302
    assert outsider.get("/comparisons/not-there/").status_code == 404


def test_freeze_needs_the_form_of_this_site(content, cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.contributor)
    assert client.post("/compare/freeze/", {"items": MODELS}).status_code == 403
    assert client.post("/compare/tray/", {"add": "case:city-b"}).status_code == 403


def test_freeze_never_holds_a_draft(signed_in, cast) -> None:
    two_cases()
    secret = make.case("aa", summary=make.text("Quokka"), codings=[make.coding("problem:formalism", text=make.text("Quokka"))])
    Revision.objects.create(kind="case", uid="aa", state="draft", document=secret, author=cast.contributor)
    Revision.objects.create(kind="case", uid="cc", state="draft", document=make.case("cc"), author=cast.contributor)
    client = signed_in(cast.contributor)
    one = freeze(client, items="case:aa,case:bb,case:cc")
    assert "Quokka" not in str(one.table)
    assert [item["uid"] for item in one.items] == ["aa", "bb"]
    for form in ("csv", "md", "print"):
        assert b"Quokka" not in client.get(f"/comparisons/{one.ref}/as/{form}/").content


def test_own_comparisons_are_listed_and_nobody_elses(content, signed_in, cast) -> None:
    one = freeze(signed_in(cast.contributor), title="Mine alone")
    assert "Mine alone" in signed_in(cast.contributor).get("/comparisons/").content.decode()
    assert one.ref not in signed_in(cast.coder).get("/comparisons/").content.decode()


def test_frozen_page_needs_few_queries(content, signed_in, cast, outsider, django_assert_max_num_queries) -> None:
    small = freeze(signed_in(cast.contributor))
    large = freeze(signed_in(cast.contributor), items="case:guangdong-government,case:guizhou-government,case:deqing,case:shunde")
    for one in (small, large):
        with django_assert_max_num_queries(6):
            outsider.get(one.get_absolute_url())


# The tray


def test_tray_keeps_what_was_added_and_shows_its_number(content, outsider) -> None:
    answer = outsider.post("/compare/tray/", {"add": "model:administrative", "next": "/models/administrative/"})
    assert answer["Location"] == "/models/administrative/"
    outsider.post("/compare/tray/", {"add": "model:market-based"})
    page = outsider.get("/cases/").content.decode()
    assert "Compare (2)" in page
    assert "items=model:administrative,model:market-based" in page
    assert "Take out of the comparison" in outsider.get("/models/administrative/").content.decode()
    outsider.post("/compare/tray/", {"remove": "model:administrative"})
    assert "Compare (1)" in outsider.get("/cases/").content.decode()
    outsider.post("/compare/tray/", {"clear": "1"})
    assert "Compare (" not in outsider.get("/cases/").content.decode()


def test_tray_of_several_kinds_is_listed_by_kind(content, outsider) -> None:
    outsider.post("/compare/tray/", {"add": ["case:city-b", "case:province-a", "phase:city-b.later", "model:administrative"]})
    page = outsider.get("/compare/").content.decode()
    assert page.count("Put aside to compare") == 3
    assert "?items=case:city-b,case:province-a" in page


def test_tray_refuses_the_seventh_and_what_is_not_published(content, outsider) -> None:
    slugs = ["guangdong-government", "guizhou-government", "deqing", "shunde", "city-b", "province-a", "county-m"]
    outsider.post("/compare/tray/", {"add": [f"case:{slug}" for slug in slugs] + ["case:atlantis", "nonsense", "case:\x00"]})
    assert len(outsider.session["tray"]) == MOST
    page = outsider.get("/cases/").content.decode()
    assert "county-m” was not added" in page
    assert "atlantis” was not added" in page


def test_tray_leads_nowhere_else(content, outsider) -> None:
    answer = outsider.post("/compare/tray/", {"add": "case:city-b", "next": "https://example.org/"})
    assert answer["Location"] == "/compare/"
    assert outsider.get("/compare/tray/").status_code == 405


@pytest.mark.parametrize(
    ("path", "item"),
    [
        ("/cases/city-b/", "case:city-b"),
        ("/cases/city-b/", "phase:city-b.later"),
        ("/models/administrative/", "model:administrative"),
        ("/countermeasures/plural-network/", "countermeasure:plural-network"),
        ("/countermeasures/", "countermeasure:plural-network"),
        ("/theories/toe/", "theory:toe"),
        ("/problems/", "problem:weak-awareness"),
        ("/studies/provinces-31/", "configuration:provinces-31.high-1"),
    ],
)
def test_every_page_of_a_case_code_or_result_can_add_it(content, outsider, path, item) -> None:
    page = outsider.get(path).content.decode()
    assert 'action="/compare/tray/"' in page
    assert f'name="add" value="{item}"' in page
    outsider.post("/compare/tray/", {"add": item, "next": path})
    assert f'name="remove" value="{item}"' in outsider.get(path).content.decode()


def test_list_of_cases_puts_the_ticked_ones_side_by_side(content, outsider) -> None:
    assert 'name="item" value="case:city-b"' in outsider.get("/cases/").content.decode()


def wide(columns: int, rows: int) -> str:
    levels = [{"key": "weak", "label": make.text("weak")}, {"key": "strong", "label": make.text("strong")}]
    codes = [make.code(f"condition:c{number}", scale="levels", levels=levels) for number in range(rows)]
    codings = [make.coding(f"condition:c{number}", level="weak") for number in range(rows)]
    cases = [make.case(f"case-{number}", codings=codings) for number in range(columns)]
    publish([*make.world(), *codes, *cases], by=None)
    return ",".join(f"case:case-{number}" for number in range(columns))


@pytest.mark.parametrize(("columns", "rows"), [(2, 5), (6, 60)])
def test_compare_takes_at_most_twelve_queries(cast, signed_in, django_assert_max_num_queries, columns, rows) -> None:
    """With those for the session, the person and their roles."""
    items, client = wide(columns, rows), signed_in(cast.reviewer)
    with django_assert_max_num_queries(AT_MOST):
        page = client.get(f"/compare/?items={items}&open=case:case-0/condition-c1")
    assert page.context["user"] == cast.reviewer
    assert len([row for row in page.context["comparison"].rows if row.key.startswith("condition:c")]) == rows
    assert len(page.context["comparison"].columns) == columns
