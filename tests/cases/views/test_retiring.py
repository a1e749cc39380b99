"""Records that leave circulation, duplicates that are merged, and what becomes of their addresses."""

import pytest
from django.urls import reverse

from cases.actions.draft import save_draft, submit
from cases.actions.publish import publish
from cases.actions.rewrite import rebuild
from cases.documents.referrers import NAMED, referrers
from cases.documents.refusal import Refusal
from cases.documents.schema import DOCUMENT
from cases.documents.walk import references
from cases.models import Case, CaseFacet, Coding, Evidence, Excerpt, Place, Revision, SearchEntry, Source
from cases.models.heads import HEADS
from cases.queries import duplicates
from cases.queries.facets import facet_index
from tests.cases.stage import case, coding, set_stage, source, text
from tests.cases.views.filled import words
from tests.cases.views.grown import queries

pytestmark = [pytest.mark.django_db, pytest.mark.databases]


def at(name: str, *args) -> str:
    return reverse(f"cases:{name}", args=args)


def place(uid: str, name: str, **more) -> dict:
    return {"kind": "place", "uid": uid, "name": text(name), "level": "province", "parent": "china", **more}


def actor(uid: str, name: str, **more) -> dict:
    return {"kind": "actor", "uid": uid, "name": text(name), "actor_type": "department", "generic": False, **more}


# Retiring ---------------------------------------------------------------------------------------------


def test_retired_case_is_nowhere_but_in_its_history(cast, signed_in, outsider):
    set_stage()
    publish([case(), case("another")], by=None)
    editor, live = signed_in(cast.editor), Case.objects.get(uid="a-case")
    assert at("retire", "case", "a-case") in editor.get(at("case", "a-case")).content.decode()
    assert at("retire", "case", "a-case") not in signed_in(cast.reviewer).get(at("case", "a-case")).content.decode()
    refused = editor.post(at("retire", "case", "a-case"), {"reason": " ", "seen": 1})
    assert (refused.status_code, "Say why it leaves circulation" in words(refused)) == (422, True)
    stale = editor.post(at("retire", "case", "a-case"), {"reason": "Kept words.", "seen": 7})
    assert (stale.status_code, "Kept words." in stale.content.decode()) == (422, True)
    done = editor.post(at("retire", "case", "a-case"), {"reason": "It is no case.", "seen": 1}, follow=True)
    assert "It is out of circulation" in words(done)
    gone = outsider.get(at("case", "a-case"))
    assert (gone.status_code, "It is no case." in words(gone)) == (410, True)
    assert at("history", "case", "a-case") in gone.content.decode()
    assert "a-case" not in outsider.get(at("case-list")).content.decode()
    assert not SearchEntry.objects.filter(path__contains="a-case").exists()
    assert not Coding.objects.filter(case=live).exists()
    assert not CaseFacet.objects.filter(case=live).exists()
    assert live.pk not in facet_index().live
    assert outsider.get("/api/cases/a-case/").status_code == 404
    history = words(outsider.get(at("history", "case", "a-case")))
    assert ("editor" in history, "It is no case." in history, "Bring it back" in history) == (True, True, False)
    assert "What happened." in words(outsider.get(at("history-version", "case", "a-case", 1)))
    rebuild()
    assert Case.objects.get(uid="a-case").state == "retired"
    back = editor.get(at("history-difference", "case", "a-case") + "?before=1&after=2")
    assert "Publish it again at once" in words(back)
    editor.post(at("history-restore", "case", "a-case", 1), {"reason": "It is one after all.", "seen": 2})
    assert outsider.get(at("case", "a-case")).status_code == 200
    assert Coding.objects.filter(case=live).count() == 1
    assert live.pk in facet_index().live


def test_what_live_records_name_stays_in_circulation(cast, signed_in):
    set_stage()
    publish([case()], by=None)
    editor = signed_in(cast.editor)
    for kind, uid in (("place", "zhejiang"), ("source", "a-study"), ("place", "china")):
        page = editor.post(at("retire", kind, uid), {"reason": "Away.", "seen": 1})
        assert (page.status_code, "other records name it" in words(page)) == (422, True), uid
    assert editor.get(at("retire", "code", "problem:old")).status_code == 404
    gone = Revision.objects.get(uid="problem:formalism").document | {"retired": {"reason": text("Away.")}}
    with pytest.raises(Refusal, match="codes_retire_by_version"):
        publish([gone], by=cast.editor)


