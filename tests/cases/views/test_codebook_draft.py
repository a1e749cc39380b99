"""A new version of the codebook: written, released, and what it leaves to be recoded."""

import re
from html import unescape

import pytest
from django.urls import reverse

from cases.actions.publish import publish
from cases.documents.codebook_draft import TEXTS
from cases.models import Case, Code, CodebookVersion, Coding, Recode, Revision
from tests.cases.stage import case, code, coding, set_stage, text

pytestmark = [pytest.mark.django_db, pytest.mark.databases]
SECRET = "Quokka-Zephyr-7731"
SPLIT = {"change": "split", "old-1": "problem:data-silos", "new-1": "problem:silos-technical", "new-2": "problem:silos-political"}


def words(response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def editor(cast, signed_in):
    set_stage()
    publish([case("one"), case("two"), case("three", codings=[coding(ref="f", code="problem:formalism")])], by=None)
    client = signed_in(cast.editor)
    client.post(reverse("cases:codebook-draft"), {"note_en": "Silos are of two kinds.", "note_zh": "孤岛分两种。"})
    return client


def write(client, uid: str, scale: str = "present") -> None:
    texts = {f"{name}_{tongue}": f"{uid} {name} {tongue}" for name in TEXTS for tongue in ("en", "zh")}
    assert client.post(reverse("cases:codebook-entry", args=[uid]), {**texts, "scale": scale, "order": "5"}).status_code == 302


def test_split_lists_every_coding_changes_none_and_history_shows_who(editor, cast, signed_in, outsider):
    before = list(Coding.objects.order_by("pk").values("pk", "code__uid", "value"))
    assert editor.post(reverse("cases:codebook-change"), SPLIT).status_code == 302
    page = editor.get(reverse("cases:codebook-draft"))
    assert "12 texts are missing" in words(page)
    page = editor.post(reverse("cases:codebook-release"))
    assert (page.status_code, CodebookVersion.objects.get(uid="2").codebook_state) == (422, "draft")
    assert not Code.objects.filter(uid__contains="silos-").exists()  # a draft is nowhere but in its document
    for uid in ("problem:silos-technical", "problem:silos-political"):
        write(editor, uid)
    page = editor.post(reverse("cases:codebook-release"), follow=True)
    assert "Released." in words(page)
    assert list(Coding.objects.order_by("pk").values("pk", "code__uid", "value")) == before
    assert sorted(Recode.objects.values_list("case__uid", "coding", "code__uid")) == [
        ("one", "data-silos", "problem:data-silos"), ("two", "data-silos", "problem:data-silos"),
    ]  # fmt: skip
    made = Revision.objects.published().filter(author=cast.editor)
    assert {(one.kind, one.uid) for one in made} == {
        ("codebook", "2"), ("code", "problem:data-silos"),
        ("code", "problem:silos-technical"), ("code", "problem:silos-political"),
    }  # fmt: skip
    old = Code.objects.get(uid="problem:data-silos")
    assert (old.retired_in.uid, old.revision.document["successors"]) == (
        "2",
        ["problem:silos-technical", "problem:silos-political"],
    )
    for path in (
        "codebook/2/",
        "codebook/recodes/",
        "codebook/recodes/?version=2",
        "codebook/",
        "problems/data-silos/",
        "cases/one/",
    ):
        for prefix in ("/", "/zh-hans/"):
            page = outsider.get(f"{prefix}{path}")
            assert page.status_code == 200
    assert "problem:silos-technical name en" in words(outsider.get("/codebook/2/"))
    assert words(outsider.get("/codebook/recodes/")).count("problem:silos-political name en") == 2

    # Nobody brings the code back by its history: not a contributor by way of review, not an editor at once.
    for client, step in ((signed_in(cast.contributor), "propose"), (editor, "restore")):
        address = reverse(f"cases:history-{step}", args=["code", "problem:data-silos", 1])
        page = client.post(address, {"seen": "2", "reason": "It was better."})
        assert (page.status_code, "it stays retired" in words(page)) == (422, True), step
    with pytest.raises(Exception, match="stays_retired"):
        publish([old.revision.document | {"successors": []}], by=None)

    # A contributor chooses the code for one coding; it goes into a draft of the case, and through review.
    contributor, recode = signed_in(cast.contributor), Recode.objects.get(case__uid="one")
    page = contributor.post(reverse("cases:recode", args=[recode.pk]), {"code": "problem:formalism"}, follow=True)
    assert "Choose one of the codes" in words(page)
    contributor.post(reverse("cases:recode", args=[recode.pk]), {"code": "problem:silos-political"})
    draft = Revision.objects.open().get(author=cast.contributor)
    contributor.post(reverse("cases:draft-submit", args=[draft.pk]))
    page = signed_in(cast.reviewer).post(reverse("cases:review-decide", args=[draft.pk]), {"all": "1", "compared": "on"})
    assert page.status_code == 302
    assert Coding.objects.get(case__uid="one").code.uid == "problem:silos-political"
    assert "1 coding to recode" in words(outsider.get("/codebook/recodes/"))
    assert Coding.objects.count() == len(before)
    page = contributor.post(reverse("cases:recode", args=[recode.pk]), {"code": "problem:silos-technical"}, follow=True)
    assert ("recoded in the meantime" in words(page), Revision.objects.open().exists()) == (True, False)


def test_rename_maps_codings_in_one_batch_except_where_a_person_has_to_decide(editor, cast, signed_in, outsider):
    rename = {"change": "rename", "old-1": "problem:data-silos", "new-1": "problem:isolated-data"}
    both = [coding(), coding(ref="other", code="problem:isolated-data", codebook="2")]
    editor.post(reverse("cases:codebook-change"), rename)
    write(editor, "problem:isolated-data")
    publish([case("taken-down", label=text(SECRET))], by=None)
    editor.post(reverse("cases:codebook-release"))
    publish([case("two", codings=both)], by=None)  # its coding of the old code, and an answer to the new one
    away = {"reason": "A place is given away.", "seen": 1, "withheld": "on"}
    editor.post(reverse("cases:retire", args=["case", "taken-down"]), away)
    page = editor.post(reverse("cases:codebook-map", args=["2"]), follow=True)
    assert "1 coding recoded. 1 is left to a person." in words(page)
    recode = Recode.objects.get(case__uid="taken-down")
    answer = signed_in(cast.contributor).post(reverse("cases:recode", args=[recode.pk]), {"code": "problem:isolated-data"})
    assert (answer.status_code, Revision.objects.open().exists()) == (404, False)
    assert SECRET not in words(outsider.get("/codebook/recodes/"))
    assert (recode.case.state, recode.case.revision.number) == ("retired", 2)
    one = Case.objects.get(uid="one").revision
    assert (one.author, one.document["codings"][0]["code"], one.document["codings"][0]["codebook"]) == (
        cast.editor, "problem:isolated-data", "2",
    )  # fmt: skip
    assert Coding.objects.filter(case__uid="two").count() == 2
    page = editor.post(reverse("cases:codebook-draft"), {"note_en": "More.", "note_zh": "再改。"}, follow=True)
    page = editor.post(
        reverse("cases:codebook-change"), {"change": "rename", "old-1": "problem:formalism", "new-1": "problem:data-silos"}
    )
    assert "identities are never used again" in words(page)


def test_mapping_to_another_scale_leaves_values_that_it_refuses_to_a_person(editor):
    publish([code("condition:talent", "talent", scale="number")], by=None)
    for uid, value in (("one", 12.5), ("two", 0.5)):
        publish([case(uid, codings=[coding(ref="talent", code="condition:talent", value=value)])], by=None)
    editor.post(
        reverse("cases:codebook-change"), {"change": "rename", "old-1": "condition:talent", "new-1": "condition:talented"}
    )
    write(editor, "condition:talented", scale="membership")
    editor.post(reverse("cases:codebook-release"))
    page = editor.post(reverse("cases:codebook-map", args=["2"]), follow=True)
    assert "1 coding recoded. 1 is left to a person." in words(page)
    assert dict(Coding.objects.filter(ref="talent").values_list("case__uid", "code__uid")) == {
        "one": "condition:talent", "two": "condition:talented",
    }  # fmt: skip


def test_a_draft_whose_number_somebody_else_released_goes_on_under_the_next_one(editor, person, signed_in):
    others = [signed_in(person(f"editor-{number}", "editor")) for number in (1, 2)]
    for number, other in enumerate(others):
        other.post(reverse("cases:codebook-draft"), {"note_en": f"Note {number}.", "note_zh": f"说明{number}。"})
        other.post(reverse("cases:codebook-change"), {"change": "add", "new-1": f"problem:new-{number}"})
        write(other, f"problem:new-{number}")
    editor.post(reverse("cases:codebook-change"), {"change": "retire", "old-1": "problem:formalism"})
    editor.post(reverse("cases:codebook-release"))

    page = others[0].post(reverse("cases:codebook-release"))
    assert (page.status_code, "released version 2 meanwhile. Your draft is version 3 now" in words(page)) == (422, True)
    assert CodebookVersion.objects.get(uid="2").revision.document["note"]["en"] == "Silos are of two kinds."
    write(others[1], "problem:new-1")  # typed while the draft still was version 2
    kept = Revision.objects.open().get(kind="codebook", author__username="editor-2")
    assert (kept.uid, kept.document["title"]["en"], kept.document["changes"][0]["into"][0]["since"]) == (
        "3", "Codebook version 3", "3",
    )  # fmt: skip
    assert kept.document["changes"][0]["into"][0]["example"]["zh"] == "problem:new-1 example zh"
    assert "Your draft is version 3 now" in words(others[1].get(reverse("cases:codebook-draft")))
    assert "Released." in words(others[0].post(reverse("cases:codebook-release"), follow=True))
    assert Code.objects.get(uid="problem:new-0").since.uid == "3"
    others[1].post(reverse("cases:codebook-drop", args=[kept.document["changes"][0]["ref"]]))
    kept.refresh_from_db()
    assert (kept.uid, kept.document["changes"]) == ("4", [])


def test_changes_that_make_no_sense_are_refused_at_their_field(editor, signed_in, cast):
    for typed, said in [
        ({**SPLIT, "new-2": ""}, "name at least 2"),
        ({**SPLIT, "old-1": ""}, "name exactly one"),
        ({**SPLIT, "old-1": "problem:nowhere"}, "No code of the codebook is called"),
        ({**SPLIT, "new-1": "model:silos"}, "of the same kind"),
        ({**SPLIT, "new-1": "Silos!"}, "of the same kind"),
        ({**SPLIT, "new-2": "problem:silos-technical"}, "named twice"),
        ({"change": "retire", "old-1": "problem:data-silos", "new-1": "problem:x"}, "leave these empty"),
        ({}, "required"),
    ]:
        page = editor.post(reverse("cases:codebook-change"), typed)
        assert (page.status_code, said in words(page)) == (422, True), typed
    assert editor.post(reverse("cases:codebook-change"), SPLIT).status_code == 302
    assert "retires this code already" in words(editor.post(reverse("cases:codebook-change"), SPLIT))
    for who in (cast.contributor, cast.coder, cast.reviewer):
        assert signed_in(who).get(reverse("cases:codebook-draft")).status_code == 404
    with pytest.raises(Exception, match="frozen"):
        publish([code("problem:data-silos", "data silos", since="2")], by=None)
    with pytest.raises(Exception, match="frozen"):
        publish([code("problem:data-silos", "other silos")], by=None)
