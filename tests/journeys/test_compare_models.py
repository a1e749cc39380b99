"""Journey 1, a to c: a researcher compares the two models and reads what a cell rests on."""

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
    },
}


@pytest.mark.parametrize("home", list(WORDS))
def test_researcher_compares_two_models(content, open_page, home) -> None:
    words = WORDS[home]
    page: Page = open_page(home)

    page.get_by_role("navigation").get_by_role("link", name=words["models"], exact=True).click()
    for name in words["tick"]:
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    page.get_by_role("button", name=words["compare"]).click()

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
