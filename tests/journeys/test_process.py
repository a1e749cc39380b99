"""Timelines, actors and chains in a browser: they fit, they are accessible, and an item opens its evidence without leaving."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_every_page import LOOKS, OPPOSITE

FIGURES = {
    "/timeline/?items=case:guangdong-government,case:guizhou-government&policy=1": "svg.tl a[href$='#panel']",
    "/cases/guangdong-government/actors/": "svg a[href$='#panel']",
    "/matrix/?rows=problem&columns=countermeasure": "td a.open",
    "/chains/?items=model:administrative,model:market-based": "td a.ev",
}
"""Pages on which an item opens its evidence, and the links of their figures that do."""
PAGES = [
    "/timeline/?items=case:province-a,case:city-b",
    "/cases/city-b/actors/",
    "/cases/guangdong-government/actors/?year=2022",
]


@pytest.mark.looks
@pytest.mark.parametrize("address", PAGES)
def test_pages_fit_and_are_accessible(content, seen, axe, fits, address) -> None:
    for page in seen(address, OPPOSITE):
        fits(page)
        axe(page)


@pytest.mark.parametrize("address", FIGURES)
def test_figure_is_walked_by_keyboard(content, open_page, address) -> None:
    """Tab comes to every link of the figure; Enter opens its evidence, Escape and the closing link lead back to it."""
    page: Page = open_page(address)
    links = page.locator(f"main {FIGURES[address]}")
    everything = set(links.evaluate_all("links => links.map(link => link.getAttribute('href'))"))
    assert len(everything) > 4
    page.locator("main form, main .tablewrap, main figure, main h1").first.evaluate("it => { it.tabIndex = -1; it.focus(); }")
    page.evaluate("""() => {
      window.reached = new Set();
      document.querySelector("main").addEventListener("focusin", event => reached.add(event.target.getAttribute("href")));
    }""")
    for _round in range(20):
        for _press in range(20):
            page.keyboard.press("Tab")
        reached = set(page.evaluate("[...reached]"))
        if everything <= reached:
            break
    assert everything <= reached
    panel = page.locator("#panel")
    for leave in (["Escape"], ["Tab", "Enter"]):
        link = links.nth(len(everything) // 2)
        address_of_item = link.get_attribute("href")
        link.focus()
        page.keyboard.press("Enter")
        expect(panel).to_be_focused()
        expect(panel.locator(".evh")).to_be_visible()
        for key in leave:
            page.keyboard.press(key)
        expect(page.locator("#panel .evh")).to_have_count(0)
        expect(page.locator(f"main a[href='{address_of_item}']:focus")).to_have_count(1)


@pytest.mark.looks
@pytest.mark.parametrize("address", FIGURES)
def test_figure_with_open_evidence_fits_in_every_look(content, seen, axe, fits, address) -> None:
    for number, page in enumerate(seen(address, LOOKS)):
        item = page.locator("main a[href$='#panel']:visible").first
        item.click()
        expect(page.locator("#panel .evh")).to_be_visible()
        expect(page.locator(".is-open:visible:not(#panel)").first).to_be_visible()
        assert item.bounding_box()["y"] < page.locator("#panel").bounding_box()["y"] or page.viewport_size["width"] > 1000
        fits(page)
        axe(page, contrast="kinds" if number < 2 else "")


def test_an_item_opens_its_evidence_beside_the_drawing(content, open_page) -> None:
    page = open_page("/timeline/?items=case:province-a,case:city-b")
    page.get_by_role("link", name="may be mutually embedded", exact=True).first.click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading")).to_have_text("may be mutually embedded")
    expect(panel.locator("blockquote").first).to_contain_text("inter-embedded")
    expect(page).to_have_url(re.compile(r"open=case:city-b/later-on"))
    page.get_by_role("link", name="Close the evidence").click()
    expect(panel.get_by_role("heading")).to_have_count(0)


def test_a_telephone_gets_a_dated_list(content, open_page) -> None:
    page = open_page("/timeline/?items=case:guangdong-government", width=390)
    assert page.locator("svg.tl").is_hidden()
    first = page.locator(".tl-rows tbody tr").first
    expect(first).to_contain_text("2017-10")
    expect(first).to_contain_text("Digital Guangdong")


def test_drawing_works_without_scripts_and_by_keyboard(content, open_page) -> None:
    page = open_page("/cases/guangdong-government/actors/", scripts=False)
    link = page.get_by_role("link", name=re.compile("^Tencent – Digital Guangdong"))
    link.focus()
    link.press("Enter")
    expect(page.locator("#panel blockquote").first).to_be_visible()


def test_back_from_the_evidence_of_a_chain_is_silent(content, open_page) -> None:
    page = open_page("/chains/?items=model:administrative,model:market-based")
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    for _time in range(2):
        page.locator(".chains a.ev").first.click()
        expect(page.locator("#panel blockquote").first).to_be_visible()
        page.go_back()
        expect(page.locator("#panel blockquote")).to_have_count(0)
        page.go_forward()
        expect(page.locator("#panel blockquote").first).to_be_visible()
        page.go_back()
        expect(page.locator("#panel blockquote")).to_have_count(0)
    assert said == []


def test_compare_leads_to_the_timeline(content, open_page) -> None:
    page = open_page("/compare/?items=model:administrative,model:market-based")
    page.locator(".switches").get_by_role("link", name="Timeline").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Province A")
    expect(page.get_by_text("The sources give no dates: phases stand in their order")).to_be_visible()
