"""Saved searches: kept by one person, seen by nobody else, with what is new since that person looked."""

from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions.publish import publish
from cases.models import Case, SavedSearch
from tests.cases import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
QUERY = "level=county&value=condition:leadership-attention=moderate..&q=政府"


def save(client: Client, name: str, query: str):
    return client.post("/me/searches/save/", {"name": name, "query": query})


def new_in(client: Client) -> dict[str, int]:
    return {one.search.name: one.new for one in client.get("/me/searches/").context["saved"]}


def test_a_saved_search_counts_and_marks_what_is_new_since_its_owner_looked(content, cast, signed_in) -> None:
    client = signed_in(cast.contributor)
    assert "/me/searches/save/" in client.get("/cases/?level=county").content.decode()
    assert save(client, "Counties", "level=county&sort=new&after=x&page=3").status_code == 302
    assert save(client, "县", "level=county&q=新").status_code == 302
    assert SavedSearch.objects.get(name="Counties").query == "level=county"
    assert new_in(client) == {"Counties": 0, "县": 0}
    counties = list(Case.objects.live().filter(level="county").order_by("pk")[:1])
    changed = {**counties[0].revision.document, "subject": make.text("Another subject", "新题目")}
    publish(
        [make.case("newcomer", place="deqing", summary=make.text("New", "新")), make.case("far", place="guizhou"), changed],
        by=None,
    )
    publish([make.case("newcomer", place="deqing", summary=make.text("New", "新"), subject=make.text("corrected"))], by=None)
    assert new_in(client) == {"Counties": 2, "县": 2}
    page = client.get("/zh-hans/me/searches/").content.decode()
    assert "查看2个案例" in page
    search = SavedSearch.objects.get(name="Counties")
    answer = client.post(f"/me/searches/{search.pk}/look/", {"fresh": "on"})
    shown = client.get(answer["Location"])
    assert {(case.uid, case.fresh) for case in shown.context["found"].cases} == {
        ("newcomer", "new"),
        (counties[0].uid, "changed"),
    }
    assert shown.context["found"].new == 2
    exported = client.get(f"/cases/as/csv/?{shown.context['as_data']}").getvalue().decode()
    assert {line.split(",")[0] for line in exported.split("\r\n")[1:-1]} == {"newcomer", counties[0].uid}
    every = client.get(answer["Location"].replace("&fresh=on", "")).content.decode()
    assert "2 of these cases are new or changed since you last looked" in every
    assert every.count('class="lang-mark">new<') == every.count('class="lang-mark">changed<') == 1
    assert new_in(client) == {"Counties": 0, "县": 2}
    assert "Nothing is new here" in client.get(f"/cases/?level=county&since={search.seen + 10**6}").content.decode()
    feed = client.get("/cases/feed/?level=county")
    entries = ET.fromstring(feed.content).findall("{http://www.w3.org/2005/Atom}entry")  # noqa: S314 - our own
    assert len(entries) == Case.objects.live().filter(level="county").count()
    assert b"Counties" not in feed.content


def test_nobody_else_sees_or_touches_a_saved_search(content, cast, signed_in, outsider) -> None:
    mine, other = signed_in(cast.contributor), signed_in(cast.admin)
    save(mine, "Quixotic", QUERY)
    search = SavedSearch.objects.get()
    for address in ("rename", "forget", "look"):
        path = f"/me/searches/{search.pk}/{address}/"
        assert other.post(path, {"name": "x"}).status_code == 404
        assert outsider.post(path, {"name": "x"})["Location"].startswith("/accounts/login/")
        assert mine.get(path).status_code == 405
    for client in (other, outsider):
        for address in ("/me/searches/", "/me/", "/cases/", f"/cases/feed/?{QUERY}"):
            assert "Quixotic" not in client.get(address, follow=True).content.decode()
    assert "no-store" in mine.get("/me/searches/")["Cache-Control"]
    assert "Quixotic" in mine.get("/me/").content.decode()
    assert outsider.get("/me/searches/").status_code == 302
    back = outsider.post("/me/searches/save/", {"name": "x", "query": "level=county"})["Location"]
    assert "level%3Dcounty" in back
    assert "Sign in to save this search" in outsider.get("/cases/?level=county").content.decode()
    search.refresh_from_db()
    assert (search.name, SavedSearch.objects.count()) == ("Quixotic", 1)


def test_names_are_checked_and_searches_renamed_and_deleted(content, cast, signed_in) -> None:
    client = signed_in(cast.contributor)
    save(client, "One", "level=county")
    save(client, "Two", "q=政府")
    for name, query, said in (
        ("", "level=county", "Give the search a name"),
        ("One", "level=county", "You have a search of this name"),
        ("x" * 101, "", "at most 100 characters"),
        ("Long", "&".join(f"place={'x' * 200}{n}" for n in range(50)), "too long to be kept"),
    ):
        answer = save(client, name, query)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), name
        assert not name or f'value="{name[:100]}' in answer.content.decode()
    two = SavedSearch.objects.get(name="Two")
    assert client.post(f"/me/searches/{two.pk}/rename/", {"name": "One"}).status_code == 422
    assert client.post(f"/zh-hans/me/searches/{two.pk}/rename/", {"name": "三"}).status_code == 302
    assert set(new_in(client)) == {"One", "三"}
    client.post(f"/me/searches/{two.pk}/forget/")
    assert set(new_in(client)) == {"One"}
    for odd in (
        "level=moon&place=atlantis",
        "q=%00",
        "year=9..1&value=x:y=..",
        "%ff=%fe",
        "q=" + "x" * 3000,
        "since=-1&fresh=on",
    ):
        assert save(client, odd[:40], odd).status_code == 302
    assert client.get("/zh-hans/me/searches/").status_code == 200
    for odd in ("since=x", "since=-1", "since=99999999999999999999", "fresh=on", "since=0&fresh=on", "since=5&after=x"):
        assert client.get(f"/cases/?{odd}").status_code == 200
    SavedSearch.objects.bulk_create(
        SavedSearch(owner=cast.contributor, name=f"n{n}", query="", seen=0, seen_at=two.seen_at) for n in range(50)
    )
    assert "50 saved searches" in save(client, "One more", "").content.decode()


def test_many_saved_searches_take_the_queries_of_one(content, cast, signed_in) -> None:
    client = signed_in(cast.contributor)

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    more = "place=guizhou&problem=problem:data-silos&year=2020"
    save(client, "0", f"{QUERY}&{more}")
    SavedSearch.objects.update(seen=0)
    one = queries("/me/searches/")
    for number in range(1, 12):
        save(client, str(number), f"{QUERY}&{more}&year=20{number + 10}")
    SavedSearch.objects.update(seen=0)
    assert queries("/me/searches/") == one <= 12
    for address in ("/cases/", f"/cases/?{QUERY}", "/cases/?level=county&since=0", "/cases/?since=0&fresh=on", "/me/"):
        assert queries(address) <= 12, address
