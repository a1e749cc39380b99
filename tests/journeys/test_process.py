"""Timelines, actors and chains in a browser: they fit, they are accessible, and an item opens its evidence without leaving."""

import re

import pytest
from playwright.sync_api import expect

PAGES = [
    "/timeline/?items=case:province-a,case:city-b",
    "/timeline/?items=case:guangdong-government,case:guizhou-government&policy=1",
    "/cases/city-b/actors/",
    "/cases/guangdong-government/",
    "/cases/guangdong-government/actors/?year=2022",
    "/chains/?items=model:administrative,model:market-based",
]


@pytest.mark.parametrize("address", PAGES)
def test_pages_fit_and_are_accessible(content, open_page, axe, fits, address) -> None:
    for width, scheme, language in ((1280, "light", ""), (390, "dark", "/zh-hans")):
        page = open_page(language + address, width=width, scheme=scheme)
        fits(page)
        axe(page)


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
