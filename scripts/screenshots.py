"""Pictures of the main pages at 1280 and 390 px, in English and Chinese: docs/screenshots/<page>-<width>-<language>.png

    python scripts/screenshots.py [--dark] [page …]

Serves the tree's own database (fill it with `make run` or `manage.py load_content`) on a free port while it works.
The form is photographed as the demo contributor, so DEBUG must be on.
"""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

Scheme = Literal["dark", "light"]
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.journeys import chromium  # noqa: E402

OUT = ROOT / "docs" / "screenshots"
PORT = int(os.environ.get("PORT", "8473"))
PAGES = {
    "home": "",
    "cases": "cases/",
    "case": "cases/county-m/",
    "compare": "compare/?items=model:administrative,model:market-based",
    "form": "contribute/case/",
}
SIGNED_IN = {"form"}
TALLEST = 3600  # pixels: the rest of a long page looks like its middle, and pictures weigh
DEMO_PASSWORD = "casebase-demo"  # noqa: S105 - printed by manage.py demo_accounts; such accounts open only with DEBUG
LANGUAGES = {"en": "", "zh": "zh-hans/"}


def take(browser: Browser, page_name: str, width: int, language: str, scheme: Scheme) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, device_scale_factor=1)
    page = context.new_page()
    if page_name in SIGNED_IN:
        sign_in(page)
    answer = page.goto(f"http://localhost:{PORT}/{LANGUAGES[language]}{PAGES[page_name]}")
    if answer is None or answer.status != 200:
        print(f"{page_name} {language}: status {answer.status if answer else 'none'}; no picture", file=sys.stderr)
    else:
        page.evaluate("document.fonts.ready")
        suffix = "-dark" if scheme == "dark" else ""
        tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        area = FloatRect(x=0, y=0, width=width, height=tall)
        page.screenshot(path=OUT / f"{page_name}-{width}-{language}{suffix}.png", full_page=True, clip=area)
    context.close()


def sign_in(page: Page) -> None:
    page.goto(f"http://localhost:{PORT}/accounts/login/")
    page.fill("input[name=login]", "contributor")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/contribute/")


def wait_for_server() -> None:
    for _attempt in range(100):
        try:
            urllib.request.urlopen(f"http://localhost:{PORT}/healthz", timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The server did not start.")


def main(arguments: list[str]) -> None:
    scheme: Scheme = "dark" if "--dark" in arguments else "light"
    wanted = [name for name in arguments if not name.startswith("--")] or list(PAGES)
    OUT.mkdir(parents=True, exist_ok=True)
    if SIGNED_IN & set(wanted):
        subprocess.run([sys.executable, "manage.py", "demo_accounts"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", f"127.0.0.1:{PORT}", "--noreload"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_server()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
            for name in wanted:
                for width in (1280, 390):
                    for language in LANGUAGES:
                        take(browser, name, width, language, scheme)
            browser.close()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
