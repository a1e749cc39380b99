"""Journey 3: a student codes a source by keyboard alone, closes the browser without losing anything, and sends it."""

import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.documents.anchoring import sentences
from cases.models import Revision

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "\n".join(
    f"Sentence number {n} says that departments keep their data 😀 to themselves. 第{n}句说，部门之间数据不通，“各自为政”。"
    for n in range(1, 11)
)
LANGUAGES: dict[str, tuple] = {
    # Prefix, what is typed for each of ten codes, labels.
    "": (
        ["ab", "ac", "ad", "at", "ba", "be", "bi", "bl", "br", "ca"],
        "Bring a text",
        "Put it on the desk",
        "See what the reviewer",
    ),
    "/zh-hans": (
        ["cx", "cd", "db", "df", "du", "fa", "ba", "be", "ca", "ce"],
        "带入文本",
        "放到编码台上",
        "看看审校者将看到什么",
    ),
}


def bring(page: Page, prefix: str, labels: list[str]) -> None:
    page.goto(f"{prefix}/contribute/desk/")
    page.get_by_role("link", name=labels[0]).click()
    page.locator("[name=case]").fill("Portal of a city")
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name=title]").fill("A report on silos")
    page.locator("[name=source_type]").select_option("report")
    page.locator("[name=completeness]").select_option("full")
    page.locator("[name=access][value=coders]").check()
    page.get_by_role("button", name=labels[1]).click()


def kept_at_leaving(draft: Revision) -> None:
    """What the browser sends while it closes arrives when the page is gone: on a busy machine some seconds later."""
    before = draft.edit_count
    for _ in range(150):
        draft.refresh_from_db(fields=["edit_count"])
        if draft.edit_count > before:
            return
        time.sleep(0.2)
    pytest.fail("Half a coding was not sent when the browser closed.")


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_twenty_codings_by_keyboard_and_nothing_is_lost(content, open_page, axe, fits, cast, prefix):
    typed, *labels, check = LANGUAGES[prefix]
    page = open_page(user=cast.coder)
    bring(page, prefix, labels)
    page.locator("#text").focus()
    spans = sentences(TEXT)
    assert len(spans) == 20
    presses = []
    for number in range(20):
        if number:
            page.keyboard.press("ArrowDown")  # the text
        # Ten codes as the first that is offered, ten as the second with the marks of the coding before.
        keys = [*typed[number % 10], "1", "1", "2", "1"] if number < 10 else [*typed[number % 10], "ArrowDown", "1", "="]
        for key in keys:
            page.keyboard.press(key)
        presses.append(len(keys))
        expect(page.locator("#status")).to_contain_text(re.compile("Saved:|已保存："))
        expect(page.locator("[name=code]")).to_have_value("")
    assert max(presses) <= 6
    draft = Revision.objects.get(author=cast.coder)
    assert len({one["code"] for one in draft.document["codings"]}) == 20
    uses = [use["excerpt"] for one in draft.document["codings"] for use in one["evidence"]]
    excerpts = draft.document["beside"][0]["excerpts"]
    assert len(uses) == len(set(uses)) == len(excerpts) == 20
    assert sorted(one["text"] for one in excerpts) == sorted(TEXT[span.start : span.end].strip() for span in spans)
    axe(page)
    fits(page)

    # Half a coding, then the browser is closed.
    page.keyboard.press(typed[0][0])
    page.keyboard.press(typed[0][1])
    page.keyboard.press("Enter")
    page.locator("[name=reasoning]").fill("Half a thought")
    page.close(run_before_unload=True)
    kept_at_leaving(draft)
    again = open_page(f"{prefix}{reverse('cases:desk-draft', args=[draft.pk])}", user=cast.coder, width=390, scheme="dark")
    again.get_by_role("link").filter(has=again.locator("b")).first.click()
    expect(again.locator("[name=reasoning]")).to_have_value("Half a thought")
    axe(again)
    fits(again)
    again.get_by_role("link", name=re.compile(check)).click()
    expect(again.locator("main")).to_contain_text(TEXT[spans[0].start : spans[0].end].strip())