def test_pages_of_what_names_a_record_ask_equally_often_for_one_and_for_many(cast, signed_in, monkeypatch):
    set_stage()
    editor, pages = signed_in(cast.editor), [at("merge-records", "place", "zhejiang"), at("retire", "place", "zhejiang")]
    publish([case("case-0")], by=None)
    few = [queries(page, editor) for page in pages]
    publish([case(f"case-{number}") for number in range(1, 9)], by=None)
    assert [queries(page, editor) for page in pages] == few
    assert "and 4 more" not in words(editor.get(pages[1]))
    monkeypatch.setattr(duplicates, "NAMING_SHOWN", 5)
    assert "and 4 more" in words(editor.get(pages[1]))


def test_draft_that_names_a_retired_record_is_told(cast):
    set_stage()
    publish([place("hubei", "Hubei")], by=None)
    draft = save_draft(document=case(place="hubei"), by=cast.contributor)
    publish([place("hubei", "Hubei", retired={"reason": text("Twice."), "into": "zhejiang"})], by=cast.editor)
    with pytest.raises(Refusal) as refused:
        submit(revision=draft, by=cast.contributor)
    assert [(one.type, one.context["into"]) for one in refused.value.problems] == [("merged", "zhejiang")]


def test_referrers_are_those_that_the_documents_name(content):
    """The tables and the documents must agree on who names whom, for every record of the content."""
    named: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for kind, head in HEADS.items():
        for document in head._default_manager.filter(state="live").values_list("revision__document", flat=True):
            for one in references(DOCUMENT.validate_python(document)):
                to, name = ("source", one.name.partition("#")[0]) if one.mark.to == "excerpt" else (one.mark.to, one.name)
                if to in NAMED:
                    named.setdefault((to, name), set()).add((kind, document["uid"]))
    assert {to for to, _name in named} == set(NAMED)
    for (kind, uid), users in named.items():
        assert referrers(kind, uid) == users, (kind, uid)


# Merging ----------------------------------------------------------------------------------------------


def test_duplicate_place_is_merged_in_one_batch(cast, signed_in, outsider):
    set_stage()
    double = place("zhejiang-sheng", "Zhejiang Sheng", aliases=[{"text": "浙", "lang": "zh"}])
    publish([double, {**place("hangzhou", "Hangzhou"), "level": "city", "parent": "zhejiang-sheng"},
             {**place("wuhan", "Wuhan"), "level": "city"}, case(place="zhejiang-sheng")], by=None)  # fmt: skip
    editor = signed_in(cast.editor)
    assert signed_in(cast.reviewer).get(at("merge-records", "place", "zhejiang-sheng")).status_code == 404
    form = editor.get(at("merge-records", "place", "zhejiang-sheng"))
    assert [one.uid for one in form.context["naming"].rows] == ["a-case", "hangzhou"]
    sent = {"into": "浙江", "reason": "One province.", "seen": 1}
    for wrong, said in (({"into": "Atlantis"}, "Nothing else of this kind"), ({"into": "wuhan"}, "of different levels"),
                        ({"reason": ""}, "Say why"), ({"into": "zhejiang-sheng"}, "Nothing else")):  # fmt: skip
        page = editor.post(at("merge-records", "place", "zhejiang-sheng"), sent | wrong)
        assert (page.status_code, said in words(page)) == (422, True), wrong
    done = editor.post(at("merge-records", "place", "zhejiang-sheng"), sent, follow=True)
    assert (done.redirect_chain[-1][0], "3 records were changed" in words(done)) == (at("place", "zhejiang"), True)
    kept = Place.objects.get(uid="zhejiang")
    assert {alias["text"] for alias in kept.aliases} == {"Zhejiang Sheng", "浙"}
    assert Case.objects.get().place == kept
    assert Place.objects.get(uid="hangzhou").parent == kept
    assert outsider.get(at("place", "zhejiang-sheng")).url == at("place", "zhejiang")
    for kind, uid in (("case", "a-case"), ("place", "hangzhou"), ("place", "zhejiang"), ("place", "zhejiang-sheng")):
        page = words(outsider.get(at("history", kind, uid)))
        assert ("editor" in page, "One province." in page) == (True, True), uid
    revisions = Revision.objects.published().filter(reason="One province.")
    assert revisions.count() == 4
    before = list(Place.objects.order_by("pk").values()), list(Case.objects.values())
    rebuild()
    assert (list(Place.objects.order_by("pk").values()), list(Case.objects.values())) == before


