"""The search page and its box: grouped, counted, marked; clear about what it did not understand."""

import re
from importlib import import_module

import pytest
from django.test import Client
from django.utils.html import escape

from cases.actions.publish import publish
from cases.queries.search import match_codes
from cases.search.syntax import Remark, parse
from tests.cases import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.databases]

ODD = [
    ("", None),
    ("政", None),
    ("the of and", None),
    ("x" * 10_000, "Search for at most 200 characters."),
    ("!!! ，。…", Remark.NOTHING.label),
    ("-matrix", Remark.ONLY_MINUS.label),
    ('"data platform', Remark.QUOTE.label),
    ("data\x00 pla\x07tform", Remark.CONTROL.label),
    ("'; DROP TABLE cases_search; --", None),
    ('NEAR(a b) OR * ^ { } : "', Remark.QUOTE.label),
    ("names : a AND (b NOT c)", None),
    ("'a':*B & !(c | d) <-> \\", None),
    ("ＤＥＱＩＮＧ", None),
    ("數據", Remark.TRADITIONAL.label),
    ("kind:nonsense matrix", Remark.FIELD.label),
    (" ".join(f"word{number}" for number in range(40))[:200], Remark.TERMS.label),
    ("%_\\", Remark.NOTHING.label),
    ("😀 𠮷 ﷺ", None),
    ("a" * 200, None),
    ("(" * 200, Remark.NOTHING.label),
    ("*", Remark.NOTHING.label),
]


def ask(client: Client, words: str, **more: str):
    return client.get("/search/", {"q": words, **more})


def names(response, kind: str) -> list[str]:
    group = next((group for group in response.context["found"].groups if group.kind == kind), None)
    return [hit.entry.name_en for hit in group.hits] if group else []


def test_search_groups_counts_and_marks_what_it_finds(content, outsider) -> None:
    response = ask(outsider, "德清")
    page = response.content.decode()
    kinds = {str(group.kind): group.number for group in response.context["found"].groups}
    assert kinds.keys() >= {"case", "place", "source", "event"}
    assert "Deqing County" in names(ask(outsider, "德清", kind="case"), "case")
    assert names(response, "place") == ["Deqing County"]
    assert "<mark>德清</mark>" in page
    assert "“<mark>放管服”改革</mark>" in ask(outsider, "放管服改革").content.decode()
    assert f'kind=case">Cases <b>{kinds["case"]}</b>' in re.sub(r"\s+", " ", page)
    of_one = ask(outsider, "德清", kind="place")
    assert names(of_one, "place") == ["Deqing County"]
    assert names(of_one, "case") == []
    assert "德清县" in Client().get("/zh-hans/search/", {"q": "deqing"}).content.decode()


def test_names_pinyin_and_aliases_come_first(content, outsider) -> None:
    assert names(ask(outsider, "qianruxing"), "code") == []
    for typed, first in (("huqian", "Mutually embedded"), ("inter-embedded", "Mutually embedded"), ("problem:data-silos", None)):
        found = names(ask(outsider, typed), "code")
        assert found[:1] == [first] or first is None
    assert names(ask(outsider, "name:embedded kind:code"), "code") == names(ask(outsider, "title:embedded", kind="code"), "code")
    assert [str(group.kind) for group in ask(outsider, "kind:place 浙江").context["found"].groups] == ["place"]
    assert [str(group.kind) for group in ask(outsider, "类型：地点 浙江").context["found"].groups] == ["place"]


def test_the_shortest_name_that_holds_the_words_leads_its_kind(content, outsider) -> None:
    for typed, kind, first in (
        ("德清", "case", "Deqing County"),
        ("Deqing", "case", "Deqing County"),
        ("shunde", "case", "Shunde District"),
        ("政府", "actor", "Government"),
        ("嵌入", "code", "Embedded"),
        ("embedded", "code", "Embedded"),
    ):
        assert names(ask(outsider, typed), kind)[0] == first, typed
    assert names(ask(outsider, "德清", kind="actor"), "actor")[0] == "Deqing County Government"  # before villages that it names


def test_what_is_mistyped_leads_to_what_was_meant(content, outsider) -> None:
    for typed, meant in (
        ("Deqnig", "deqing"),
        ("de qing xian", "deqingxian"),
        ("数字人材", "数字人才"),
        ("embeded matrx", "embedded matrix"),
    ):
        response = ask(outsider, typed)
        assert response.context["found"].groups == [], typed
        assert response.context["found"].meant == meant
        assert f"<b>{meant}</b>" in response.content.decode()
    assert ask(outsider, "xqzvkw").context["found"].meant == ""


def test_odd_words_are_answered_and_stay_in_the_box(content, outsider) -> None:
    for typed, said in ODD:
        for address in ("/search/suggest/", "/cases/"):
            assert outsider.get(address, {"q": typed, "page": "1"}).status_code == 200
        page = ask(outsider, typed).content.decode()
        assert said is None or escape(str(said)) in page, typed
        if typed.strip().isprintable():
            assert f'value="{escape(typed)}"' in page


def test_counts_are_capped_and_counted_to_the_end_on_request(content, outsider, monkeypatch) -> None:
    all_of = {group.kind: group.number for group in ask(outsider, "government").context["found"].groups}
    for module in ("cases.search.engine", "cases.queries.search.find"):
        monkeypatch.setattr(import_module(module), "CAP", 3)
    capped = ask(outsider, "government")
    assert {group.counted for group in capped.context["found"].groups if group.capped} == {3}
    page = capped.content.decode()
    assert "<b>3+</b>" in page
    assert 'href="?q=government&amp;count=exact"' in page
    exact = ask(outsider, "government", count="exact")
    assert {group.kind: group.counted for group in exact.context["found"].groups} == all_of
    assert f"<b>{sum(all_of.values())}</b>" in exact.content.decode()
    assert "Count up to 1,000" in exact.content.decode()
    assert exact.context["page"].paginator.count == 0
    of_one = ask(outsider, "government", kind="case", count="exact").context
    assert (of_one["page"].paginator.count, of_one["found"].chosen.counted) == (3, all_of["case"])
    assert ask(outsider, "government", count="nonsense").status_code == 200


