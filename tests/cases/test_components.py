"""The tags and filters of the pages, in both languages."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from cases.documents.parts import LineText, fingerprint
from cases.enums import Basis, Blank

CLAIM = {"basis": "inferred", "confidence": "medium", "strength": "found"}


def shown(source: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template("{% load casebase %}" + source).render(Context(context))


# Text in two languages ----------------------------------------------------------------------------


def test_t_shows_the_language_of_the_reader() -> None:
    text = LineText(en="County M", zh="M 县", original="en")
    assert shown("{{ text|t }}", text=text) == "County M"
    assert shown("{{ text|t }}", "zh-hans", text=text) == "M 县"


def test_t_marks_an_original_that_stands_in_for_a_missing_translation() -> None:
    html = shown("{{ text|t }}", "zh-hans", text={"en": "Digital village", "original": "en"})
    assert '<span lang="en" class="orig">Digital village</span>' in html
    assert "英文原文，译文待补" in html
    assert 'lang="zh-Hans"' in shown("{{ text|t }}", text={"zh": "数字乡村", "original": "zh"})


def test_t_says_when_the_translation_is_out_of_date() -> None:
    text = LineText(en="New words", zh="旧译文", original="en", of=fingerprint("Old words"))
    assert "译文待更新" in shown("{{ text|t }}", "zh-hans", text=text)
    assert shown("{{ text|t }}", text=text) == "New words"


def test_t_escapes_what_it_shows() -> None:
    hostile = {"en": "<script>alert(1)</script>", "original": "en"}
    assert "<script" not in shown("{{ text|t }}", text=hostile)
    assert "<script" not in shown("{{ text|t }}", "zh-hans", text=hostile)
    assert "<script" not in shown("{% with_marks text claim %}", text=hostile, claim=CLAIM)


def test_plain_has_no_mark_up_and_names_its_language() -> None:
    text = {"zh": "数字乡村", "original": "zh"}
    assert shown("{{ text|plain }} {{ text|text_lang }}", text=text) == "数字乡村 zh-Hans"


def test_label_reads_the_columns_of_a_row() -> None:
    row = SimpleNamespace(name_en="Zhejiang", name_zh="浙江")
    assert shown("{{ row|label }}", row=row) == "Zhejiang"
    assert shown("{{ row|label }}", "zh-hans", row=row) == "浙江"
    only_english = SimpleNamespace(subject_en="a platform", subject_zh="")
    assert 'lang="en"' in shown('{{ row|label:"subject" }}', "zh-hans", row=only_english)


def test_join_zh_uses_the_semicolon_of_the_language() -> None:
    items = [{"en": "a", "zh": "甲", "original": "en"}, {"en": "b", "zh": "乙", "original": "en"}]
    assert shown("{{ items|join_zh }}", items=items) == "a; b"
    assert shown("{{ items|join_zh }}", "zh-hans", items=items) == "甲；乙"


def test_word_translates_a_value_of_an_enumeration() -> None:
    assert shown('{{ value|word:"Basis" }}', "zh-hans", value="inferred") == "编码者推断"
    assert shown('{% enum value "Level" %}', value="county") == "county"
    assert shown('{{ value|word:"Basis" }}', value="unheard-of") == "unheard-of"


# How a value is known -----------------------------------------------------------------------------


def test_marks_draw_shapes_and_say_them_in_words() -> None:
    html = shown("{% marks claim %}", claim=CLAIM)
    assert 'href="#b-inferred"' in html
    assert 'href="#c-medium"' in html
    assert '<span class="vh">(inferred by the coder, medium confidence)</span>' in html


def test_marks_say_when_the_source_hedges() -> None:
    assert "may: the source hedges" in shown("{% marks claim %}", claim=CLAIM | {"strength": "may"})


def test_marks_of_a_blank_are_nothing() -> None:
    assert shown("{% marks claim %}", claim={"basis": "", "blank": "not-reported"}) == ""


def test_ev_links_to_the_passages_and_names_a_contradiction() -> None:
    claim = SimpleNamespace(**CLAIM, numbers=[(2, "source#a", "supports"), (5, "source#b", "contradicts")])
    html = shown("{% ev claim %}", claim=claim)
    assert '<a class="ev" href="#e-2" aria-label="evidence 2"' in html
    assert 'aria-label="evidence 5, contradicts"' in html


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("market-based model", '<span class="nowrap">model&nbsp;'),
        ("市场化模式", '<span class="nowrap">模式&nbsp;'),
        ("matrix", '<span class="nowrap">matrix&nbsp;'),
    ],
)
def test_with_marks_keeps_the_last_word_with_its_marks(text: str, tail: str) -> None:
    assert tail in shown("{% with_marks text claim %}", text=text, claim=CLAIM)


def test_blank_gives_its_reason_and_never_a_bare_dash() -> None:
    assert shown("{% blank reason %}", reason="not-reported") == '<span class="blank">not reported</span>'
    for reason in Blank:
        assert str(reason.label) in shown("{% blank reason %}", reason=reason)
        assert f'title="{reason.label}"' in shown("{% blank reason short=True %}", reason=reason.value)


def test_key_explains_every_basis_once() -> None:
    html = shown("{% key anon=True %}", "zh-hans")
    for basis in Basis:
        assert html.count(f"#b-{basis.value}") == 1
    assert "编码者推断" in html


# Dates --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        ("2019", "2019", "2019 年"),
        ("2019-05", "May 2019", "2019 年 5 月"),
        ("2017-01-25", "25 January 2017", "2017 年 1 月 25 日"),
        ("2019~", "about 2019", "约 2019 年"),
        ("2019?", "2019 (uncertain)", "2019 年（存疑）"),
        ("2018/2021", "2018–2021", "2018—2021 年"),
        ("2018-05/2021", "May 2018 to 2021", "2018 年 5 月至 2021 年"),
        ("../2020", "until 2020", "截至 2020 年"),
        ("2018/..", "from 2018", "2018 年起"),
        ("2018/", "from 2018, end not known", "2018 年起，结束时间不详"),
        ("2019-21", "spring 2019", "2019 年春季"),
        ("201X", "the 2010s", "2010 年代"),
        ("not a date", "not a date", "not a date"),
    ],
)
def test_edtf_is_said_in_words(value: str, english: str, chinese: str) -> None:
    strip = "{% edtf value as date %}{{ date|striptags }}"
    assert shown(strip, value=value) == english
    assert shown(strip, "zh-hans", value=value) == chinese


def test_edtf_in_a_table_keeps_figures() -> None:
    assert shown("{% edtf value table=True %}", value="2018~/2021-03") == "c. 2018–2021-03"
    assert shown("{% edtf value blank='not-reported' %}", value="") == '<span class="blank">not reported</span>'


# Addresses ----------------------------------------------------------------------------------------


def test_query_with_changes_and_removes() -> None:
    request = RequestFactory().get("/cases/", {"level": ["county", "city"], "q": "数据", "page": "3"})
    assert shown("{% query_with page=None %}", request=request) == "?level=county&amp;level=city&amp;q=%E6%95%B0%E6%8D%AE"
    assert "page=4" in shown("{% query_with page=4 %}", request=request)
    assert "sort=name" in shown('{% query_with "sort" column %}', request=request, column="name")


def test_query_toggle_adds_or_takes_away_one_value() -> None:
    request = RequestFactory().get("/cases/", {"level": ["county", "city"], "page": "3"})
    assert shown('{% query_toggle "level" "city" %}', request=request) == "?level=county"
    assert shown('{% query_toggle "unit" "platform" %}', request=request).endswith("unit=platform")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/about/method/?a=1&b=%E6%95%B0", "/zh-hans/about/method/?a=1&amp;b=%E6%95%B0"),
        ("/zh-hans/glossary/", "/glossary/"),
    ],
)
def test_the_language_switch_keeps_page_and_query(client, here: str, there: str) -> None:
    html = client.get(here).content.decode()
    assert f'href="{there}"' in html
    assert f'hreflang="en" href="http://testserver{there if here.startswith("/zh") else here.replace("&", "&amp;")}"' in html


@pytest.mark.django_db
def test_an_error_page_keeps_its_language(client) -> None:
    response = client.get("/zh-hans/no-such-page/")
    assert response.status_code == 404
    assert 'href="/no-such-page/"' in response.content.decode()
