"""From the cases to the gap matrix and its evidence, and from the pair finder to a comparison with its reason."""

import re

import pytest
from playwright.sync_api import expect

from cases.models import Case
from tests.journeys.test_every_page import OPPOSITE

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = [
    "/matrix/?columns=condition&content=value&order=level",
    "/matrix/?rows=problem&columns=countermeasure&content=summary",
    "/matrix/?open=case:county-m/problem:weak-awareness",
    "/matrix/?rows=nonsense&q=zzzz",
    "/pairs/",
    "/pairs/?design=most-different&q=zzzz",
    "/hypotheses/",
    "/cases/guangdong-government/",
]


@pytest.mark.looks
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits(content, seen, axe, fits, path) -> None:
    for page in seen(path, OPPOSITE):
        fits(page)
        axe(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_gap_is_found_and_a_cell_opened(content, open_page, scripts) -> None:
    page = open_page("/cases/?level=county", scripts=scripts)
    page.get_by_role("link", name="Gap matrix").click()
    expect(page).to_have_url(re.compile(r"/matrix/\?level=county$"))
    rows = page.locator("table.heat tbody tr")
    expect(rows).to_have_count(Case.objects.live().filter(level="county").count())
    expect(rows.filter(has=page.get_by_role("link", name="Deqing County", exact=True)).locator("td").first).to_have_text("n.r.")
    rows.filter(has_text="County M").locator("td a").first.click()
    expect(page.locator("#panel")).to_contain_text("weak awareness")
    expect(page).to_have_url(re.compile("open="))
    page.get_by_role("link", name="Close the evidence").click()
    expect(page.locator("#panel")).to_have_count(0)
    page.get_by_label("Rows", exact=True).select_option("problem")
    page.get_by_label("Columns", exact=True).select_option("countermeasure")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Problems × Countermeasures")
    expect(page).to_have_url(re.compile("level=county"))


def test_a_pair_is_found_and_compared_with_its_reason(content, open_page) -> None:
    page = open_page("/pairs/")
    expect(page.locator("section.pair h2").first).to_contain_text("Province A")
    page.get_by_role("link", name="Compare the two").first.click()
    expect(page.get_by_text("Put side by side by the pair finder as most similar")).to_be_visible()
    page.get_by_role("link", name="See all pairs").click()
    expect(page.get_by_label("Outcome")).to_have_value("model")
