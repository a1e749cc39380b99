"""A browser on the running site: real Chromium, real server, the content of content/.

`page` is a page at 1280 px in light colours; `open_page(width=390, scheme="dark", user=cast.reviewer)` is any other.
At the end of a test every page must have stayed silent: no script error, no breach of the content security policy, no
request to another host.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.journeys import chromium
from tests.settings import RUN_DIR

DESKTOP, PHONE = 1280, 390
Scheme = Literal["light", "dark"]
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

# Marks two texts of each kind of box with the same colours and type before the same grounds: the others look the same.
MARK_KINDS_OF_TEXT = """() => {
  const kinds = new Map(), grounds = new WeakMap(), fields = "input, select, textarea, button";
  const ground = box => {
    if (!box) return "";
    if (!grounds.has(box)) {
      const style = getComputedStyle(box);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode,
        ["static", "relative"].includes(style.position) ? "" : style.position].join(" ");
      const adds = own.trim() !== "rgba(0, 0, 0, 0) none 1 none normal";
      grounds.set(box, ground(box.parentElement) + (adds ? `>${own}` : ""));
    }
    return grounds.get(box);
  };
  const note = box => {
    if (!box.checkVisibility({visibilityProperty: true})) return;
    const style = getComputedStyle(box);
    const kind = [box.tagName, box.getAttribute("class"), style.color, style.fontSize, style.fontWeight, ground(box)].join(" ");
    if (!kinds.has(kind)) kinds.set(kind, []);
    kinds.get(kind).push(box);
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (walk.currentNode.data.trim()) note(walk.currentNode.parentElement);
  document.querySelectorAll(fields).forEach(note);
  document.querySelectorAll("[data-kind-of-text]").forEach(box => box.removeAttribute("data-kind-of-text"));
  for (const boxes of kinds.values()) for (const box of [boxes[0], boxes[boxes.length - 1]]) box.dataset.kindOfText = "";
  return kinds.size;
}"""
AXE_RUN = """([contrast, selector]) => {
  axe.reset();
  axe.configure({rules: [{id: "color-contrast", selector}]});
  return axe.run({resultTypes: ["violations"], rules: {"color-contrast": {enabled: contrast}}}).then(found => found.violations);
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


def silent_page(browser: Browser, url: str, complaints: list[str], *, width: int, scheme: Scheme, scripts: bool = True) -> Page:
    """A page in a browser of its own; what it should not have said is written down."""
    home = urlsplit(url).netloc
    context = browser.new_context(
        base_url=url,
        viewport=viewport(width),
        color_scheme=scheme,
        java_script_enabled=scripts,
        locale="en-GB",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)

    def bad(said) -> bool:
        return said.type == "error" and not said.text.startswith((ACCEPTED, CUT_OFF))

    def elsewhere(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != home

    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("console", lambda said: complaints.append(f"console: {said.text}") if bad(said) else None)
    page.on("request", lambda asked: complaints.append(f"asked elsewhere: {asked.url}") if elsewhere(asked.url) else None)
    return page


def viewport(width: int) -> ViewportSize:
    return {"width": width, "height": HEIGHTS.get(width, 900)}


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`open_page(path="/", width=1280, scheme="light", user=None, scripts=True)`: a page in a browser of its own."""
    pages: list[Page] = []
    complaints: list[str] = []

    def open_(path: str = "", *, width: int = DESKTOP, scheme: Scheme = "light", user=None, scripts: bool = True) -> Page:
        page = silent_page(browser, live_server.url, complaints, width=width, scheme=scheme, scripts=scripts)
        pages.append(page)
        if user is not None:
            client = Client()
            client.force_login(user)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        if path:
            page.goto(path)
        return page

    yield open_
    for page in pages:
        page.context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def passer_by(browser: Browser, live_server) -> Iterator[tuple[Page, list[str]]]:
    """One page for all tests that only look at what everybody sees, and what it should not have said."""
    complaints: list[str] = []
    page = silent_page(browser, live_server.url, complaints, width=DESKTOP, scheme="light")
    yield page, complaints
    page.context.close()


@pytest.fixture
def seen(passer_by: tuple[Page, list[str]]) -> Iterator[Callable[..., Iterator[Page]]]:
    """`for page in seen(path, looks)`: the page as a passer-by sees it in each look: language, width, colours."""
    page, complaints = passer_by
    complaints.clear()

    def see(path: str, looks: Iterable[tuple[str, int, Scheme]]) -> Iterator[Page]:
        for language, width, scheme in looks:
            page.context.clear_cookies()
            page.set_viewport_size(viewport(width))
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.goto(language + path)
            yield page

    yield see
    assert complaints == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """An empty page at 1280 px, light, nobody signed in."""
    return open_page()


@pytest.fixture
def axe() -> Callable[..., None]:
    """`axe(page)`: no accessibility rule of WCAG 2.2 A and AA, nor of good practice, is broken.

    The contrast of text, by far the dearest rule, is read at two texts of each kind; with `contrast="every"` at every text.
    `contrast=""` leaves it out where it has been seen in those colours.
    """

    def check(page: Page, *, contrast: Literal["kinds", "every", ""] = "kinds") -> None:
        page.evaluate(AXE_SCRIPT)
        if contrast == "kinds":
            page.evaluate(MARK_KINDS_OF_TEXT)
        found = page.evaluate(AXE_RUN, [bool(contrast), "[data-kind-of-text]" if contrast == "kinds" else "*"])
        said = [
            f"{rule['id']} ({rule['impact']}): {rule['help']} at {node['target']} — {node['html'][:200]}"
            for rule in found
            for node in rule["nodes"]
        ]
        assert said == [], f"axe at {page.url}:\n" + "\n".join(said)

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
