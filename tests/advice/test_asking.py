"""Asking: words, list, profile; and what a page says when there is nothing to answer."""

import pytest
from django.urls import reverse

from advice.queries.question import problems_meant
from cases.models import Code

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("数据整合能力不足", "problem:weak-data-integration"),
        ("insufficient ability to integrate data", "problem:weak-data-integration"),
        ("指尖上的形式主义", "problem:digital-formalism"),
        ("digital awareness is weak", "problem:weak-awareness"),
        ("照搬别处经验", "problem:mechanical-copying"),
        ("数据共享难", "problem:data-barriers"),
        ("departments do not share data", "problem:data-barriers"),
        ("表格太多", "problem:reporting-burden"),
        ("too many forms to fill in", "problem:reporting-burden"),
        ("information islands", "problem:data-barriers"),  # an alias
        ("协同困境", "problem:divided-lines"),  # only a passage says so
    ],
)
def test_plain_words_find_the_problem(content, words, problem) -> None:
    assert problems_meant(words)[0].uid == problem


@pytest.mark.parametrize("words", ["", "?!", "zebra crossing", "斑马线", "没有钱", "a", "\x00", "的" * 200])
def test_words_that_fit_nothing_find_nothing(content, words) -> None:
    assert problems_meant(words) == []


def test_the_profile_is_kept_with_its_owner_and_in_no_address(content, client, outsider) -> None:
    sent = {"problem": ["problem:weak-awareness"], "level": "county", "condition:fiscal-resources": "weak"}
    answer = client.post(reverse("advice:answer"), sent)
    assert answer.status_code == 302
    assert answer.url == "/advice/cards/?problem=problem:weak-awareness"
    page = client.get(answer.url)
    assert page["Cache-Control"].startswith("max-age=0")
    assert "no-store" in page["Cache-Control"]
    assert ">county<" in page.content.decode()
    assert ">county<" not in outsider.get(answer.url).content.decode()
    client.post(reverse("advice:forget"))
    assert ">county<" not in client.get(answer.url).content.decode()


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_what_cannot_be_answered_is_said_at_the_field_and_nothing_typed_is_lost(content, client, language) -> None:
    page = client.post(f"{language}/advice/answer/", {"level": "city", "place": "Nowhereville"})
    assert page.status_code == 422
    text = page.content.decode()
    assert text.count('class="error"') >= 2
    assert 'value="Nowhereville"' in text
    assert '<option value="city" selected>' in text
    five = [code.uid for code in Code.objects.filter(code_kind="problem")[:5]]
    for sent in ({"problem": five}, {"q": "zebra crossing"}, {"problem": ["problem:none"]}, {"q": "x" * 300}, {"level": "moon"}):
        page = client.post(f"{language}/advice/answer/", sent)
        assert page.status_code == 422
        assert 'class="error"' in page.content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "No problem is chosen."),
        ("?problem=problem:nothing", "No problem is called"),
        ("?problem=<script>&problem=%00", "No problem is called"),
        ("?case=nowhere", "No case is called"),
        ("?case=sichuan", "No problem of Sichuan is in the record."),
        ("?case=guizhou", "No problem of Guizhou is in the record."),
        ("?problem=problem:process-black-box", "Nothing in the record ties a measure to this problem"),
    ],
)
def test_a_page_without_an_answer_says_what_is_known_and_what_would_help(content, client, query, said) -> None:
    for language in ("", "/zh-hans"):
        page = client.get(f"{language}/advice/cards/{query}")
        assert page.status_code == 200
        text = page.content.decode()
        assert "<script>&" not in text
        assert language or said in text
        assert "/advice/" in text


def test_a_profile_that_matches_nothing_gets_every_card_and_no_line_that_is_the_same(content, client) -> None:
    """A level at which nobody took the measures: what differs and what is unknown is said, and no card is kept back."""
    problems = {"problem": ["problem:data-barriers", "problem:reporting-burden"]}
    everything = client.get(reverse("advice:cards"), problems).content.decode()
    answer = client.post(reverse("advice:answer"), problems | {"level": "township"})
    text = client.get(answer.url).content.decode()
    assert text.count('<article class="card" id="card-') == everything.count('<article class="card" id="card-') > 1
    assert 'class="f-same"' not in text
    assert 'class="f-differs"' in text
    assert "Nothing in your profile is the same as where a measure was taken" in text
    assert "Nothing is known of your place, so every line of the fit is unknown." in everything


def test_a_named_place_fills_what_is_published_and_says_when_nothing_is(content, client) -> None:
    answer = client.post(reverse("advice:answer"), {"problem": ["problem:weak-awareness"], "place": "南海区"})
    text = client.get(answer.url).content.decode()
    assert "Nothing is coded of Nanhai District beyond its level" in text
    assert ">district<" in text
    client.post(reverse("advice:answer"), {"problem": ["problem:weak-awareness"], "place": "德清县"})
    text = client.get(answer.url).content.decode()
    assert "Nothing is coded of" not in text
    assert "strong" in text