def test_duplicate_source_takes_its_passages_along(cast, signed_in, outsider):
    set_stage()
    words_of = {"version": "read", "excerpt_kind": "quotation", "language": "en"}
    passages = [{"ref": "silos", **words_of, "text": "Another sentence."}, {"ref": "more", **words_of, "text": "More."}]
    same, other = {"sha256": "a" * 64}, {"ref": "later", "label": text("later"), "sha256": "b" * 64}
    publish([source(versions=[{"ref": "read", "label": text("as read"), **same}]),
             source(uid="double", title=text("A study (copy)"), doi="10.1234/abcd", cites=["a-study"], excerpts=passages,
                    versions=[{"ref": "read", "label": text("copy"), **same}, other])], by=None)  # fmt: skip
    both = [{"excerpt": name, "stance": "supports"} for name in ("a-study#silos", "double#silos")]
    publish([case(sources=["a-study", "double"], codings=[coding(evidence=both)])], by=None)
    editor = signed_in(cast.editor)
    editor.post(at("merge-records", "source", "double"), {"into": "a-study", "reason": "The same report.", "seen": 1})
    kept = Source.objects.get(uid="a-study").revision.document
    assert (kept["doi"], kept["cites"], [one["ref"] for one in kept["versions"]]) == ("10.1234/abcd", [], ["read", "later"])
    assert [one["ref"] for one in kept["excerpts"]] == ["silos", "silos-2", "more"]
    document = Case.objects.get().revision.document
    assert document["sources"] == ["a-study"]
    assert [one["excerpt"] for one in document["codings"][0]["evidence"]] == ["a-study#silos", "a-study#silos-2"]
    assert Evidence.objects.filter(excerpt__source__uid="a-study").count() == 2
    assert not Excerpt.objects.filter(source__uid="double").exists()
    assert outsider.get(at("source", "double")).url == at("source", "a-study")


def test_actors_that_stand_in_a_relation_are_not_one(cast, signed_in, outsider):
    set_stage()
    marks = {
        "basis": "inferred",
        "confidence": "low",
        "strength": "may",
        "codebook": "1",
        "coder": "lin",
        "reasoning": text("So."),
    }
    tie = {"ref": "tie", "actor": "office", "other": "company", "tie": "contract", **marks}
    publish([actor("office", "Office"), actor("company", "Company"), actor("office-2", "Office", founded="2018"),
             case(relation_states=[tie])], by=None)  # fmt: skip
    editor = signed_in(cast.editor)
    assert [(one.other.uid, one.one.uid) for one in editor.get(at("duplicates")).context["pairs"]] == [("office-2", "office")]
    sent = {"into": "company", "reason": "Hm.", "seen": 1}
    assert "so they are not one actor" in words(editor.post(at("merge-records", "actor", "office"), sent))
    editor.post(at("merge-records", "actor", "office"), sent | {"into": "office-2"})
    assert [one["actor"] for one in Case.objects.get().revision.document["relation_states"]] == ["office-2"]
    assert editor.get(at("duplicates")).context["pairs"] == []
    assert outsider.get(at("duplicates")).status_code == 404


def test_sources_at_odds_about_a_claim_are_not_merged(cast, signed_in):
    set_stage()
    same = {"versions": [{"ref": "read", "label": text("as read"), "sha256": "a" * 64}]}
    uses = [{"excerpt": "a-study#silos", "stance": "supports"}, {"excerpt": "a-study-2#silos", "stance": "contradicts"}]
    publish([source(**same), source(uid="a-study-2", **same), case(codings=[coding(evidence=uses)])], by=None)
    sent = {"into": "a-study", "reason": "The same report.", "seen": 1}
    answer = signed_in(cast.editor).post(at("merge-records", "source", "a-study-2"), sent)
    assert (answer.status_code, "speak for a claim in one of the sources" in words(answer)) == (422, True)
    assert Source.objects.get(uid="a-study-2").state == "live"
