"""Journey 7: a reviewer clears the queue by keyboard, field by field; the author reads why on the same page."""

import copy
import re

import pytest
from playwright.sync_api import expect

from cases.actions.draft import live_revision, save_draft, submit
from cases.models import Comment, Revision

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = {
    "": {"publish": "Publish what is accepted", "all": "Accept all and publish", "comment": "Comment", "send": "Send the comment",
         "use": "Use this wording", "again": "Send to review", "partly": "published a part", "missing": "cannot stand alone"},
    "/zh-hans": {"publish": "发布已采纳的改动", "all": "全部采纳并发布", "comment": "提意见", "send": "提交意见",
                 "use": "采用此措辞", "again": "提交审校", "partly": "一部分", "missing": "无法单独成立"},
}  # fmt: skip


def change_of_five_fields(by, uid: str) -> Revision:
    live = live_revision("case", uid)
    document = copy.deepcopy(live.document)
    document |= {
        "period": "2018/2020",
        "period_blank": None,
        "unit": "programme" if document["unit"] != "programme" else "service",
    }
    document["summary"] = {**document["summary"], "en": "Other words. " + document["summary"]["en"]}
    document["codings"][0]["confidence"] = "low" if document["codings"][0]["confidence"] != "low" else "high"
    document["codings"][1]["text"] = {"en": "Said anew.", "zh": "另述。", "original": "en"}
    document["lede"] = live.document["lede"]
    if live.document["period"] is None:  # the reason why there was none goes with it
        document["unit"] = live.document["unit"]
    return submit(revision=save_draft(document=document, by=by, base=live), by=by, reason="Read again.")


@pytest.mark.parametrize("prefix", list(LANGUAGES))
def test_reviewer_clears_the_queue(content, cast, open_page, fits, axe, prefix) -> None:
    words = LANGUAGES[prefix]
    first = change_of_five_fields(cast.coder, "province-a")
    change_of_five_fields(cast.reviewer, "city-b")  # the reviewer's own
    page = open_page(f"{prefix}/review/", user=cast.reviewer)
    expect(page.locator("main table tbody tr")).to_have_count(1)
    page.locator("main table tbody a").first.click()
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(5)
    axe(page)
    presses = ["a", "a", "a", "a", "a", "Enter"]
    assert len(presses) <= 7
    for key in presses:
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"/cases/province-a/"))
    assert live_revision("case", "province-a").pk == first.pk

    second = change_of_five_fields(cast.coder, "county-m")
    page.goto(f"{prefix}/review/{second.pk}/")
    row = page.locator("[data-row]").filter(has_text="Other words")
    row.locator("details.say summary").click()
    row.locator("select[name=target]").select_option("summary|en")
    row.locator("textarea[name=wording]").fill("Better words.")
    row.get_by_role("button", name=words["send"]).click()
    expect(page.locator(".suggested")).to_contain_text("Better words.")
    axe(page)
    for key in ["a", "a"]:
        page.keyboard.press(key)
    accepted = [radio.get_attribute("name") for radio in page.locator("input[value=accept]:checked").all()]
    for key in ["r", "r", "r"]:
        page.keyboard.press(key)
    page.locator("#id_reason").fill("Which source says so?")
    page.get_by_role("button", name=words["publish"]).click()
    expect(page.locator("main table")).to_have_count(0)
    assert len(accepted) == 2

    author = open_page(f"{prefix}/contribute/", width=390, user=cast.coder)
    expect(author.locator("#notices")).to_contain_text(words["partly"])
    author.locator("#notices a").first.click()
    expect(author.locator("main")).to_contain_text("Which source says so?")
    fits(author)
    axe(author)
    author.get_by_role("button", name=words["use"]).click()
    author.get_by_role("button", name=words["again"]).click()
    expect(author).to_have_url(re.compile(r"/contribute/$"))
    assert Comment.objects.get().adopted

    page.goto(f"{prefix}/review/")
    page.locator("main table tbody a").first.click()
    page.get_by_role("button", name=words["all"]).click()
    expect(page).to_have_url(re.compile(r"/cases/county-m/"))
    live = live_revision("case", "county-m").document
    assert (live["summary"]["en"], live["period"]) == ("Better words.", "2018/2020")
