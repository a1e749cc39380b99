"""The API's page: it works under the content security policy, from our own files, in both widths."""

from playwright.sync_api import Page, expect


def test_api_page_sends_a_request_and_shows_the_answer(content, open_page):
    page: Page = open_page("/api/docs/", width=390)
    page.locator("#operations-cases-cases_read .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.locator("tr[data-param-name=uid] input").fill("deqing")
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    expect(page.locator(".live-responses-table")).to_contain_text('"uid": "deqing"')
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wide, window = page.evaluate("() => [document.scrollingElement.scrollWidth, window.innerWidth]")
        assert wide <= window == width


def test_api_page_writes_as_the_person_who_is_signed_in(content, open_page, cast):
    page: Page = open_page("/api/docs/", user=cast.contributor)
    page.locator("#operations-drafts-drafts_create .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.locator("#operations-drafts-drafts_create textarea").first.fill('{"document": {"kind": "case", "uid": "no such name"}}')
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("422")
    expect(page.locator(".live-responses-table")).to_contain_text("small letters")
