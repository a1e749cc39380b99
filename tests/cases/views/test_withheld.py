"""What gives somebody away is taken back: its words come through no door any more."""

from copy import deepcopy
from typing import Any

import pytest
from django.urls import reverse

from accounts.queries import kept_about
from cases.actions.draft import save_draft, submit
from cases.actions.publish import publish
from cases.models import Case, Comparison
from tests.cases.stage import case, code, coding, set_stage, source, text
from tests.cases.views.filled import words
from tests.cases.views.test_retiring import actor, at, place

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


SECRET = "Quokka-Zephyr-7731"


def test_versions_that_give_somebody_away_are_read_by_editors_alone(cast, signed_in, outsider):
    set_stage()
    publish([case(summary=text(f"It is {SECRET}.")), case("another")], by=None)
    editor, reviewer = signed_in(cast.editor), signed_in(cast.reviewer)
    editor.post(at("freeze"), {"items": "case:a-case,case:another"})
    kept = Comparison.objects.get()
    publish([case()], by=cast.editor)
    where = at("history-withhold", "case", "a-case")
    assert reviewer.post(where, {"numbers": [1], "reason": "Hm."}).status_code == 404
    for wrong in ({"numbers": [2], "reason": "It is live."}, {"numbers": [1], "reason": " "}, {"reason": "None."}):
        assert editor.post(where, wrong).status_code == 422, wrong
    addresses = [at("case-version", "a-case", 1), at("history-version", "case", "a-case", 1), "/api/cases/a-case/revisions/1/",
                 at("history-difference", "case", "a-case") + "?before=1&after=2", kept.get_absolute_url(),
                 reverse("exchange:comparison-export", args=[kept.ref, "csv"])]  # fmt: skip
    assert all(SECRET in outsider.get(one, follow=True).content.decode() for one in addresses[:4])
    editor.post(where, {"numbers": [1], "reason": "A place is given away."})
    for address in addresses:
        answer = outsider.get(address, follow=True)
        assert (answer.status_code in (404, 410), SECRET in answer.content.decode()) == (True, False), address
    assert SECRET not in reviewer.get(at("history-version", "case", "a-case", 1)).content.decode()
    assert SECRET in editor.get(at("history-version", "case", "a-case", 1)).content.decode()
    told = words(outsider.get(at("history-version", "case", "a-case", 1)))
    assert ("A place is given away." in told, "founding content" in told) == (True, True)
    assert reviewer.post(at("history-propose", "case", "a-case", 1), {"reason": "Back.", "seen": 2}).status_code == 404
    editor.post(at("history-release", "case", "a-case", 1))
    assert SECRET in outsider.get(at("history-version", "case", "a-case", 1), follow=True).content.decode()


def test_case_that_gives_somebody_away_is_taken_down_at_once(cast, signed_in, outsider):
    set_stage()
    publish([case(label=text(SECRET), summary=text(SECRET))], by=None)
    sent = {"reason": "A place is given away.", "seen": 1, "withheld": "on"}
    signed_in(cast.editor).post(at("retire", "case", "a-case"), sent)
    places = [at("case", "a-case"), at("history", "case", "a-case"), at("history-fields", "case", "a-case"), at("home"),
              *(at("history-version", "case", "a-case", number) for number in (1, 2)),
              at("history-on", "case", "a-case") + "?day=2999-01-01", f"/search/?q={SECRET}", "/api/changes/"]  # fmt: skip
    pages = [outsider.get(address, follow=True).content.decode() for address in places]
    said = [address for address, page in zip(places, pages, strict=True) if f">{SECRET}<" in page or f"{SECRET}." in page]
    assert said == []
    assert "A place is given away." in words(outsider.get(at("case", "a-case")))