def test_pages_beyond_the_last_and_kinds_that_are_none_are_answered(content, outsider) -> None:
    for more in ({"page": "1000000000"}, {"page": "99999"}, {"kind": "nonsense"}, {"kind": "place", "page": "7"}, {"page": "-1"}):
        assert ask(outsider, "government", **more).status_code == 200
    assert "Nothing of this kind" in ask(outsider, "deqing kind:place", kind="dataset").content.decode()
    pages = ask(outsider, "government", kind="event").context["page"].paginator.num_pages
    last, beyond = (ask(outsider, "government", kind="event", page=str(page)) for page in (pages, pages + 5))
    assert names(beyond, "event") == names(last, "event") != []


def test_what_is_to_stand_in_the_text_is_not_looked_for_in_names(outsider) -> None:
    publish([*make.world(), make.code("problem:platform-a", short_definition=make.text("Of something else.")),
             make.code("problem:other", short_definition=make.text("A platform that nobody uses."))], by=None)  # fmt: skip
    assert names(ask(outsider, "text:platform kind:code"), "code") == ["problem:other"]
    assert set(names(ask(outsider, "platform kind:code"), "code")) == {"problem:other", "problem:platform-a"}


def test_a_word_typed_again_is_asked_for_once() -> None:
    query = parse("co* co* data co* -old -old")
    assert ([term.typed for term in query.wanted], len(query.unwanted), query.remarks) == (["co", "data"], 1, ())


def test_search_takes_few_queries_however_much_is_found(content, outsider, django_assert_max_num_queries) -> None:
    for typed in ("xqzvkw government", "德清", "government", "gov* -company"):
        for address in ("/search/", "/search/suggest/", "/search/?kind=case"):
            with django_assert_max_num_queries(7):
                outsider.get(address, {"q": typed, **({"kind": "case"} if "kind" in address else {})})


def test_the_box_suggests_names_and_the_first_is_what_begins_so(content, outsider) -> None:
    for typed, first in (("Zhej", "Zhejiang"), ("zhejiang", "Zhejiang"), ("浙", "Zhejiang"), ("mutu", "Mutually embedded")):
        hits = outsider.get("/search/suggest/", {"q": typed}).context["hits"]
        assert 0 < len(hits) <= 8
        assert any(hit.entry.name_en.startswith(first) for hit in hits[:2]), typed
    # Another form of a word, which no word of the record begins with.
    one, other = (outsider.get("/search/suggest/", {"q": typed}).context["hits"] for typed in ("embeddings", "embedded"))
    assert {hit.entry.pk for hit in one} & {hit.entry.pk for hit in other}
    fragment = outsider.get("/search/suggest/", {"q": "浙江", "box": "find-menu"}).content.decode()
    assert 'id="find-menu-1" role="option"' in fragment
    assert 'data-href="/places/zhejiang/"' in fragment
    assert 'data-href="/zh-hans/places/zhejiang/"' in outsider.get("/zh-hans/search/suggest/", {"q": "浙江"}).content.decode()


def test_a_beginning_of_very_many_words_finds_the_first_of_them_and_says_so(outsider) -> None:
    letters = "abcdefghijklmnop"
    many = [f"qw{one}{other}x" for one in letters for other in letters]
    publish([*make.world(), make.case("a", label=make.text("First"), summary=make.text(" ".join(many[:150])))], by=None)
    publish([make.case("b", label=make.text("Second"), summary=make.text(" ".join(many[150:])))], by=None)
    publish([make.case("c", label=make.text("Third"), summary=make.text("qwzz"))], by=None)
    said = str(Remark.BEGINNING.label)
    few, lots = ask(outsider, "qwz*"), ask(outsider, "qw*")
    assert (names(few, "case"), said in few.content.decode()) == (["Third"], False)
    assert (set(names(lots, "case")), said in lots.content.decode()) == ({"First", "Second"}, True)
    assert said not in outsider.get("/search/suggest/", {"q": "qw"}).content.decode()


def test_what_is_taken_back_is_found_no_more(outsider) -> None:
    publish(make.world(), by=None)
    events = [make.stated("e", title=make.text("Quixotic launch"), date="2020")]
    publish([make.case("a", label=make.text("Zanzibar"), events=events)], by=None)
    assert len(ask(outsider, "quixotic").context["found"].groups) == 2  # the event, and the case that tells of it
    publish([make.case("a", label=make.text("Elsewhere"))], by=None)
    assert ask(outsider, "quixotic").context["found"].groups == []
    assert ask(outsider, "zanzibar").context["found"].groups == []
    assert names(ask(outsider, "elsewhere"), "case") == ["Elsewhere"]


def test_plain_words_find_codes_of_a_kind(content) -> None:
    for said in ("our departments keep their data to themselves and do not share it", "部门之间数据不共享，形成信息孤岛"):
        found = match_codes(said, "problem", limit=3)
        assert found
        assert all(match.code.code_kind == "problem" and match.words for match in found)
        assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert match_codes("the of and", "problem") == []
    assert match_codes("", "problem") == match_codes("数", "problem") == []
