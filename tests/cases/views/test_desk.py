"""The coding desk without JavaScript: bring a text, quote it by typing, code it, send it; and what can go wrong."""

import io
import re
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from pypdf import PdfWriter

from cases.actions.draft import live_revision, save_draft
from cases.actions.publish import publish
from cases.documents.anchoring import digest
from cases.enums import RevisionState
from cases.models import Coding, Excerpt, Revision, Source, SourceText
from exchange import case_files, comparison
from tests.cases.stage import case, code, coding, set_stage, source, text
from tests.cases.views.grown import AT_MOST, queries

pytestmark = pytest.mark.django_db

SECRET = "Quokka-4711"
WORDS = (
    f"The city began in 2019. {SECRET} stands in a sentence that nobody quotes, far away from every passage that is quoted.\n"
    "Departments kept their data to themselves. Officials saw no need for it.\n"
    "部门之间数据不通😀，“各自为政”。企业参与平台建设。\nOfficials saw no need for it.\n"
)
BROUGHT = {
    "case": "Portal of a city", "text": WORDS, "title": "A report on silos", "source_type": "report", "completeness": "full",
    "access": "coders",
}  # fmt: skip
MARKED = {"answer": "present", "basis": "stated", "confidence": "high", "strength": "found", "stance": "supports", "done": "1"}


