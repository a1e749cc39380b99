"""Writing through the API: drafts of cases, on the base that was read, for eyes that may see them."""

import copy

import pytest

from accounts.enums import TokenScope
from cases.models import Case, Revision

pytestmark = pytest.mark.django_db
WORD = "xylograph"


@pytest.fixture
def draft(program, cast, new_case) -> dict:
    """A contributor's draft of a new case, with a word in it that stands nowhere else."""
    new_case["summary"]["en"] = f"A platform known as the {WORD}."
    return program(cast.contributor).post("/api/drafts/", {"document": new_case}).json()


def changed(document: dict, words: str) -> dict:
    document = copy.deepcopy(document)
    document["summary"] |= {"en": words, "of": None}
    return document


def test_a_draft_is_written_read_changed_and_submitted(program, cast, new_case):
    lin = program(cast.contributor)
    made = lin.post("/api/drafts/", {"document": new_case})
    assert made.status_code == 201, made.content
    assert made.headers["Location"] == made.json()["url"]
    assert (made.json()["state"], made.json()["base"], made.json()["author"]) == ("draft", None, "contributor")
    read = lin.get(made.json()["url"])
    assert read.json() == made.json()
    assert read.headers["ETag"] == made.headers["ETag"]
    assert read.headers["Cache-Control"] == "private, no-store"
    assert lin.get(made.json()["url"], If_None_Match=read.headers["ETag"]).status_code == 304
    saved = lin.put(made.json()["url"], {"document": changed(new_case, "Better words.")}, If_Match=read.headers["ETag"])
    assert saved.json()["document"]["summary"]["en"] == "Better words."
    assert saved.headers["ETag"] != read.headers["ETag"]
    sent = lin.post(made.json()["url"] + "submit/", {"reason": "New."})
    assert (sent.json()["state"], sent.json()["reason"]) == ("submitted", "New.")
    taken_back = lin.post(made.json()["url"] + "withdraw/")
    assert taken_back.json()["state"] == "draft"
    assert lin.post(made.json()["url"] + "withdraw/").json()["state"] == "withdrawn"
    assert [row["id"] for row in lin.get("/api/drafts/").json()["results"]] == []


def test_a_draft_is_written_only_over_what_was_read(program, cast, draft, new_case):
    lin = program(cast.contributor)
    first = lin.get(draft["url"]).headers["ETag"]
    assert lin.put(draft["url"], {"document": new_case}).status_code == 428
    assert lin.put(draft["url"], {"document": new_case}, If_Match="1").status_code == 400
    assert lin.put(draft["url"], {"document": new_case}, If_Match=first).status_code == 200
    stale = lin.put(draft["url"], {"document": changed(new_case, "Lost.")}, If_Match=first)
    assert (stale.status_code, stale.json()["problems"][0]["type"]) == (412, "stale")
    assert Revision.objects.get(pk=draft["id"]).document == new_case
    assert lin.post(draft["url"] + "submit/", If_Match=first).status_code == 412
    assert lin.put(draft["url"], {"document": new_case}, If_Match="*").status_code == 200


def test_a_reviewer_publishes_and_the_case_is_found(program, browser_of, outsider, cast, draft):
    lin, reviewer = program(cast.contributor), browser_of(cast.reviewer)
    lin.post(draft["url"] + "submit/")
    unread = reviewer.get(draft["url"]).headers["ETag"]
    assert reviewer.post(draft["url"] + "accept/").status_code == 428
    taken_back = lin.post(draft["url"] + "withdraw/").headers["ETag"]
    lin.put(draft["url"], {"document": changed(draft["document"], f"A {WORD}, said better.")}, If_Match=taken_back)
    read = lin.post(draft["url"] + "submit/").headers["ETag"]
    assert reviewer.post(draft["url"] + "accept/", If_Match=unread).status_code == 412
    accepted = reviewer.post(draft["url"] + "accept/", If_Match=read)
    assert (accepted.status_code, accepted.json()["state"], accepted.json()["number"]) == (200, "published", 1)
    assert outsider.get("/api/cases/tested-platform/").json()["document"]["label"]["en"] == "A tested platform"
    assert "tested-platform" in {row["uid"] for row in outsider.get(f"/api/cases/?q={WORD}").json()["results"]}
    newest = Revision.objects.latest("sequence").sequence or 0
    assert outsider.get(f"/api/changes/?after={newest - 1}").json()["results"][-1]["author"] == "contributor"


def test_a_reviewer_returns_with_a_reason(program, browser_of, cast, draft):
    program(cast.contributor).post(draft["url"] + "submit/")
    reviewer = browser_of(cast.reviewer)
    assert reviewer.post(draft["url"] + "return/").status_code == 400
    assert reviewer.post(draft["url"] + "return/", {"reason": "  "}).status_code == 422
    assert reviewer.post(draft["url"] + "return/", {"reason": "Say where."}).json()["state"] == "returned"
    seen = program(cast.contributor).get(draft["url"]).json()
    assert (seen["reason"], seen["reviewer"]) == ("Say where.", "reviewer")


