"""Journey 1: a researcher compares the two models, reads what a cell rests on, freezes the table and takes it away."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

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
    panel = page.get_by_role("group", name=words["evidence"])
    expect(panel).to_contain_text("may be inter-embedded in the governance process under the role of a strong market contract")
    expect(panel).to_contain_text(words["basis"])
    expect(panel).to_contain_text("Casebase editors")
    expect(page).to_have_url(re.compile("/compare/.*open="))
    expect(page.locator("td.is-open")).to_have_count(1)

    page.go_back()
    expect(page.locator("td.is-open")).to_have_count(0)


def top_and_bottom(element: Locator) -> tuple[float, float]:
    """Where its edges are in the window."""
    top, bottom = element.evaluate("it => { const box = it.getBoundingClientRect(); return [box.top, box.bottom]; }")
    return top, bottom


MODELS = "compare/?items=model:administrative,model:market-based"


def test_comparison_opens_evidence_without_scripts(content, open_page) -> None:
    """At both widths: the evidence is in sight with the cell it belongs to, has the focus, and closing leads back."""
    for width in (1280, 390):
        page: Page = open_page("/compare/?items=case:province-a,case:city-b", width=width, scripts=False)
        number = page.locator("td[data-l]", has_text="may be mutually embedded").locator("a.ev").first
        number.click()
        panel = page.get_by_role("group", name="Evidence")
        expect(panel).to_contain_text("strong market contract")
        expect(panel.get_by_role("heading")).to_be_focused()
        expect(page.locator("td.is-open")).to_be_in_viewport()
        panel.get_by_role("link", name="Close the evidence").click()
        expect(number).to_be_focused()


@pytest.mark.parametrize("home", list(WORDS))
def test_evidence_opens_under_the_tapped_row_on_a_phone(content, open_page, fits, axe, home) -> None:
    """Also when evidence above it closes at the same time: the tapped number stays where it was."""
    words = WORDS[home]
    page: Page = open_page(home + MODELS, width=390)
    panel = page.get_by_role("group", name=words["evidence"], exact=True)
    table = page.get_by_role("table")
    for number in (table.locator("a.ev").first, table.locator("td[data-l]", has_text=words["later"]).last.locator("a.ev").first):
        number.scroll_into_view_if_needed()
        before = top_and_bottom(number)[0]
        number.click()
        expect(number.locator("xpath=ancestor::td")).to_have_class("is-open")
        expect(panel).to_have_count(1)
        expect(panel.get_by_role("heading")).to_be_focused()
        row = page.locator("tr", has=page.locator("td.is-open"))
        expect(row).to_be_in_viewport()
        expect(panel.get_by_role("heading")).to_be_in_viewport()
        assert top_and_bottom(panel)[0] >= top_and_bottom(row)[1]
        assert 0 < top_and_bottom(number)[0] <= before + 1  # it rises only as far as the evidence needs
    fits(page)
    axe(page)
    panel.locator("a.close").click()
    expect(panel).to_have_count(0)
    expect(number).to_be_focused()
    expect(number).to_be_in_viewport()


def test_six_columns_open_evidence_under_the_row(content, open_page, axe) -> None:
    slugs = ("guangdong-government", "guizhou-government", "shanghai-government", "deqing", "shunde", "national-policy")
    page: Page = open_page("/compare/?items=" + ",".join(f"case:{slug}" for slug in slugs))
    page.locator("td a.ev").first.click()
    panel = page.get_by_role("group", name="Evidence")
    expect(panel.get_by_role("heading")).to_be_focused()
    row = page.locator("tr", has=page.locator("td.is-open"))
    expect(row).to_be_in_viewport()
    assert top_and_bottom(panel)[0] >= top_and_bottom(row)[1]
    axe(page)


@pytest.mark.parametrize("home", list(WORDS))
def test_comparison_is_walked_by_keyboard(content, open_page, axe, home) -> None:
    """Tab to a number, Enter opens its evidence; Escape, or the link that closes it, leads back to the number."""
    page: Page = open_page(home + MODELS)
    page.locator(".tablewrap").focus()
    number = page.locator("td a.ev").first
    for _press in range(12):
        page.keyboard.press("Tab")
        if number.evaluate("link => link === document.activeElement"):
            break
    expect(number).to_be_focused()
    panel = page.get_by_role("group", name=WORDS[home]["evidence"], exact=True)
    for leave in (["Escape"], ["Shift+Tab", "Enter"]):
        page.keyboard.press("Enter")
        expect(panel.get_by_role("heading")).to_be_focused()
        expect(number.locator("xpath=ancestor::td")).to_have_class("is-open")
        axe(page)
        for key in leave:
            page.keyboard.press(key)
        expect(panel).to_have_count(0)
        expect(number).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("table a:focus")).to_have_count(1)


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
    expect(page.get_by_role("group", name=words["evidence"])).to_contain_text("strong market contract")
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


@pytest.mark.looks
@pytest.mark.parametrize(
    "path",
    [
        "/compare/?items=case:guangdong-government,case:guizhou-government,case:shanghai-government,case:deqing,case:shunde,"
        "case:national-policy&arrange=1",
        "/compare/?items=phase:city-b.later,phase:province-a.later",
        "/compare/?items=configuration:provinces-31.high-1,configuration:provinces-31.high-2&open=nothing",
        "/compare/as/print/?items=case:province-a,case:city-b",
    ],
)
def test_pages_of_comparisons_are_accessible_and_fit(content, seen, fits, axe, path) -> None:
    for page in seen(path, [("", 1280, "light"), ("", 390, "light")]):
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