def unpacked(response) -> str:
    """All the words of a file, also of one that is an archive."""
    assert response.status_code == 200
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if not data.startswith(b"PK"):
        return data.decode()
    archive = zipfile.ZipFile(io.BytesIO(data))
    return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def words(response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def coder(cast, signed_in):
    set_stage()
    publish([code("condition:attention", "attention", scale="levels", levels=[{"key": "weak", "label": text("weak")}])], by=None)
    return signed_in(cast.coder)


def bring(client, **more) -> Revision:
    page = client.post(reverse("cases:desk-bring"), {**BROUGHT, **more})
    assert page.status_code == 302, words(page)
    return Revision.objects.open().latest("pk")


def say(client, draft, **more):
    return client.post(reverse("cases:desk-code", args=[draft.pk]), {"ref": "coding-1", **MARKED, **more})


def test_text_is_kept_for_coders_and_coded_into_a_draft_that_a_reviewer_publishes(coder, cast, signed_in, outsider):
    draft = bring(coder)
    assert SourceText.objects.get().text == WORDS
    version = draft.document["beside"][0]["versions"][0]
    assert version["sha256"] == digest(WORDS)
    page = coder.get(reverse("cases:desk-draft", args=[draft.pk]))
    assert SECRET in words(page)
    assert "attention" in words(page)  # a question still open
    page = say(coder, draft, code="problem:data-silos", quotation="Departments kept their\ndata to themselves.")
    assert page.status_code == 302, words(page)
    say(
        coder,
        draft,
        ref="coding-2",
        code="condition:attention",
        answer="level:weak",
        quotation="部门之间数据不通😀，“各自为政”。",
    )
    say(coder, draft, ref="coding-3", code="problem:formalism", answer="blank:not-reported")
    draft.refresh_from_db()
    made = draft.document["codings"]
    assert [(one.get("value"), one.get("level"), one.get("blank")) for one in made] == [
        (1, None, None), (None, "weak", None), (None, None, "not-reported"),
    ]  # fmt: skip
    excerpts = draft.document["beside"][0]["excerpts"]
    assert [(one["text"], one.get("before", ""), one["after"]) for one in excerpts] == [
        ("Departments kept their data to themselves.", "", "Officials saw no need for it."),
        ("部门之间数据不通😀，“各自为政”。", "", "企业参与平台建设。"),
    ]
    page = coder.get(reverse("cases:desk-check", args=[draft.pk]))
    assert "It cannot be published as it is." in words(page)
    assert "Departments kept their data to themselves." in words(page)
    document = {**draft.document, "place": "zhejiang", "unit": "service", "period": "2019", "summary": text("It began.")}
    Revision.objects.filter(pk=draft.pk).update(document=document)
    seen_by_author = coder.get(reverse("cases:desk-check", args=[draft.pk]))
    coder.post(reverse("cases:draft-submit", args=[draft.pk]))
    reviewer = signed_in(cast.reviewer)
    seen_by_reviewer = reviewer.get(reverse("cases:review-revision", args=[draft.pk]))
    changes = [[(row.row, row.checks, row.problems) for row in page.context["sheet"].rows]
               for page in (seen_by_author, seen_by_reviewer)]  # fmt: skip
    assert changes[0] == changes[1]
    reviewer.post(reverse("cases:review-decide", args=[draft.pk]), {"all": "1"})
    assert Coding.objects.filter(case__uid=draft.uid).count() == 3
    surfaces = ["", "cases/", f"cases/{draft.uid}/", "sources/", "sources/a-report-on-silos/", "cases/?q=Quokka", "codings/"]
    surfaces += [f"compare/?items=case:{draft.uid},case:{draft.uid}", "problems/data-silos/", "matrix/"]
    pages = [
        client.get(f"{root}{path}").content.decode()
        for client in (outsider, reviewer)
        for path in surfaces
        for root in ("/", "/api/")
    ]
    publish([case("another-case")], by=None)
    pair = f"items=case:{draft.uid},case:another-case"
    files = [f"/cases/as/{form}/" for form in case_files.FORMS] + [f"/compare/as/{form}/?{pair}" for form in comparison.FORMS]
    pages += [unpacked(reviewer.get(path)) for path in files]
    assert not [page for page in pages if SECRET in page]
    assert sum("Departments kept their data to themselves." in page for page in pages) > 2
    for path in ("", "new/", f"{draft.pk}/", f"{draft.pk}/check/", "entry/problem:data-silos/"):
        assert outsider.get(f"/contribute/desk/{path}").status_code == 302
        assert signed_in(cast.contributor).get(f"/contribute/desk/{path}").status_code == 403
    assert signed_in(cast.editor).get(f"/contribute/desk/{draft.pk}/").status_code == 404


def test_desk_asks_the_database_as_often_for_many_drafts_as_for_one(coder):
    counts = []
    for number in range(3):
        bring(coder, case=f"Case {number}", text=f"{number} words.", title=f"Report {number}")
        counts.append(queries(reverse("cases:desk"), coder))
    assert counts == counts[:1] * 3
    assert counts[0] <= AT_MOST
    assert [words(coder.get(reverse("cases:desk"))).count(f"Report {number}") for number in range(3)] == [1, 1, 1]


def test_passage_that_stands_twice_is_asked_for_and_what_was_typed_is_kept(coder):
    draft = bring(coder)
    page = say(coder, draft, code="problem:data-silos", quotation="Officials saw no need for it.")
    assert page.status_code == 422
    assert "more than once" in words(page)
    starts = re.findall(r'name="where" value="(\d+)"', page.content.decode())
    assert [WORDS[int(start) :][:29] for start in starts] == ["Officials saw no need for it."] * 2
    assert "Officials saw no need for it." in page.content.decode()
    draft.refresh_from_db()
    assert draft.document["codings"][0]["basis"] == "stated"  # kept, though without its passage
    page = say(coder, draft, code="problem:data-silos", quotation="Officials saw no need for it.", where=starts[1])
    assert page.status_code == 302
    draft.refresh_from_db()
    assert "before" not in draft.document["beside"][0]["excerpts"][0]
    page = say(coder, draft, ref="coding-2", code="problem:formalism", quotation="Words from elsewhere.")
    assert "do not stand in the text" in words(page)


def test_text_for_a_case_whose_draft_is_under_way_leaves_that_on_its_base_and_is_not_lost_when_it_was_sent(coder, cast):
    publish([case()], by=None)
    first = live_revision("case", "a-case")
    draft = save_draft(document=case(unit="platform"), by=cast.coder, base=first)
    publish([case(period="2021")], by=None)
    kept = bring(coder, case="A case · a-case")
    assert (kept.pk, kept.base, kept.document["unit"]) == (draft.pk, first, "platform")
    Revision.objects.filter(pk=draft.pk).update(state=RevisionState.SUBMITTED)
    correct = reverse("cases:desk-correct-own", args=[draft.pk, "a-report-on-silos"])
    for address, sent in ((reverse("cases:desk-bring"), BROUGHT | {"case": "A case · a-case", "title": "Other"}), (correct, {})):
        page = coder.post(address, {**sent, "text": "Later words."})
        assert (page.status_code, "was sent meanwhile" in words(page)) == (422, True)
        assert "Later words." in page.content.decode()


def test_second_passage_for_the_same_answer_is_evidence_and_no_rival(coder):
    draft = bring(coder)
    say(coder, draft, code="problem:data-silos", quotation="Departments kept their data to themselves.")
    say(coder, draft, ref="coding-2", code="problem:data-silos", quotation="The city began in 2019.")
    draft.refresh_from_db()
    (one,) = draft.document["codings"]
    assert len(one["evidence"]) == 2
    page = coder.post(reverse("cases:desk-take-out", args=[draft.pk]), {"ref": "coding-1"})
    assert "Taken out." in words(page)
    draft.refresh_from_db()
    assert (draft.document["codings"], draft.document["beside"][0]["excerpts"]) == ([], [])


def test_coding_changed_in_another_tab_or_after_sending_is_not_overwritten(coder):
    draft = bring(coder)
    say(coder, draft, code="problem:data-silos", quotation="The city began in 2019.")
    page = say(coder, draft, code="problem:formalism", seen="0123456789abcdef")
    assert "changed in another tab" in words(page)
    assert "problem:formalism" in page.content.decode()
    Revision.objects.filter(pk=draft.pk).update(state=RevisionState.SUBMITTED)
    page = say(coder, draft, ref="coding-2", code="problem:formalism", quotation="The city began in 2019.")
    assert "was sent meanwhile" in words(page)
    draft.refresh_from_db()
    assert [one["code"] for one in draft.document["codings"]] == ["problem:data-silos"]


def test_desk_opens_with_a_value_that_is_no_number_yet(coder):
    draft = bring(coder)
    typed = {"ref": "coding-9", "code": "problem:data-silos", "value": "0,75"}  # as the full form keeps it
    Revision.objects.filter(pk=draft.pk).update(document={**draft.document, "codings": [typed]})
    page = coder.get(reverse("cases:desk-draft", args=[draft.pk]) + "?coding=coding-9")
    assert (page.status_code, words(page).count("0,75") > 0, 'value="0,75"' in page.content.decode()) == (200, True, True)


def test_memo_that_no_database_can_hold_is_refused_with_what_was_typed(coder):
    draft = bring(coder)
    answers = [
        say(coder, draft, code="problem:data-silos", reasoning="My\x00 memo.", quotation="The city began in 2019."),
        coder.post(
            reverse("cases:desk-code", args=[draft.pk]),
            {"ref": "coding-1", "code": "problem:data-silos", "reasoning": "My\x00 memo."},
            headers={"accept": "application/json"},
        ),
    ]
    assert [page.status_code for page in answers] == [422, 409]
    assert "The city began in 2019." in words(answers[0])
    assert all("contains a character that cannot be stored" in page.content.decode() for page in answers)
    draft.refresh_from_db()
    assert draft.document.get("codings", []) == []


def test_code_retired_while_the_form_was_open_says_so_and_keeps_what_was_typed(coder):
    draft = bring(coder)
    page = say(coder, draft, code="problem:old", quotation="The city began in 2019.", reasoning="My memo.")
    assert "Version 1 of the codebook retired this code. It is kept as typed" in words(page)
    assert "My memo." in page.content.decode()
    draft.refresh_from_db()
    assert draft.document["codings"][0]["reasoning"]["en"] == "My memo."


def test_script_is_answered_with_what_it_needs_to_go_on(coder):
    draft = bring(coder)
    page = coder.post(
        reverse("cases:desk-code", args=[draft.pk]),
        {"ref": "coding-1", "code": "problem:data-silos"},
        headers={"accept": "application/json"},
    )
    answer = page.json()
    assert (answer["errors"], answer["seen"] != "") == ({}, True)
    assert "unfinished" in answer["lists"]
    page = coder.post(
        reverse("cases:desk-code", args=[draft.pk]),
        {"ref": "coding-1", "code": "problem:data-silos", "seen": answer["seen"], "done": "1"},
        headers={"accept": "application/json"},
    )
    assert set(page.json()["errors"]) == {"answer", "basis"}


def test_duplicates_are_pointed_out_by_words_doi_and_title(coder):
    version = {"ref": "v1", "label": text("as read"), "sha256": digest(WORDS)}
    known = source(uid="known", title=text("Known title"), doi="10.1234/abcd", versions=[version], excerpts=[])
    publish([known], by=None)
    for typed, why in [
        ({}, "The same words are here already"),
        ({"text": "Other words.", "doi": "https://doi.org/10.1234/ABCD"}, "with this DOI is here already"),
        ({"text": "Other words.", "title": "known  Title"}, "with this title is here already"),
    ]:
        page = coder.post(reverse("cases:desk-bring"), {**BROUGHT, **typed})
        assert page.status_code == 422
        assert why in words(page)
        assert "Portal of a city" in page.content.decode()
    draft = bring(coder, same="known#v1")
    assert (draft.document["sources"], draft.document.get("beside")) == (["known"], None)
    assert SECRET in words(coder.get(reverse("cases:desk-draft", args=[draft.pk])))
    draft = bring(coder, case="Another", text="Other words.", title="Known title", same="known")
    (added,) = draft.document["beside"]
    assert (added["uid"], len(added["versions"]), "title" in added) == ("known", 1, False)


def pdf(password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx() -> bytes:
    document = Document()
    document.add_paragraph("政府与企业 worked together.")
    document.add_table(1, 2).rows[0].cells[0].text = "a cell"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_files_are_read_or_refused_with_what_to_do(coder):
    for name, data, said in [
        ("a.pdf", pdf("secret"), "locked with a password"),
        ("a.pdf", pdf(), "There are no words in this file"),
        ("a.pdf", b"MZ not a pdf", "is not what its name says"),
        ("a.docx", b"PK\x03\x04 broken", "is not what its name says"),
        ("a.txt", docx(), "is not what its name says"),
        ("a.txt", b"\x00\x01\x02", "is not what its name says"),
        ("a.exe", b"words", "cannot be read here"),
        ("a.txt", b"x" * 1_000_001, "has 1,000,001 characters"),
        ("a.txt", b"x" * 60_000_000, "This is 60 MB"),
        ("a.txt", b"", "empty"),
    ]:
        page = coder.post(reverse("cases:desk-bring"), {**BROUGHT, "text": "", "file": SimpleUploadedFile(name, data)})
        assert page.status_code == 422, name
        assert said in words(page), (name, words(page)[:3000])
        assert "A report on silos" in page.content.decode()
    page = coder.post(reverse("cases:desk-bring"), {**BROUGHT, "text": "x" * 60_000_000})
    assert page.status_code == 400  # before any of it is read: the browser still holds what was typed
    assert "go back and send less at once" in words(page)
    page = coder.post(
        reverse("cases:desk-bring"), {**BROUGHT, "title": "", "text": "", "file": SimpleUploadedFile("a.docx", docx())}
    )
    assert page.status_code == 422
    assert "政府与企业 worked together.\na cell\t" in unescape(page.content.decode())  # the file's text goes on with the form
    for name, data, expected in [
        ("b.docx", docx(), "政府与企业 worked together.\na cell\t"),
        ("b.txt", "部门数据。\r\n第二行".encode("gb18030"), "部门数据。\n第二行"),
        ("b.md", "\ufeff# Title".encode(), "# Title"),
    ]:
        bring(coder, case=name, title=name, text="", file=SimpleUploadedFile(name, data))
        assert SourceText.objects.latest("pk").text == expected


def test_full_form_keeps_what_the_desk_knows_of_a_passage(coder):
    draft = bring(coder)
    say(coder, draft, code="problem:data-silos", quotation="Departments kept their data to themselves.")
    draft.refresh_from_db()
    page = coder.get(reverse("cases:draft", args=[draft.pk]) + "?form=full")
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    fields = {name: "on" if value is True else str(value) for name, value in values.items() if value not in (None, False, "")}
    before = draft.document
    coder.post(reverse("cases:draft", args=[draft.pk]), {**fields, "form": "full", "save": "1"})
    draft.refresh_from_db()
    assert draft.document["beside"][0]["excerpts"] == before["beside"][0]["excerpts"]
    assert draft.document["beside"][0]["versions"] == before["beside"][0]["versions"]
    assert (
        Source.objects.filter(uid="a-report-on-silos").count()
        == Excerpt.objects.filter(source__uid="a-report-on-silos").count()
        == 0
    )
    assert coding()["ref"] == "data-silos"


def test_corrected_text_moves_its_passages_or_lists_them(coder, cast, signed_in):
    quoted = ["Departments kept their data to themselves.", "The city began in 2019.", "Officials saw no need for it."]
    excerpts = [
        {"ref": f"x{n}", "version": "v1", "excerpt_kind": "quotation", "language": "en", "text": words, "before": before}
        for n, (words, before) in enumerate(zip(quoted, ["far away", "nothing", "nothing"], strict=True))
    ]
    version = {"ref": "v1", "label": text("as read"), "sha256": digest(WORDS)}
    publish([source(uid="known", versions=[version], excerpts=excerpts)], by=None)
    corrected = "A new beginning.\n" + WORDS.replace("in 2019", "in 2018").replace("\nDepartments", "\nIndeed: Departments")
    assert coder.post(reverse("cases:source-texts", args=["known"]), {"text": corrected, "reason": "x"}).status_code == 422
    assert Source.objects.get(uid="known").revision.number == 1  # a coder brings no text into a published source
    editor = signed_in(cast.editor)
    page = editor.post(reverse("cases:source-texts", args=["known"]), {"text": corrected, "reason": "Year."}, follow=True)
    assert "2 passages do not stand in the corrected text" in words(page)
    assert "Passages that the latest text does not have" in words(page)
    moved, changed, twice = Excerpt.objects.filter(source__uid="known").order_by("order").select_related("version")
    assert (moved.version.sha256, changed.version.ref, twice.version.ref) == (digest(corrected), "v1", "v1")
    document = Source.objects.get(uid="known").revision.document
    assert document["excerpts"][0]["before"] == "Indeed:"
    assert Source.objects.get(uid="known").revision.author == cast.editor
    assert SECRET in words(coder.get(reverse("cases:source-text", args=["known", digest(corrected)])))
    assert signed_in(cast.contributor).get(reverse("cases:source-text", args=["known", digest(corrected)])).status_code == 403

    draft = bring(coder, same="other")
    say(coder, draft, code="problem:data-silos", quotation="Departments kept their data to themselves.")
    say(coder, draft, ref="coding-2", code="problem:formalism", quotation="The city began in 2019.")
    address = reverse("cases:desk-correct-own", args=[draft.pk, "a-report-on-silos"])
    page = coder.post(address, {"text": corrected}, follow=True)
    assert "One passage does not stand in the corrected text" in words(page)
    draft.refresh_from_db()
    first, second = draft.document["beside"][0]["excerpts"]
    assert (first["version"] != second["version"], len(draft.document["codings"])) == (True, 2)
