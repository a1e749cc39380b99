"""The pages of studies, sources, actors, places, data sets and the codebook."""

from typing import Any

import pytest
from django.test import Client

from cases.actions.publish import publish
from cases.models import Actor, Case, CodebookVersion, DataSet, Link, Place, Source, Study
from cases.models.heads import HEADS
from cases.queries import actor_page, code_page, paging, study_page
from tests.cases import factories as make
from tests.cases.test_seed_rows import words_of
from tests.cases.views.grown import AT_MOST, grow, in_turn, queries

pytestmark = pytest.mark.django_db

LISTS = ["/studies/", "/sources/", "/actors/", "/places/", "/datasets/", "/codebook/"]
PAGES = [
    "/studies/study-1/", "/sources/report/", "/actors/government/", "/places/guizhou/", "/datasets/dataset-1/", "/codebook/1/",
]  # fmt: skip


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_record_pages_take_the_same_few_queries_for_one_row_and_for_four() -> None:
    grow(1)
    few = {address: queries(address) for address in [*LISTS, *PAGES]}
    grow(4)
    many = {address: queries(address) for address in [*LISTS, *PAGES]}
    assert many == few
    assert max(many.values()) <= AT_MOST


@pytest.mark.parametrize("kind", ["source", "actor"])
def test_long_list_is_read_to_its_end_and_back_and_counted_up_to_a_cap(monkeypatch, kind) -> None:
    publish([*make.world(), *(_listed(kind, number) for number in range(120))], by=None)
    monkeypatch.setattr(paging, "COUNTED", 110)
    total = HEADS[kind]._default_manager.count()
    client, address, seen, pages = Client(), f"/{kind}s/", [], []
    while True:
        page = client.get(address).context["page"]
        pages.append([row.uid for row in page.rows])
        seen += pages[-1]
        assert (page.first, page.last, page.more) == (len(seen) - len(page.rows) + 1, len(seen), bool(page.next))
        if not page.next:
            break
        address = f"/{kind}s/?after={page.next}"
    assert len(seen) == len(set(seen)) == total == page.counted
    assert [row.uid for row in client.get(f"/{kind}s/?after={page.previous}").context["page"].rows] == pages[-2]
    assert "1–50 of 110+" in words_of(read(f"/{kind}s/?page=2"))
    assert "a page of another list" in words_of(read(f"/{kind}s/?after=W10"))
    HEADS[kind]._default_manager.exclude(uid=seen[0]).update(state="retired")
    assert [row.uid for row in client.get(address).context["page"].rows] == seen[:1]  # what stood there has gone


def _listed(kind: str, number: int) -> dict[str, Any]:
    return make.source(f"s-{number}") if kind == "source" else make.actor(f"a-{number}")


@pytest.mark.parametrize("model", [Study, Source, Actor, Place, DataSet, CodebookVersion])
def test_every_record_has_a_page(content, model) -> None:
    client = Client()
    everything = [record.get_absolute_url() for record in model.objects.order_by("pk")]
    assert everything
    addresses = in_turn(everything)
    assert [address for address in addresses if client.get(address).status_code != 200] == []


@pytest.mark.parametrize("kind", ["studies", "sources", "actors", "places", "datasets", "codebook"])
def test_record_that_is_not_there_is_not_found(db, kind) -> None:
    assert Client().get(f"/{kind}/no-such-record/").status_code == 404


def test_former_address_of_a_record_redirects_to_the_present_one() -> None:
    publish([make.codebook(), make.source("report", slug="the-report", former_slugs=["report"])], by=None)
    answer = Client().get("/sources/report/")
    assert (answer.status_code, answer["Location"]) == (301, "/sources/the-report/")
    assert Client().get("/zh-hans/sources/report/")["Location"] == "/zh-hans/sources/the-report/"


def test_lists_say_that_they_are_empty(db) -> None:
    for address in ("/studies/", "/sources/", "/actors/", "/places/", "/datasets/", "/models/"):
        assert "Nothing is published here yet." in words_of(read(address)), address
    assert "Codebook" in words_of(read("/codebook/"))


def test_study_prints_seven_and_five_configurations_and_four_types_without_members(content) -> None:
    page = read("/studies/provinces-31/")
    words = words_of(page)
    headings = ["7 configurations for a high level", "5 configurations for a level that is not high", "4 types of configuration"]
    assert [heading for heading in headings if heading not in words] == []
    results = words_of(page[page.index('id="results"') : page.index('id="used"')])
    assert results.count("not reported") >= 2 * (7 + 5 + 4)
    assert "Nothing recomputed stands here." in results


def test_study_counts_the_links_that_it_does_not_list(content, monkeypatch) -> None:
    links = Link.objects.filter(study__slug="county-m").count()
    monkeypatch.setattr(study_page, "LINKS_SHOWN", 1)
    page = read("/studies/county-m/")
    assert f"{links} links between entries of the codebook rest on it" in page
    assert (links > 1, "These are the first of many." in page) == (True, True)


def test_study_lists_its_thirty_one_places_with_their_letters(content) -> None:
    page = read("/studies/provinces-31/")
    units = page[page.index('class="units"') : page.index("</ul>", page.index('class="units"'))]
    assert units.count("<li>") == 31
    assert "<b>BJ</b>" in units


