"""Plans: private, shared by a link that can be withdrawn, followed up, and offered to the record for good or ill."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document

from advice.actions.offer import NoLevel, draft_of
from advice.models import Attachment, FollowUp, Measure, Plan
from cases.actions.comment import comment
from cases.actions.draft import save_draft, submit
from cases.actions.review import accept, take_up
from cases.models import Case, Code, Revision, Source

pytestmark = pytest.mark.django_db
MEASURE, PROBLEM = "countermeasure:data-bureau", "problem:data-barriers"
SECRET = "only three people in the office"


@pytest.fixture
def planner(content, cast, signed_in):
    """A contributor with a plan of one measure; answers about the place are in it."""
    client = signed_in(cast.contributor)
    client.post(reverse("advice:answer"), {"problem": [PROBLEM], "level": "county", "condition:fiscal-resources": "weak"})
    client.post(reverse("advice:plan-add"), {"measure": MEASURE, "problem": [PROBLEM]})
    client.plan = Plan.objects.get()
    client.measure = client.plan.measures.get()
    return client


def save(client, **said):
    prefix = f"m{client.measure.pk}"
    sent = {"title": "Data for the county", f"{prefix}-adaptation": SECRET, f"{prefix}-responsible": "data office", **said}
    return client.post(reverse("advice:plan-save", args=[client.plan.pk]), sent)


def test_a_plan_keeps_what_is_written_and_says_what_is_wrong_with_it(planner) -> None:
    assert save(planner, **{f"m{planner.measure.pk}-check_on": "2027-03-31"}).status_code == 302
    planner.measure.refresh_from_db()
    assert (planner.measure.adaptation, str(planner.measure.check_on)) == (SECRET, "2027-03-31")
    wrong = save(planner, title="", **{f"m{planner.measure.pk}-check_on": "soon"})
    assert wrong.status_code == 422
    assert wrong.content.decode().count('class="error"') == 2
    assert SECRET in wrong.content.decode()
    planner.post(reverse("advice:plan-add"), {"measure": MEASURE, "problem": [PROBLEM], "plan": planner.plan.pk})
    assert Measure.objects.count() == 1
    planner.post(reverse("advice:measure-aside", args=[planner.measure.pk]))
    assert "Take back" in planner.get(planner.plan.get_absolute_url()).content.decode()
    planner.post(reverse("advice:measure-aside", args=[planner.measure.pk]), {"back": "1"})
    assert not Measure.objects.get().set_aside
    for nonsense in ({}, {"measure": "problem:data-barriers"}, {"measure": MEASURE, "plan": 999_999}):
        assert planner.post(reverse("advice:plan-add"), nonsense).status_code == 404


def test_a_plan_is_nobody_elses(planner, cast, signed_in, outsider) -> None:
    made = FollowUp.objects.create(measure=planner.measure, outcome="done", happened="x")
    pages = [
        *(reverse(f"advice:{name}", args=[planner.plan.pk]) for name in ("plan", "plan-print", "plan-docx")),
        reverse("advice:follow-up", args=[planner.measure.pk]),
        reverse("advice:offer", args=[made.pk]),
    ]
    posts = [
        *(reverse(f"advice:{name}", args=[planner.plan.pk]) for name in ("plan-save", "plan-share", "plan-delete")),
        reverse("advice:measure-aside", args=[planner.measure.pk]),
        reverse("advice:follow-up-keep", args=[planner.measure.pk]),
        reverse("advice:offer-send", args=[made.pk]),
    ]
    assert [planner.get(page).status_code for page in pages] == [200] * len(pages)
    for other in (signed_in(cast.admin), signed_in(cast.reviewer)):
        assert [other.get(page).status_code for page in pages] == [404] * len(pages)
        assert [other.post(page).status_code for page in posts] == [404] * len(posts)
    assert {outsider.get(page).status_code for page in pages} == {302}
    assert {outsider.post(page).status_code for page in posts} == {302}
    assert Plan.objects.count() == 1


def test_a_secret_link_shows_the_plan_without_the_place_until_it_is_withdrawn(planner, outsider) -> None:
    save(planner)
    follow = {"outcome": "dropped", "happened": "nobody used it"}
    planner.post(reverse("advice:follow-up-keep", args=[planner.measure.pk]), follow)
    planner.post(reverse("advice:plan-share", args=[planner.plan.pk]))
    planner.plan.refresh_from_db()
    link = reverse("advice:plan-shared", args=[planner.plan.share_key])
    page = outsider.get(link)
    text = page.content.decode()
    assert (page.status_code, page["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert SECRET in text
    assert "nobody used it" not in text
    assert "Beside" not in text
    assert ">county<" not in text
    assert planner.plan.share_key in planner.get(planner.plan.get_absolute_url()).content.decode()
    planner.post(reverse("advice:plan-share", args=[planner.plan.pk]), {"withdraw": "1"})
    assert outsider.get(link).status_code == 404
    planner.post(reverse("advice:plan-share", args=[planner.plan.pk]))
    assert outsider.get(link).status_code == 404
    assert {outsider.get(f"/advice/shared/{key}/").status_code for key in ("x", "%00", "a" * 200)} == {404}


def test_print_and_docx_say_the_same(planner) -> None:
    save(planner)
    printed = planner.get(reverse("advice:plan-print", args=[planner.plan.pk])).content.decode()
    file = planner.get(reverse("advice:plan-docx", args=[planner.plan.pk]))
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(file.content)).paragraphs)
    for said in ("Data for the county", SECRET, "A data bureau under the government", "very low confidence", "data office"):
        assert said.lower() in printed.lower()
        assert said.lower() in words.lower()
    assert "Unclear status of the data body" in words
    chinese = planner.get(f"/zh-hans/advice/plans/{planner.plan.pk}/plan.docx")
    assert "组建政府直属数据机构" in "\n".join(one.text for one in Document(io.BytesIO(chinese.content)).paragraphs)


def test_a_retired_measure_stays_in_the_plan_and_says_so(planner) -> None:
    code = Code.objects.get(uid=MEASURE)
    Code.objects.filter(pk=code.pk).update(retired_in=code.since)
    for name in ("plan", "plan-print"):
        text = planner.get(reverse(f"advice:{name}", args=[planner.plan.pk])).content.decode()
        assert "This measure was retired in codebook version 2." in text
    assert planner.get(reverse("advice:plan-docx", args=[planner.plan.pk])).status_code == 200


@pytest.mark.parametrize(("outcome", "aspect"), [("dropped", "failure"), ("done", "result")])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_experience_goes_through_review_into_the_card(planner, cast, client, signed_in, outcome, aspect, language) -> None:
    cast.contributor.username = "li-lei-of-nowhere"
    cast.contributor.save()
    happened = "Three offices still do not send" if language == "en" else "三个部门仍不报送数据。"
    sent = {"outcome": outcome, "happened": happened, "document_title": "Minutes", "document_url": "https://example.org/m"}
    assert planner.post(reverse("advice:follow-up-keep", args=[planner.measure.pk]), {"outcome": "moon"}).status_code == 422
    kept = planner.post(reverse("advice:follow-up-keep", args=[planner.measure.pk]), sent)
    assert happened not in client.get(reverse("advice:cards"), {"problem": PROBLEM}).content.decode()
    assert planner.post(kept.url.replace("/offer/", "/offer/send/"), {}).status_code == 422
    answer = {"sharing": "anonymised", "language": language, "with_profile": "on"}
    named = planner.post(kept.url.replace("/offer/", "/offer/send/"), answer | {"sharing": "named"})
    assert named.status_code == 422
    assert "Nothing says which place" in named.content.decode()
    draft_page = planner.post(kept.url.replace("/offer/", "/offer/send/"), answer)
    draft = FollowUp.objects.get().offered
    assert draft is not None
    assert draft_page.url == reverse("cases:draft", args=[draft.pk])
    assert "example.org" not in str(draft.document)
    assert cast.contributor.username not in str(draft.document)
    assert planner.get(draft_page.url).status_code == 200
    submit(revision=draft, by=cast.contributor)
    take_up(revision=draft, by=cast.reviewer)
    draft.refresh_from_db()
    comment(revision=draft, by=cast.contributor, path="summary", text="Ask me what you need.")
    name, reviewer = cast.contributor.username, signed_in(cast.reviewer)
    for address in (reverse("cases:review"), reverse("cases:review-revision", args=[draft.pk]), "/me/"):
        text = reviewer.get(address).content.decode()
        assert name not in text, address
        assert "an author who stays unnamed" in text, address
    assert name not in reviewer.get(f"/api/drafts/{draft.pk}/").content.decode()
    assert happened not in client.get(reverse("advice:cards"), {"problem": PROBLEM}).content.decode()
    accept(revision=draft, by=cast.reviewer)
    case = Case.objects.get(uid=draft.uid)
    assert (case.anonymous, case.level, case.findings.get().aspect) == (True, "county", aspect)
    source = Source.objects.get(uid=draft.uid)
    for path in (f"/cases/{case.slug}/", f"/history/case/{case.uid}/", f"/history/case/{case.uid}/fields/",
                 f"/history/case/{case.uid}/1/", f"/history/source/{source.uid}/", f"/sources/{source.slug}/",
                 f"/api/cases/{case.uid}/revisions/", "/api/changes/"):  # fmt: skip
        page = client.get(path, follow=True)
        assert page.status_code == 200, path
        assert name not in page.content.decode(), path
    begun = save_draft(document=case.revision.document, by=cast.contributor, base=case.revision)
    assert begun.author_hidden, "a later name would give the first away"
    assert begun.credit_of(cast.contributor) != name != draft.credit_of(cast.contributor)
    page = client.get(reverse("advice:cards"), {"problem": PROBLEM}).content.decode()
    happened = happened[:8]  # the last word stands with its marks
    card = page.split('<article class="card" id="card-data-bureau"')[1].split("</article>")[0]
    assert happened in card
    assert (happened in card.split('<section class="caution">')[1]) == (outcome == "dropped")


def test_a_document_is_kept_for_its_owner_alone(planner, cast, signed_in, outsider) -> None:
    send = reverse("advice:follow-up-keep", args=[planner.measure.pk])
    said = {"outcome": "done", "happened": "It works."}
    for name, content, complaint in (
        ("a.exe", b"MZ", "This kind of file is not taken"),
        ("a.pdf", b"MZ not a PDF", "not what its name says"),
        ("a.txt", b"", "This file is empty"),
        ("a.txt", b"x" * 10_000_001, "larger than 10 MB"),
    ):
        page = planner.post(send, said | {"document": SimpleUploadedFile(name, content)})
        assert page.status_code == 422
        assert complaint in page.content.decode()
        assert "It works." in page.content.decode()
    again = planner.post(send, {"happened": "It works.", "document": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    assert "Choose the file again" in again.content.decode()
    assert not Attachment.objects.exists()
    kept = planner.post(send, said | {"document": SimpleUploadedFile("纪要\n 2027.pdf", b"%PDF-1.7 secret")})
    address = reverse("advice:follow-up-document", args=[FollowUp.objects.get().pk])
    assert address in planner.get(planner.plan.get_absolute_url()).content.decode()
    file = planner.get(address)
    assert b"".join(file.streaming_content) == b"%PDF-1.7 secret"
    assert file["Content-Disposition"].startswith("attachment")
    assert (signed_in(cast.reviewer).get(address).status_code, outsider.get(address).status_code) == (404, 302)
    planner.post(kept.url.replace("/offer/", "/offer/send/"), {"sharing": "anonymised", "language": "en"})
    draft = FollowUp.objects.get().offered
    assert draft is not None
    assert "2027.pdf" not in str(draft.document)
    planner.post(reverse("advice:plan-share", args=[planner.plan.pk]))
    planner.plan.refresh_from_db()
    assert "2027.pdf" not in outsider.get(reverse("advice:plan-shared", args=[planner.plan.share_key])).content.decode()
    planner.post(reverse("advice:plan-delete", args=[planner.plan.pk]))
    assert not Attachment.objects.exists()


def test_a_reader_keeps_plans_but_offers_nothing(content, person, signed_in) -> None:
    reader = signed_in(person("reader"))
    reader.post(reverse("advice:plan-add"), {"measure": MEASURE, "problem": [PROBLEM], "case": "county-m"})
    plan = Plan.objects.get()
    assert plan.title == "Plan for County M"
    made = FollowUp.objects.create(measure=plan.measures.get(), outcome="done", happened="x")
    assert "role of a contributor" in reader.get(reverse("advice:offer", args=[made.pk])).content.decode()
    answer = {"sharing": "anonymised", "language": "en"}
    assert reader.post(reverse("advice:offer-send", args=[made.pk]), answer).status_code == 403
    assert not Revision.objects.filter(kind="case", author=plan.owner).exists()


def test_an_offer_takes_its_level_from_the_place_and_names_it_only_when_asked(planner, cast) -> None:
    made = FollowUp.objects.create(measure=planner.measure, outcome="done", happened="x")
    plan = made.measure.plan
    for profile, case in (({"place": "deqing"}, None), ({}, Case.objects.get(slug="deqing"))):
        plan.profile, plan.case = profile, case
        hidden, named = (
            draft_of(made, sharing, "en", cast.contributor, with_profile=False) for sharing in ("anonymised", "named")
        )
        assert hidden["pseudonym"]["level"] == "county"
        assert "deqing" not in str(hidden).lower()
        assert (named["place"], named.get("pseudonym")) == ("deqing", None)
    plan.profile, plan.case = {"level": "county"}, None
    assert draft_of(made, "anonymised", "en", cast.contributor, with_profile=False)["pseudonym"]["level"] == "county"
    with pytest.raises(NoLevel):
        draft_of(made, "named", "en", cast.contributor, with_profile=False)


def test_what_is_due_is_said_and_lists_cost_the_same(planner, cast, signed_in, django_assert_max_num_queries) -> None:
    Measure.objects.update(check_on=timezone.localdate())
    for _number in range(3):
        Plan.objects.create(owner=cast.contributor, title="Another")
    with django_assert_max_num_queries(6):
        text = planner.get(reverse("advice:plan-list")).content.decode()
    assert "Time to look again" in text
    for address in ("/me/", "/zh-hans/me/", reverse("cases:contribute")):
        notices = planner.get(address).content.decode().split('id="notices"')[1].split("</section>")[0]
        assert planner.plan.get_absolute_url() in notices
        assert f"({1})" in notices
    assert 'id="notices"' not in signed_in(cast.coder).get("/me/").content.decode(), "nobody else is reminded"
    with django_assert_max_num_queries(14):
        planner.get(planner.plan.get_absolute_url())
    planner.post(reverse("advice:plan-delete", args=[planner.plan.pk]))
    assert Plan.objects.filter(pk=planner.plan.pk).count() == 0
