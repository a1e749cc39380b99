"""Journey 1: a researcher compares the two models, reads what a cell rests on, freezes the table and takes it away."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

WORDS: dict[str, dict[str, Any]] = {
    "/": {
        "models": "Models",
        "tick": ("Administrative model", "Market-based model"),
        "compare": "Compare",
        "rows": ("Structural constraint", "Mechanism", "Organisational structure", "Strategy", "Later stage", "Cases"),
        "later": "may be mutually embedded",
        "differences": "Differences only",
        "note": "different levels",
        "evidence": "Evidence",
        "basis": "inferred by the coder",
        "freeze": "Freeze this comparison",
        "frozen": "The record is still as it was.",
        "cite": "Cite this comparison",
        "author": "Casebase contributors. (",
    },
    "/zh-hans/": {
        "models": "模式",
        "tick": ("行政化模式", "市场化模式"),
        "compare": "比较",
        "rows": ("结构性约束", "机制", "组织结构", "策略", "后期阶段", "案例"),
        "later": "可能互嵌",
        "differences": "只看差异",
        "note": "层级",
        "evidence": "证据",
        "basis": "编码者推断",
        "freeze": "定格这一比较",
        "frozen": "记录至今未变。",
        "cite": "引用这一比较",
        "author": "案汇编写者. (",
    },
}


@pytest.mark.parametrize("home", list(WORDS))
def test_researcher_compares_two_models(content, open_page, home) -> None:
    words = WORDS[home]
    page: Page = open_page(home)

    page.get_by_role("navigation").get_by_role("link", name=words["models"], exact=True).click()
    for name in words["tick"]:
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    page.get_by_role("button", name=words["compare"], exact=True).click()

    table = page.get_by_role("table")
    for name in words["tick"]:
        expect(table.get_by_role("columnheader", name=name)).to_be_visible()
    for title in words["rows"]:
        expect(table.get_by_role("rowheader", name=title, exact=True)).to_be_visible()
    expect(page.get_by_role("note").first).to_contain_text(words["note"])

    everything = table.get_by_role("row").count()
    page.get_by_role("link", name=words["differences"]).click()
    expect(page).to_have_url(re.compile("diff=1"))
    assert table.get_by_role("row").count() < everything

    cell = table.locator("td", has_text=words["later"]).last
    cell.locator("a.ev").first.click()
    panel = page.get_by_role("complementary", name=words["evidence"])
    expect(panel).to_contain_text("may be inter-embedded in the governance process under the role of a strong market contract")
    expect(panel).to_contain_text(words["basis"])
    expect(panel).to_contain_text("Casebase editors")
    expect(page).to_have_url(re.compile("/compare/.*open="))
    expect(page.locator("td.is-open")).to_have_count(1)

    page.go_back()
    expect(page.locator("td.is-open")).to_have_count(0)


def test_comparison_opens_evidence_without_scripts(content, open_page) -> None:
    page: Page = open_page("/compare/?items=case:province-a,case:city-b", scripts=False)
    page.locator("td", has_text="may be mutually embedded").locator("a.ev").first.click()
    expect(page.get_by_role("complementary")).to_contain_text("strong market contract")


def test_comparison_keeps_two_columns_on_a_phone(content, open_page) -> None:
    page: Page = open_page("/compare/?items=model:administrative,model:market-based", width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("td", has_text="may be mutually embedded").locator("a.ev").first.click()
    expect(page.get_by_role("complementary", name="Evidence")).to_be_in_viewport()


@pytest.mark.parametrize("home", list(WORDS))
def test_researcher_freezes_the_two_models_in_eight_clicks(content, open_page, cast, fits, axe, home) -> None:
    """From home to a frozen comparison: models, two ticks, compare, differences, evidence, close, freeze."""
    words = WORDS[home]
    page: Page = open_page(home, user=cast.contributor)
    clicks = 0

    def click(what) -> None:
        nonlocal clicks
        what.click()
        clicks += 1

    click(page.get_by_role("navigation").get_by_role("link", name=words["models"], exact=True))
    for name in words["tick"]:
        click(page.get_by_role("row", name=name).get_by_role("checkbox"))
    click(page.get_by_role("button", name=words["compare"], exact=True))
    click(page.get_by_role("link", name=words["differences"]))
    expect(page).to_have_url(re.compile("diff=1"))
    click(page.get_by_role("table").locator("td", has_text=words["later"]).last.locator("a.ev").first)
    expect(page.get_by_role("complementary", name=words["evidence"])).to_contain_text("strong market contract")
    click(page.get_by_role("button", name=words["freeze"]))
    expect(page).to_have_url(re.compile(r"/comparisons/[0-9a-z]{10}/$"))
    assert clicks <= 8
    expect(page.get_by_role("note").first).to_contain_text(words["frozen"])
    for name in words["tick"]:
        expect(page.get_by_role("table").get_by_role("columnheader", name=name)).to_be_visible()
    expect(page.get_by_role("region", name=words["cite"]).or_(page.locator("#cite"))).to_contain_text(words["author"])
    fits(page)
    axe(page)
    for form in ("XLSX", "DOCX", "CSV", "Markdown"):
        with page.expect_download() as download:
            page.get_by_role("link", name=form, exact=True).click()
        assert download.value.path().stat().st_size > 1000
    with page.expect_download() as download:
        page.get_by_role("link", name="RIS", exact=True).click()
    assert download.value.path().read_text().startswith("TY  - ELEC")


def test_tray_works_without_scripts_from_three_pages(content, open_page) -> None:
    page: Page = open_page("/models/", scripts=False)
    page.get_by_role("button", name="Add Administrative model to the comparison").click()
    page.get_by_role("navigation").get_by_role("link", name="Compare (1)").click()
    expect(page.locator("main")).to_contain_text("Put aside to compare")
    page.goto("/models/market-based/")
    page.get_by_role("button", name="Add to comparison").click()
    page.get_by_role("navigation").get_by_role("link", name="Compare (2)").click()
    expect(page.get_by_role("columnheader", name="Market-based model")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Administrative model")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "path",
    [
        "/compare/?items=case:guangdong-government,case:guizhou-government,case:shanghai-government,case:deqing,case:shunde,"
        "case:national-policy&arrange=1",
        "/compare/?items=phase:city-b.later,phase:province-a.later",
        "/compare/?items=configuration:provinces-31.high-1,configuration:provinces-31.high-2&open=nothing",
        "/compare/as/print/?items=case:province-a,case:city-b",
        "/studies/provinces-31/",
        "/cases/city-b/",
        "/models/administrative/",
    ],
)
def test_pages_of_comparisons_are_accessible_and_fit(content, open_page, fits, axe, path, width) -> None:
    page: Page = open_page(path, width=width)
    fits(page)
    axe(page)


def test_lists_and_frozen_pages_fit_a_phone(content, open_page, cast, fits, axe) -> None:
    page: Page = open_page("/compare/?items=case:province-a,case:city-b", width=390, user=cast.contributor)
    fits(page)
    axe(page)
    page.get_by_role("button", name="Freeze this comparison").click()
    expect(page).to_have_url(re.compile(r"/comparisons/[0-9a-z]{10}/$"))
    fits(page)
    axe(page)
    page.goto("/zh-hans/comparisons/")
    fits(page)
    axe(page)
    page.goto("/cases/")
    fits(page)
    axe(page)