def test_nobody_decides_on_their_own_work(browser_of, cast, new_case):
    for person in (cast.reviewer, cast.editor, cast.admin):
        own = browser_of(person)
        url = own.post("/api/drafts/", {"document": {**new_case, "uid": f"by-{person.username}"}}).json()["url"]
        own.post(url + "submit/")
        answer = own.post(url + "accept/", If_Match="*")
        assert (answer.status_code, answer.json()["problems"][0]["type"]) == (403, "your_own")
        assert own.post(url + "return/", {"reason": "No."}).status_code == 403
    assert not Case.objects.filter(uid__startswith="by-").exists()


def test_a_token_never_publishes(program, cast, draft):
    program(cast.contributor).post(draft["url"] + "submit/")
    for owner in (cast.reviewer, cast.editor, cast.admin):
        for scope in TokenScope:
            assert program(owner, scope).post(draft["url"] + "accept/", If_Match="*").status_code in (403, 404)
    assert not Case.objects.filter(uid="tested-platform").exists()


def test_what_is_not_submitted_cannot_be_decided_on_and_what_is_cannot_be_written(program, browser_of, cast, draft, new_case):
    lin = program(cast.contributor)
    lin.post(draft["url"] + "submit/")
    assert lin.put(draft["url"], {"document": new_case}, If_Match="*").status_code == 409
    assert lin.post(draft["url"] + "submit/").status_code == 409
    reviewer = browser_of(cast.reviewer)
    reviewer.post(draft["url"] + "return/", {"reason": "Say where."})
    assert reviewer.post(draft["url"] + "accept/", If_Match="*").status_code == 404
    assert reviewer.get(draft["url"]).status_code == 404


def test_a_draft_is_nobody_elses(program, browser_of, outsider, cast, draft):
    """Outsider, others with every role, and the author's own read-only token: nobody learns that there is a draft."""
    others = [program(), program(cast.contributor, TokenScope.READ)]
    others += [
        made(getattr(cast, role))
        for role in ("coder", "reviewer", "editor", "teacher", "admin")
        for made in (program, browser_of)
    ]
    for other in others:
        assert other.get(draft["url"]).status_code == 404
        assert other.put(draft["url"], {"document": {}}, If_Match="*").status_code in (401, 403, 404)
        for step in ("submit", "withdraw", "accept", "return"):
            assert other.post(f"{draft['url']}{step}/", {"reason": "x"}).status_code in (401, 403, 404)
        rows = other.get("/api/drafts/")
        assert rows.status_code in (401, 403) or rows.json()["results"] == []
    for path in ("cases", "codings", "links", "changes", "facets", "sources", "places"):
        assert WORD not in outsider.get(f"/api/{path}/").content.decode()
        assert "tested-platform" not in outsider.get(f"/api/{path}/").content.decode()
    assert outsider.get(f"/api/cases/?q={WORD}").json()["count"] == 0
    assert outsider.get("/api/cases/tested-platform/").status_code == 404
    assert outsider.get("/api/cases/tested-platform/revisions/").status_code == 404


def test_a_submitted_draft_is_seen_by_reviewers_and_still_by_nobody_else(program, browser_of, cast, draft):
    program(cast.contributor).post(draft["url"] + "submit/")
    for role in ("reviewer", "editor", "admin"):
        reviewer = browser_of(getattr(cast, role))
        assert reviewer.get(draft["url"]).json()["document"]["uid"] == "tested-platform"
        assert [row["id"] for row in reviewer.get("/api/drafts/?state=submitted").json()["results"]] == [draft["id"]]
        assert reviewer.put(draft["url"], {"document": draft["document"]}, If_Match="*").status_code == 403
    for role in ("coder", "teacher"):
        assert browser_of(getattr(cast, role)).get(draft["url"]).status_code == 404
    assert program(cast.reviewer).get(draft["url"]).status_code == 404


def test_a_published_case_is_changed_on_the_revision_that_was_read(program, cast, content):
    lin = program(cast.contributor)
    read = lin.get("/api/cases/deqing/")
    document = changed(read.json()["document"], "New words about Deqing.")
    assert lin.put("/api/cases/deqing/", {"document": document}).status_code == 428
    made = lin.put("/api/cases/deqing/", {"document": document}, If_Match=read.headers["ETag"])
    assert (made.status_code, made.json()["base"], made.json()["state"]) == (201, 1, "draft")
    again = lin.put("/api/cases/deqing/", {"document": document}, If_Match=read.headers["ETag"])
    assert (again.status_code, again.json()["id"], again.json()["edit_count"]) == (200, made.json()["id"], 2)
    assert lin.get("/api/cases/deqing/").json() == read.json()
    assert lin.put("/api/cases/deqing/", {"document": document}, If_Match='"7"').json()["live"] == 1
    other = lin.put("/api/cases/deqing/", {"document": {**document, "uid": "shunde"}}, If_Match=read.headers["ETag"])
    assert (other.status_code, other.json()["problems"][0]["type"]) == (422, "another_record")
    assert lin.put("/api/cases/nobody/", {"document": document}, If_Match="*").status_code == 404
    second = lin.post("/api/drafts/", {"document": document, "base": 1})
    assert (second.status_code, second.json()["problems"][0]["type"]) == (409, "draft_exists")