def test_withheld_words_come_back_by_no_door(cast, signed_in, outsider):
    """Not by a draft, a translation, a comparison kept earlier, a page that named the case, nor a citation of one."""
    set_stage()
    borrowed = {
        "ref": "b", "benchmark": "a-case", "code": "problem:formalism", "basis": "stated", "confidence": "low",
        "strength": "found", "codebook": "1", "coder": "lin", "evidence": [{"excerpt": "a-study#silos", "stance": "supports"}],
    }  # fmt: skip
    publish([case(label=text(SECRET)), case("another", benchmarks=[borrowed])], by=None)
    contributor, reviewer, editor = (signed_in(one) for one in (cast.contributor, cast.reviewer, cast.editor))
    contributor.post(at("freeze"), {"items": "problem:data-silos,problem:formalism"})
    kept = Comparison.objects.get()
    named = [at("compare") + "?items=case:another,case:another-2", "/problems/formalism/", "/sources/a-study/",
             kept.get_absolute_url(), f"/cite/comparison/{kept.ref}.bib"]  # fmt: skip
    publish([case("another-2")], by=None)
    assert [SECRET in outsider.get(one).content.decode() for one in named[:4]] == [True] * 4
    first = Case.objects.get(uid="a-case").revision
    early = save_draft(document=case(label=text("Mine")), by=cast.contributor, base=first)
    submitted = submit(revision=save_draft(document=case(summary=text("Other.")), by=cast.coder, base=first), by=cast.coder)
    publish([case(label=text(SECRET), summary=text(f"{SECRET} again"))], by=None)
    editor.post(at("retire", "case", "a-case"), {"reason": "A place is given away.", "seen": 2, "withheld": "on"})
    doors = [at("translate", "case", "a-case"), at("merge", early.pk), at("draft", early.pk), *named]
    for client in (contributor, outsider):
        assert [one for one in doors if SECRET in client.get(one, follow=True).content.decode()] == []
    assert SECRET not in reviewer.get(at("review-revision", submitted.pk), follow=True).content.decode()
    assert outsider.get(kept.get_absolute_url()).status_code == 410
    assert outsider.get(named[4]).status_code == 404
    assert contributor.get(at("translate", "case", "a-case")).status_code == 404
    # A later version of a record that is out and closed is closed as well; only an editor makes one.
    live = Case.objects.get(uid="a-case").revision
    document = live.document | {"retired": {"reason": {"en": "Given away.", "zh": "泄露。", "original": "en"}}}
    later = submit(revision=save_draft(document=document, by=cast.teacher, base=live), by=cast.teacher)
    assert reviewer.post(at("review-decide", later.pk), {"all": "1"}).status_code == 422
    publish([document], by=cast.editor)
    assert Case.objects.get(uid="a-case").revision.withheld == "A place is given away."


def kept_before(one: Comparison) -> Comparison:
    """The same table as it was kept before entries said whom they name."""
    table = deepcopy(one.table)
    rows = [row for group in table["groups"] for row in group["rows"]]
    for entry in (entry for row in rows for cell in row["cells"] for entry in cell["entries"]):
        del entry["id"], entry["names"]
    return Comparison.objects.create(items=one.items, table=table, data_version=one.data_version, author=one.author)


