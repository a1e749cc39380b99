"""Reading through the API: everything that is published, as documents and as rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Coding, Link, Revision
from cases.models.heads import HEADS

pytestmark = pytest.mark.django_db
PATHS = {
    "cases": "case",
    "codes": "code",
    "codebooks": "codebook",
    "studies": "study",
    "sources": "source",
    "actors": "actor",
    "places": "place",
    "datasets": "dataset",
}


def everything(client, address: str) -> list[dict]:
    """All rows of a list, by following its pages."""
    rows = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        rows += answer.json()["results"]
        address = answer.json()["next"]
    return rows


@pytest.mark.parametrize(("path", "kind"), PATHS.items())
def test_list_names_every_live_record_once_over_its_pages(content, client, path, kind):
    rows = everything(client, f"/api/{path}/?size=7")
    assert sorted(row["uid"] for row in rows) == sorted(HEADS[kind]._default_manager.values_list("uid", flat=True))
    assert client.get(f"/api/{path}/").json()["count"] == len(rows)


@pytest.mark.parametrize(("path", "kind"), PATHS.items())
def test_record_is_its_live_document(content, client, path, kind):
    for record in HEADS[kind]._default_manager.select_related("revision"):
        answer = client.get(f"/api/{path}/{record.uid}/")
        assert answer.status_code == 200
        assert answer.json()["document"] == record.revision.document
        assert answer.json()["number"] == record.revision.number
        assert answer.headers["ETag"] == f'"{record.revision.number}"'


@pytest.mark.parametrize("path", PATHS)
def test_rows_lead_to_the_document_and_to_the_page(content, client, path):
    row = client.get(f"/api/{path}/?size=1").json()["results"][0]
    assert client.get(row["url"]).json()["uid"] == row["uid"]
    assert client.get(row["page"]).status_code == 200


def test_known_etag_is_answered_without_a_body(content, client):
    etag = client.get("/api/cases/deqing/").headers["ETag"]
    answer = client.get("/api/cases/deqing/", headers={"If-None-Match": f'"999", {etag}'})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)
    assert client.get("/api/cases/deqing/", headers={"If-None-Match": '"999"'}).status_code == 200


def test_revisions_are_listed_and_read(content, client):
    row = client.get("/api/cases/deqing/revisions/").json()["results"][0]
    assert (row["number"], row["author"], row["kind"]) == (1, None, "case")
    assert client.get(row["url"]).json()["document"] == Revision.objects.get(kind="case", uid="deqing").document
    assert client.get("/api/cases/deqing/revisions/2/").status_code == 404


def test_changes_come_in_the_order_of_publication_and_begin_after_what_is_known(content, client):
    rows = everything(client, "/api/changes/?size=60")
    sequences = [row["sequence"] for row in rows]
    assert sequences == sorted(sequences)
    assert len(rows) == Revision.objects.published().count()
    later = everything(client, f"/api/changes/?after={sequences[-3]}")
    assert [row["sequence"] for row in later] == sequences[-2:]


def test_cases_take_the_filters_of_their_page(content, client):
    rows = everything(client, "/api/cases/?level=county&level=district&origin=seed&q=data&sort=name&page=1&view=cards")
    assert {row["level"] for row in rows} <= {"county", "district"}
    assert rows
    on_page = client.get("/cases/?level=county&level=district&origin=seed&q=data").content.decode()
    assert all(f"/cases/{row['address']}/" in on_page for row in rows)


@pytest.mark.parametrize("sort", ["name", "level", "new"])
def test_every_order_of_cases_pages_through_all(content, client, sort):
    rows = everything(client, f"/api/cases/?size=5&sort={sort}")
    assert sorted(row["uid"] for row in rows) == sorted(Case.objects.values_list("uid", flat=True))
    assert [row["uid"] for row in rows] == [row["uid"] for row in everything(client, f"/api/cases/?sort={sort}")]


def test_many_cases_are_paged_without_naming_each_in_sql(content, client, monkeypatch):
    monkeypatch.setattr("api.paging.FEW", 3)
    assert len(everything(client, "/api/cases/?size=4")) == Case.objects.count()


def test_facets_count_and_speak_the_language_that_is_asked_for(content, client):
    english = client.get("/api/facets/?level=county&model=model:no-such").json()
    assert english["total"] == 0
    assert english["unknown"] == [{"facet": "Governance model", "key": "model:no-such"}]
    levels = {value["key"]: value for value in next(one for one in english["facets"] if one["name"] == "level")["values"]}
    assert (levels["county"]["label"], levels["county"]["chosen"]) == ("county", True)
    for answer in (client.get("/api/facets/?lang=zh"), client.get("/api/facets/", headers={"Accept-Language": "zh-CN,en;q=0.5"})):
        models = {
            value["key"]: value["label"] for one in answer.json()["facets"] if one["name"] == "model" for value in one["values"]
        }
        assert models["model:administrative"].startswith("行政")
        assert answer.headers["Content-Language"] == "zh-hans"


def test_codings_are_rows_with_their_evidence(content, client):
    rows = everything(client, "/api/codings/?size=200")
    assert len(rows) == Coding.objects.count()
    deqing = [row for row in rows if row["case"] == "deqing"]
    assert everything(client, "/api/codings/?case=deqing") == deqing
    stated = next(row for row in rows if row["basis"] == "stated")
    source, _, ref = stated["evidence"][0]["excerpt"].partition("#")
    assert ref in {one["ref"] for one in client.get(f"/api/sources/{source}/").json()["document"]["excerpts"]}
    assert all((row["blank"] is None) != (row["basis"] is None) for row in rows)


def test_codings_are_chosen_by_code_kind_basis_and_blank(content, client):
    assert {row["code"].split(":")[0] for row in everything(client, "/api/codings/?code_kind=model")} == {"model"}
    assert {row["basis"] for row in everything(client, "/api/codings/?basis=inferred")} == {"inferred"}
    assert {row["blank"] for row in everything(client, "/api/codings/?blank=not-reported")} == {"not-reported"}
    assert len(everything(client, "/api/codings/?accepted=true")) == Coding.objects.filter(accepted=True).count()


def test_links_say_whether_they_are_general(content, client):
    rows = everything(client, "/api/links/?size=200")
    assert len(rows) == Link.objects.count()
    assert {row["case"] for row in everything(client, "/api/links/?general=true")} == {None}
    within = everything(client, "/api/links/?general=false&link_kind=answered-by")
    assert within
    assert all(row["case"] and row["link_kind"] == "answered-by" for row in within)


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/api/codings/?kode=x", "kode"),
        ("/api/codings/?basis=guess", "basis"),
        ("/api/codings/?case=%00", "case"),
        ("/api/codings/?accepted=perhaps", "accepted"),
        ("/api/places/?level=galaxy", "level"),
        ("/api/places/?size=0", "size"),
        ("/api/places/?size=201", "size"),
        ("/api/places/?size=ten", "size"),
        ("/api/places/?cursor=nonsense", "cursor"),
        ("/api/codings/?cursor=WyJ4Il0", "cursor"),
        ("/api/codings/?cursor=W1tbW10", "cursor"),
        ("/api/changes/?after=-1", "after"),
        ("/api/changes/?after=9223372036854775808", "after"),
        ("/api/cases/?sort=luck", "sort"),
        ("/api/cases/?size=0", "size"),
        ("/api/cases/?cursor=%F0%9F%92%A9", "cursor"),
        ("/api/cases/?q=" + "x" * 201, "q"),
        ("/api/cases/?q=a%00b", "q"),
        ("/api/cases/?lang=klingon", "lang"),
    ],
)
def test_what_a_list_does_not_know_is_refused_and_named(content, client, address, parameter):
    answer = client.get(address)
    assert answer.status_code == 400
    problems = answer.json()["problems"]
    assert {tuple(problem["location"]) for problem in problems} == {(parameter,)}
    assert all(problem["message"] for problem in problems)


@pytest.mark.parametrize(
    "path",
    [
        "/api/cases/nobody/",
        "/api/cases/Deqing/",
        "/api/cases/a%00b/",
        "/api/cases/a%0Ab/",
        "/api/nothing/",
        "/api/cases/deqing/revisions/99999999999999999999/",
        "/api/drafts/99999999999999999999/",
        "/api/cases/deqing/nothing/",
    ],
)
def test_an_address_of_nothing_is_answered_in_json(content, client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/json")
    assert answer.json()["problems"][0]["type"] == "not_found"


def test_an_address_without_its_slash_leads_on(content, client):
    assert client.get("/api/cases?level=county").headers["Location"] == "/api/cases/?level=county"
    assert client.post("/api/drafts", {}, content_type="application/json").status_code == 404


def test_root_leads_to_every_list(content, client):
    for name, link in client.get("/api/").json()["links"].items():
        assert client.get(link).status_code == (401 if name == "drafts" else 200), name


def test_rest_of_a_source_stays_with_coders(content, client):
    for source in everything(client, "/api/sources/"):
        document = client.get(source["url"]).json()["document"]
        assert all(set(version) == {"ref", "label", "sha256", "read_on"} for version in document["versions"])
        assert all(len(excerpt["text"]) <= 700 for excerpt in document["excerpts"])


@pytest.mark.parametrize("path", [*PATHS, "codings", "links", "changes", "facets"])
def test_a_list_costs_the_same_queries_at_any_size(content, client, path):
    client.get(f"/api/{path}/")  # the facet index is loaded once per process
    counts = []
    for size in (1, 20):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/api/{path}/" + ("" if path == "facets" else f"?size={size}"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= (8 if path == "facets" else 3)