def test_of_two_writers_on_one_base_exactly_one_is_published(program, browser_of, cast, content):
    base = program().get("/api/cases/deqing/")
    drafts = {}
    for person in (cast.contributor, cast.coder):
        writer = program(person)
        document = changed(base.json()["document"], f"The words of {person.username}.")
        drafts[person] = writer.put("/api/cases/deqing/", {"document": document}, If_Match=base.headers["ETag"]).json()["url"]
        assert writer.post(drafts[person] + "submit/").status_code == 200
    reviewer = browser_of(cast.reviewer)
    assert reviewer.post(drafts[cast.coder] + "accept/", If_Match="*").status_code == 200
    late = reviewer.post(drafts[cast.contributor] + "accept/", If_Match="*")
    assert (late.status_code, late.json()["problems"][0]["type"], late.json()["live"]) == (412, "stale_base", 2)
    live = program().get("/api/cases/deqing/")
    assert live.json()["document"]["summary"]["en"] == "The words of coder."
    # The late one goes on from what is live now, and loses nothing.
    writer = program(cast.contributor)
    writer.post(drafts[cast.contributor] + "withdraw/")
    document = changed(live.json()["document"], "The words of both.")
    assert writer.put("/api/cases/deqing/", {"document": document}, If_Match=base.headers["ETag"]).status_code == 412
    moved = writer.put("/api/cases/deqing/", {"document": document}, If_Match=live.headers["ETag"])
    assert (moved.status_code, moved.json()["base"]) == (200, 2)
    writer.post(moved.json()["url"] + "submit/")
    assert reviewer.post(moved.json()["url"] + "accept/", If_Match="*").json()["number"] == 3
    assert program().get("/api/cases/deqing/revisions/1/").json()["document"] == base.json()["document"]


def test_a_new_case_under_a_name_that_is_taken_is_refused(program, cast, new_case):
    lin = program(cast.contributor)
    assert lin.post("/api/drafts/", {"document": {**new_case, "uid": "deqing"}}).status_code == 412
    assert lin.post("/api/drafts/", {"document": {**new_case, "uid": "deqing"}, "base": 5}).status_code == 422
    taken = lin.post("/api/drafts/", {"document": {**new_case, "slug": "deqing"}})
    assert [problem["type"] for problem in taken.json()["problems"]] == ["slug_taken"]


def test_a_source_may_come_along(program, browser_of, cast, new_case):
    new_case["beside"] = [
        {
            "kind": "source",
            "uid": "tested-report",
            "title": {"en": "A tested report", "original": "en"},
            "source_type": "report",
            "language": "en",
            "completeness": "full",
            "access": "public",
            "versions": [{"ref": "v1", "label": {"en": "As read", "original": "en"}}],
            "excerpts": [
                {"ref": "one", "version": "v1", "excerpt_kind": "quotation", "language": "en", "text": "Data sit in silos."}
            ],
        }
    ]
    claim = {
        "ref": "formalism",
        "code": "problem:digital-formalism",
        "value": 1,
        "basis": "stated",
        "confidence": "high",
        "strength": "found",
        "codebook": "1",
        "coder": "Lin",
        "evidence": [{"excerpt": "tested-report#one", "stance": "supports"}],
    }
    new_case["codings"] = [claim]
    made = program(cast.contributor).post("/api/drafts/", {"document": new_case})
    assert made.status_code == 201, made.content
    url = made.json()["url"]
    program(cast.contributor).post(url + "submit/")
    assert browser_of(cast.reviewer).post(url + "accept/", If_Match="*").status_code == 200
    (row,) = program().get("/api/codings/?case=tested-platform").json()["results"]
    assert row["evidence"] == [{"excerpt": "tested-report#one", "stance": "supports"}]
    assert program().get("/api/sources/tested-report/").status_code == 200


def test_readers_do_not_write(program, person, new_case):
    reader = program(person("wen", "reader"))
    assert reader.post("/api/drafts/", {"document": new_case}).status_code == 403
    assert reader.get("/api/drafts/").status_code == 403
    assert program().post("/api/drafts/", {"document": new_case}).status_code == 401