def test_source_shows_what_rests_on_each_passage(content) -> None:
    page = read("/sources/county-m/")
    passage = page[page.index('id="x-achievements"') : page.index("</li><li id=", page.index('id="x-achievements"'))]
    assert '/cases/county-m/"' in passage
    assert '/achievements/digital-infrastructure/"' in passage


def test_cited_source_names_the_one_that_cites_it(content) -> None:
    cited = Source.objects.get(uid="chen-2020-government-apps")
    assert 'href="/sources/sichuan-guizhou-platform/"' in read(cited.get_absolute_url())
    document = Source.objects.get(uid="sichuan-guizhou-platform").revision.document
    assert cited.slug in document["cites"]
    publish([{**document, "cites": [one for one in document["cites"] if one != cited.uid]}], by=None)
    assert 'href="/sources/sichuan-guizhou-platform/"' not in read(cited.get_absolute_url())


def test_anonymous_case_is_on_no_place(content) -> None:
    for place in Place.objects.all():
        page = read(place.get_absolute_url())
        found = [slug for slug in ("province-a", "city-b", "county-m") if f'href="/cases/{slug}/"' in page]
        assert found == [], place.uid


def test_place_shows_cases_below_it_and_what_is_above(content) -> None:
    page = read("/places/zhejiang/")
    assert 'href="/cases/deqing/"' in page
    assert 'href="/places/china/"' in page
    assert 'href="/places/huzhou/"' in page


def test_actor_list_counts_cases_as_far_as_its_page_shows_them(monkeypatch) -> None:
    grow(3)
    for shown in (100, 2):
        monkeypatch.setattr(actor_page, "SHOWN", shown)
        rows = {row.uid: row for row in Client().get("/actors/").context["page"].rows}
        assert (rows["government"].case_count, rows["government"].more_cases) == (min(3, shown), shown < 3)
    assert ">2+</td>" in read("/actors/")


@pytest.mark.databases
def test_lists_that_are_cut_show_the_same_on_both_databases_and_say_so(monkeypatch) -> None:
    """Of an actor's events those with dates come first; what was borrowed stands by the names of the cases."""
    for uid, date in (("zz", {"date_blank": "not-reported"}), ("bb", {"date": "2021"}), ("aa", {"date": "2019"})):
        event = make.stated("signing", title=make.text(f"Signed {uid}"), participants=[{"actor": "government"}], **date)
        borrowed = [make.stated("borrowed", benchmark="base", code="countermeasure:training")]
        world = [*make.world(), make.case("base")] if uid == "zz" else []
        publish([*world, make.case(uid, events=[event], benchmarks=borrowed)], by=None)
    monkeypatch.setattr(actor_page, "SHOWN", 2)
    page = Client().get("/actors/government/")
    assert [event.title_en for event in page.context["page"].events] == ["Signed aa", "Signed bb"]
    assert page.content.decode().count("These are the first of many.") == 1
    monkeypatch.setattr(code_page, "CASES_SHOWN", 2)
    assert [use.case.uid for use in Client().get("/countermeasures/training/").context["page"].benchmarks] == ["aa", "bb"]


def test_dataset_page_that_is_too_high_shows_the_last_one(content) -> None:
    assert "Xinjiang" in words_of(read("/datasets/online-service-capability-2019/?page=99"))
    assert "Beijing" in words_of(read("/datasets/online-service-capability-2019/?page=abc"))


def test_codebook_lists_every_code_under_its_own_name_in_the_address(content) -> None:
    page = read("/codebook/")
    assert '<tr id="model:administrative">' in page
    assert 'href="/codebook/1/"' in page


def test_every_published_version_of_a_case_stays_readable(content, outsider) -> None:
    live = Case.objects.get(uid="city-b").revision.document
    publish([{**live, "summary": {"en": "Another summary.", "original": "en"}}], by=None, reason="a second version")
    assert "a second version" in outsider.get("/cases/city-b/versions/", follow=True).content.decode()
    first = outsider.get("/cases/city-b/versions/1/").content.decode()
    assert "opens the “black box”" in first
    assert "no longer the one in force" in first
    assert "Another summary." in outsider.get("/cases/city-b/versions/2/").content.decode()
    for address in ("/cases/city-b/versions/3/", "/cases/nowhere/versions/", "/cases/city-b/versions/0/"):
        assert outsider.get(address).status_code == 404


def test_silence_says_whether_anybody_looked(content, outsider) -> None:
    publish([make.case("newcomer", place="guizhou", sources=["county-m"])], by=None)
    assert (
        "not reported"
        not in outsider.get("/cases/newcomer/").content.decode().split('id="evidence"')[0].split('id="conditions"')[1]
    )
    compared = outsider.get("/compare/?items=case:newcomer,case:sichuan").context["comparison"]
    actors = next(row for _, rows in compared.groups for row in rows if row.title == "Key actors")
    assert [cell.blank for cell in actors.cells] == ["not-yet-coded", "not-reported"]


def test_words_of_blanks_find_nothing(content, outsider) -> None:
    def found(words: str) -> set[str]:
        return {case.uid for case in outsider.get(f"/cases/?q={words}").context["found"].cases}

    assert found("行政化模式") == {"province-a"}
    assert found("market-based model") == {"city-b"}
