"""A browser on the running site: real Chromium, real server, the content of content/.

`page` is a page at 1280 px in light colours; `open_page(width=390, scheme="dark", user=cast.reviewer)` is any other.
At the end of a test every page must have stayed silent: no script error, no breach of the content security policy, no
request to another host.
"""

import os
from collections.abc import Callable, Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys import chromium
from tests.settings import RUN_DIR

DESKTOP, PHONE = 1280, 390
PATIENCE = 30_000  # milliseconds: the other parts of the tests want the processor too
HEIGHTS = {DESKTOP: 800, PHONE: 844}
ACCEPTED = "Failed to load resource: the server responded with a status of 4"  # a test that asks for a 404 gets one
CUT_OFF = "Failed to load resource: net::ERR_"  # a page left while a font was still on its way; other hosts are watched apart
SMALLEST_TEXT = """() => {
  const sizes = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const box = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !box.checkVisibility({visibilityProperty: true})) continue;
    if (["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "SUP", "SUB"].includes(box.tagName)) continue;
    const rect = box.getBoundingClientRect();
    if (rect.width < 2 || rect.height < 2 || box.closest(".visually-hidden, svg")) continue;
    sizes.push([parseFloat(getComputedStyle(box).fontSize), box.tagName + "." + box.className + ": " +
      walk.currentNode.data.trim().slice(0, 40)]);
  }
  return sizes.sort((a, b) => a[0] - b[0])[0] || [99, ""];
}"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journeys)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium.find()
    if program is None:
        pytest.fail("No Chromium: set CHROMIUM, install the distribution's, or run: playwright install chromium", pytrace=False)
    # Playwright keeps an event loop in this thread; Django would refuse the tests' own queries beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # What Chromium notes down about itself goes away with the run.
    environment: dict[str, str | float | bool] = {**os.environ, "XDG_CONFIG_HOME": str(RUN_DIR), "XDG_CACHE_HOME": str(RUN_DIR)}
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=chromium.flags(), env=environment)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`open_page(path="/", width=1280, scheme="light", user=None, scripts=True)`: a page in a browser of its own."""
    contexts, complaints = [], []
    home = urlsplit(live_server.url).netloc

    def open_(
        path: str = "", *, width: int = DESKTOP, scheme: Literal["light", "dark"] = "light", user=None, scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=scheme,
            java_script_enabled=scripts,
            locale="en-GB",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("console", lambda said: complaints.append(f"console: {said.text}") if bad(said) else None)
        page.on("request", lambda asked: complaints.append(f"asked elsewhere: {asked.url}") if elsewhere(asked.url) else None)
        if path:
            page.goto(path)
        return page

    def bad(said) -> bool:
        return said.type == "error" and not said.text.startswith((ACCEPTED, CUT_OFF))

    def elsewhere(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != home

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """An empty page at 1280 px, light, nobody signed in."""
    return open_page()


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)`: no accessibility rule of WCAG 2.2 A and AA, nor of good practice, is broken.

    `contrast=False` leaves out the contrast of every text, by far the dearest rule, where it has been seen in those colours.
    """

    def check(page: Page, *, contrast: bool = True) -> None:
        options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
        violations = Axe().run(page, options=options).response["violations"]
        found = [
            f"{rule['id']} ({rule['impact']}): {rule['help']} at {node['target']} — {node['html'][:200]}"
            for rule in violations
            for node in rule["nodes"]
        ]
        assert found == [], f"axe at {page.url}:\n" + "\n".join(found)

    return check


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """`fits(page)`: nothing scrolls sideways, and on a phone no text is smaller than 16 px."""

    def check(page: Page) -> None:
        wide = page.evaluate("() => [document.scrollingElement.scrollWidth, window.innerWidth]")
        assert wide[0] <= wide[1], f"{page.url} is {wide[0]} px wide in a window of {wide[1]} px"
        if page.viewport_size and page.viewport_size["width"] <= PHONE:
            size, text = page.evaluate(SMALLEST_TEXT)
            assert size >= 16, f"{page.url} has text of {size} px: {text}"

    return check