def test_comparison_that_names_somebody_in_passing_is_withheld_too(cast, signed_in, outsider, django_assert_max_num_queries):
    """A case beside what is said of a model's phases, an actor beside a tie of a case that no longer has it."""
    set_stage()
    use: dict[str, Any] = {"basis": "stated", "confidence": "low", "strength": "found", "codebook": "1", "coder": "lin"}
    use["evidence"] = [{"excerpt": "a-study#silos", "stance": "supports"}]
    tie = {"ref": "tie", "actor": "office", "other": "firm", "tie": "contract", "trigger": text("a tender"), **use}
    begun: dict[str, Any] = {"phases": [{"ref": "start", "title": text("Start")}], "relation_states": [tie | {"phase": "start"}]}
    leaking = case(label=text(f"City {SECRET}"), codings=[coding(ref="m", code="model:market-based")], **begun)
    actors = [actor("office", "An office"), actor("firm", "A firm"), actor("leak", f"{SECRET} Ltd")]
    publish([code("model:administrative", "administrative model"), *actors, leaking], by=None)
    publish([case("another", relation_states=[tie | {"other": "leak"}]), case("third")], by=None)
    contributor = signed_in(cast.contributor)
    for fields in ({"items": "model:market-based,model:administrative", "hide": "cases"}, {"items": "case:another,case:third"}):
        assert contributor.post(at("freeze"), fields).status_code == 302
    kept = list(Comparison.objects.order_by("pk"))
    kept += [kept_before(one) for one in kept]
    assert [SECRET in outsider.get(one.get_absolute_url()).content.decode() for one in kept] == [True] * 4
    contributor.post(at("freeze"), {"items": "case:a-case,case:third"})
    contributor.post(at("freeze"), {"items": "case:third,case:another", "hide": "ties,actors"})
    listed = at("comparison-list")
    assert f"City {SECRET}, A case" in words(contributor.get(listed))
    publish([case("another")], by=None)
    for kind, uid in (("actor", "leak"), ("case", "a-case")):
        sent = {"reason": "A place is given away.", "seen": 1, "withheld": "on"}
        assert signed_in(cast.editor).post(at("retire", kind, uid), sent).status_code == 302, kind
    files = [reverse("exchange:comparison-export", args=[one.ref, "csv"]) for one in kept]
    answers = [outsider.get(address, follow=True) for address in (*(one.get_absolute_url() for one in kept), *files)]
    assert [(answer.status_code, SECRET in answer.content.decode()) for answer in answers] == [(410, False)] * 8
    assert SECRET not in words(contributor.get("/me/"))
    assert SECRET not in str(kept_about(cast.contributor))
    with django_assert_max_num_queries(6):
        told = words(contributor.get(listed))
    assert (SECRET in told, told.count("A case, A case"), told.count(Comparison.objects.latest("pk").ref)) == (False, 1, 1)


def test_form_cannot_begin_from_a_withheld_version(cast, signed_in):
    set_stage()
    publish([case(summary=text(f"It is {SECRET}."))], by=None)
    first = Case.objects.get().revision
    publish([case()], by=cast.editor)
    signed_in(cast.editor).post(at("history-withhold", "case", "a-case"), {"numbers": [1], "reason": "A place is given away."})
    answer = signed_in(cast.contributor).post(at("case-edit", "a-case"), {"base": first.pk})
    assert (answer.status_code, SECRET in answer.content.decode()) == (404, False)


def test_earlier_versions_of_other_records_no_longer_name_what_was_taken_down(cast, signed_in, outsider):
    """An actor, a place, a study, a source and its passage, and a case: each named by a version before."""
    set_stage()
    evidence = [{"excerpt": "leak#said", "stance": "supports"}]
    use = {"basis": "stated", "confidence": "low", "strength": "found", "codebook": "1", "coder": "lin", "evidence": evidence}
    leak = source(
        uid="leak", title=text(SECRET), excerpts=[source()["excerpts"][0] | {"ref": "said", "text": f"It is {SECRET}."}]
    )
    naming = case(
        "another", place="leak-place", sources=["leak"],
        involvements=[{"ref": "i", "actor": "leak-actor", "role": text("It leads."), **use}],
        codings=[coding(evidence=evidence)],
    )  # fmt: skip
    publish([place("leak-place", SECRET), actor("leak-actor", SECRET), leak, case(label=text(SECRET)), naming], by=None)
    borrowed = {"ref": "b", "benchmark": "a-case", "code": "problem:formalism", **use, "evidence": coding()["evidence"]}
    publish([case("another", benchmarks=[borrowed])], by=None)
    earlier = [at("case-version", "another", 1), at("history-version", "case", "another", 1),
               at("history-difference", "case", "another") + "?before=1&after=2", at("history-fields", "case", "another"),
               "/cases/?place=leak-place"]  # fmt: skip
    assert [SECRET in outsider.get(address, follow=True).content.decode() for address in earlier] == [True] * 5
    for kind, uid in (("actor", "leak-actor"), ("place", "leak-place"), ("source", "leak"), ("case", "a-case")):
        sent = {"reason": "A place is given away.", "seen": 1, "withheld": "on"}
        assert signed_in(cast.editor).post(at("retire", kind, uid), sent).status_code == 302, kind
    answers = [outsider.get(address, follow=True) for address in earlier]
    assert [(answer.status_code, SECRET in answer.content.decode()) for answer in answers] == [(200, False)] * 5
