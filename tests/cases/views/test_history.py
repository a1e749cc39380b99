"""The history of a record: versions, differences, the version of a day, who changed what, bringing one back."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from cases.actions.draft import live_revision
from cases.actions.publish import publish
from cases.models import Case, Place, Revision
from tests.cases.stage import case, coding, set_stage, text
from tests.cases.views.filled import ALL, words

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


def at(name: str, *more, kind="case", uid="a-case", query="") -> str:
    return reverse(f"cases:{name}", args=[kind, uid, *more]) + query


@pytest.fixture
def three_versions(cast):
    """A case of three versions, on the 1st, the 11th and the 21st of March; the second is a contributor's."""
    set_stage()
    publish([case()], by=None)
    publish([case(period="2020", codings=[coding(), coding(ref="formalism", code="problem:formalism")])], by=cast.contributor,
            reason="The report gives the year.")  # fmt: skip
    publish([case(period="2020", unit="platform")], by=cast.editor, reason="It is a platform.")
    for number in (1, 2, 3):
        day = dt.datetime(2026, 3, 10 * number - 9, 12, tzinfo=dt.UTC)
        Revision.objects.filter(kind="case", number=number).update(decided_at=day)


def test_history_says_who_when_and_why(three_versions, outsider):
    page = words(outsider.get(at("history")))
    for said in ("Version 3", "in force", "2026-03-11", "contributor", "The report gives the year.", "founding content"):
        assert said in page
    assert at("history") in outsider.get(reverse("cases:case", args=["a-case"])).content.decode()
    assert outsider.get(reverse("cases:case-versions", args=["a-case"])).url == at("history")


def test_difference_of_any_two_versions(three_versions, outsider):
    page = outsider.get(at("history-difference", query="?before=2&after=1"))
    assert [(row.shown.title, row.shown.change.path) for row in page.context["rows"]] == [
        ("Period", "period"),
        ("Codings", "formalism/"),
    ]
    assert "2 fields differ between version 1 and version 2." in words(page)
    for wrong in ("", "?before=1", "?before=1&after=1", "?before=x&after=2", "?before=1&after=99", f"?before=1&after={9**30}"):
        page = outsider.get(at("history-difference", query=wrong))
        assert "Choose two different versions" in words(page), wrong


@pytest.mark.parametrize(
    ("day", "said"),
    [("2026-03-01", 1), ("2026-03-10", 1), ("2026-03-11", 2), ("9999-12-31", 3), ("2026-02-28", "Nothing of this record"),
     ("31 March", "Give a day"), ("", "Give a day")],
)  # fmt: skip
def test_record_as_it_stood_on_a_day(three_versions, outsider, day, said):
    page = outsider.get(at("history-on", query=f"?day={day}"))
    if isinstance(said, str):
        assert said in words(page)
    else:
        assert page.url == at("history-version", said)
        assert outsider.get(page.url, follow=True).context["revision"].number == said


def test_blame_of_each_field(three_versions, outsider):
    rows = {row.change.path: revision.number for row, revision in outsider.get(at("history-fields")).context["rows"]}
    assert (rows["period"], rows["unit"], rows["summary"], rows["data-silos/basis"]) == (2, 3, 1, 1)
    assert "formalism/code" not in rows


def test_editor_brings_a_version_back_at_once(three_versions, cast, signed_in):
    editor = signed_in(cast.editor)
    sent = {"reason": "It is a service after all.", "seen": 3}
    refused = editor.post(at("history-restore", 2), sent | {"reason": " "})
    assert (refused.status_code, "Say why this version" in words(refused)) == (422, True)
    moved = editor.post(at("history-restore", 2), sent | {"seen": 2})
    assert (moved.status_code, "published meanwhile" in words(moved)) == (409, True)
    assert live_revision("case", "a-case").number == 3
    editor.post(at("history-restore", 2), sent)
    live = live_revision("case", "a-case")
    assert (live.number, live.author, live.reason) == (4, cast.editor, "It is a service after all.")
    assert live.document == Revision.objects.get(kind="case", number=2).document
    assert Case.objects.get(uid="a-case").unit == "service"


def test_contributor_gets_a_version_back_as_a_draft(three_versions, cast, signed_in):
    client = signed_in(cast.contributor)
    assert client.post(at("history-restore", 1), {"reason": "Better.", "seen": 3}).status_code == 404
    answer = client.post(at("history-propose", 1), {"reason": "Better.", "seen": 3}, follow=True)
    draft = Revision.objects.open().get()
    assert answer.redirect_chain[-1][0] == reverse("cases:draft", args=[draft.pk])
    assert (draft.state, draft.author, draft.base.number, draft.document["period"]) == ("draft", cast.contributor, 3, "2019")
    again = client.post(at("history-propose", 2), {"reason": "Or this.", "seen": 3}, follow=True)
    assert "another draft of this record" in words(again)


def test_version_of_another_record_goes_through_review(cast, signed_in):
    set_stage()
    publish([{"kind": "place", "uid": "zhejiang", "name": text("Wrong"), "level": "province", "parent": "china"}], by=cast.editor)
    where = {"kind": "place", "uid": "zhejiang"}
    client, reviewer = signed_in(cast.contributor), signed_in(cast.reviewer)
    answer = client.post(at("history-propose", 1, **where), {"reason": "The name was right.", "seen": 2}, follow=True)
    assert "Sent." in words(answer)
    draft = Revision.objects.open().get()
    assert "Wrong" in words(reviewer.get(reverse("cases:review-revision", args=[draft.pk])))
    assert "Zhejiang" in words(reviewer.get(reverse("cases:review")))
    done = reviewer.post(reverse("cases:review-decide", args=[draft.pk]), ALL)
    assert done.url == reverse("cases:place", args=["zhejiang"])
    assert Place.objects.get(uid="zhejiang").name_zh == "浙江"


def test_history_of_what_was_never_published_does_not_exist(cast, outsider, signed_in):
    set_stage()
    signed_in(cast.contributor).post(reverse("cases:contribute-case"), {"form": "snapshot", "title": "Secret", "save": "1"})
    for name in ("history", "history-on", "history-difference", "history-fields"):
        assert outsider.get(at(name, uid="secret")).status_code == 404
    assert outsider.get(at("history-version", 1, uid="secret")).status_code == 404


def test_histories_of_all_kinds_are_shown_in_few_queries(content, outsider, django_assert_max_num_queries):
    kinds = dict(Revision.objects.published().order_by("sequence").values_list("kind", "uid"))
    assert set(kinds) == {"codebook", "code", "place", "source", "actor", "case", "study", "dataset"}
    for kind, uid in kinds.items():
        for language in ("en", "zh-hans"):
            with override(language):
                urls = [at("history", kind=kind, uid=uid), at("history-fields", kind=kind, uid=uid)]
                urls += [at("history-version", 1, kind=kind, uid=uid)]
            for url in urls:
                with django_assert_max_num_queries(12):
                    assert outsider.get(url).status_code in (200, 302), url
