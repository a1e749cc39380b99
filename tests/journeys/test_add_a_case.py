"""Journey 9: somebody adds a case on a phone, somebody else publishes it, everybody finds it. Before that nobody can."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from playwright.sync_api import Page, expect

from cases.enums import PATHS
from cases.models import Case, Revision

PLANTED = "Quokka-7731"
LANGUAGES = {
    "": {
        "period": "2019 to 2021",
        "draft": "Save the draft",
        "preview": "Save and preview",
        "send": "Save and send to review",
        "publish": "Accept all and publish",
        "saved": "Saved as a draft",
        "place": "Guizhou",
        "existing": "Guizhou",
        "failed": "Not saved: no connection.",
        "other tab": "another tab",
    },
    "/zh-hans": {
        "period": "2019年至2021年",
        "draft": "保存草稿",
        "preview": "保存并预览",
        "send": "保存并提交审校",
        "publish": "全部采纳并发布",
        "saved": "存为草稿",
        "place": "guizhou",
        "existing": "贵州",
        "failed": "未能保存：没有网络连接",
        "other tab": "其他标签页或设备",
    },
}
LISTS = [
    "/", "/cases/", f"/cases/?q={PLANTED}", "/compare/", f"/compare/?items=case:city-b,case:{PLANTED.lower()}",
    "/studies/", "/sources/", "/actors/", "/places/", "/places/guizhou/", "/codebook/", "/glossary/", "/datasets/",
    "/hypotheses/", "/matrix/", "/pairs/", "/comparisons/", "/me/searches/", "/cases/guizhou/actors/",
    "/timeline/?items=case:guizhou,case:sichuan",
    "/about/status/", "/review/", "/problems/weak-awareness/", "/models/market-based/", *(f"/{path}/" for path in PATHS),
]  # fmt: skip
API = [
    "/api/",
    "/api/cases/",
    f"/api/cases/?q={PLANTED}",
    "/api/codings/",
    "/api/links/",
    "/api/sources/",
    "/api/drafts/",
    "/api/schema/",
]


def addresses(prefix: str) -> list[str]:
    return [*(f"{prefix}{address}" for address in LISTS), *API]


def mentions(client: Client, prefix: str) -> dict[str, int]:
    """How often the planted word stands at each address: more than an empty record's own echo of the question is a leak."""
    return {address: said_at(client, address) for address in addresses(prefix)}


def echoes(client: Client, prefix: str) -> dict[str, int]:
    """The same before the word is planted: it can stand only where it is asked for."""
    return {one: said_at(client, one) if PLANTED.lower() in one.lower() else 0 for one in addresses(prefix)}


def said_at(client: Client, address: str) -> int:
    return client.get(address).content.decode().lower().count(PLANTED.lower())


def fill_in(page: Page, words: dict[str, str]) -> None:
    """The eight fields, choosing every code and mark from a list."""
    page.locator("[name=place]").fill(words["place"])
    page.locator("[name=title]").fill(f"Platform {PLANTED}")
    page.locator("[name=unit][value=platform]").check()
    page.locator("[name=period]").fill(words["period"])
    page.locator("[name=summary]").fill(f"One platform for all villages. {PLANTED}")
    page.locator("[name=source]").fill(f"https://example.org/{PLANTED}")
    page.locator("[name='problem-0-code']").select_option("problem:weak-awareness")
    page.locator("[name='model-code']").select_option("not-reported")


def answer_what_is_asked(page: Page) -> None:
    """After the first save the form asks how the claim is known and what the new source is."""
    chosen = {
        "source_title": f"A report by {PLANTED}", "source_type": "report", "source_language": "en", "source_completeness": "full",
        "problem-0-basis": "stated", "problem-0-confidence": "high", "problem-0-strength": "found",
        "problem-0-passage": "Officials saw no need for it.", "problem-0-locator": "p. 2",
    }  # fmt: skip
    for name, value in chosen.items():
        field = page.locator(f"[name='{name}']").first
        if field.evaluate("e => e.type") == "radio":
            page.locator(f"[name='{name}'][value='{value}']").check()
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def lose_nothing(page: Page, words: dict[str, str]) -> None:
    """The connection goes and the browser crashes: what was typed comes back. A second tab is told and overwrites nothing."""
    browser, address, typed = page.context, page.url, f"Typed without a connection. {PLANTED}"
    browser.set_offline(True)
    page.locator("[name=summary]").fill(typed)
    expect(page.locator("[data-saved]")).to_contain_text(words["failed"])
    page.close()  # without a word to the page, as a crash does
    browser.set_offline(False)
    back, other = browser.new_page(), browser.new_page()
    back.goto(address)
    back.locator("[data-unsaved] [data-restore]").click()
    expect(back.locator("[name=summary]")).to_have_value(typed)
    other.goto(address)
    back.locator("[name=period]").fill(words["period"])
    expect(back.locator("[data-saved]")).to_contain_text(words["saved"])
    other.locator("[name=title]").fill("From the second tab")
    expect(other.locator("[data-saved] button")).to_be_visible()
    expect(other.locator("[data-saved]")).to_contain_text(words["other tab"])
    draft = Revision.objects.open().get()
    assert typed in draft.document["summary"].values()
    assert "From the second tab" not in draft.document["label"].values()


@pytest.mark.parametrize("prefix", list(LANGUAGES))
def test_contributor_adds_a_case_and_a_reviewer_publishes_it(
    content, cast, open_page, fits, axe, outsider, signed_in, prefix
) -> None:
    words = LANGUAGES[prefix]
    coder = signed_in(cast.coder)
    echo, echo_of_coder = echoes(outsider, prefix), echoes(coder, prefix)
    page = open_page(f"{prefix}/contribute/case/", width=390, user=cast.contributor)
    fill_in(page, words)
    expect(page.locator("[data-saved]")).to_contain_text(words["saved"])
    lose_nothing(page, words)
    page = open_page(f"{prefix}/contribute/", width=390, user=cast.contributor)
    page.get_by_role("link", name=re.compile(PLANTED)).first.click()
    page.get_by_role("button", name=words["draft"]).click()
    expect(page.locator("[name=title]")).to_have_value(f"Platform {PLANTED}")
    expect(page.locator("main")).to_contain_text(words["existing"])
    fits(page)
    axe(page)
    assert mentions(outsider, prefix) == echo

    answer_what_is_asked(page)
    page.get_by_role("button", name=words["preview"]).click()
    expect(page.locator("#evidence")).to_contain_text("Officials saw no need for it.")
    fits(page)
    page.go_back()
    page.get_by_role("button", name=words["send"]).click()
    expect(page).to_have_url(re.compile(r"/contribute/"))
    draft = Revision.objects.open().get()
    assert draft.state == "submitted"
    assert mentions(outsider, prefix) == echo
    assert mentions(coder, prefix) == echo_of_coder
    for name in ("draft", "review-revision"):
        assert outsider.get(reverse(f"cases:{name}", args=[draft.pk])).status_code == 404
    assert outsider.get(f"/api/drafts/{draft.pk}/").status_code in (401, 404)

    author = signed_in(cast.contributor)
    assert author.post(reverse("cases:review-decide", args=[draft.pk])).status_code in (403, 404)
    reviewer = open_page(f"{prefix}/review/", user=cast.reviewer)
    reviewer.get_by_role("link", name=re.compile(PLANTED)).first.click()
    expect(reviewer.locator("main")).to_contain_text("Officials saw no need for it.")
    axe(reviewer)
    reviewer.get_by_role("button", name=words["publish"]).click()
    expect(reviewer.locator("#id_compared")).to_be_visible()  # a first contribution is held until its evidence was looked at
    reviewer.locator("#id_compared").check()
    reviewer.get_by_role("button", name=words["publish"]).click()
    expect(reviewer.locator("main")).to_contain_text(PLANTED)

    case = Case.objects.get(revision__author=cast.contributor)
    assert (case.place.uid, case.revision.reviewer) == ("guizhou", cast.reviewer)
    reader = open_page(f"{prefix}/cases/?place=guizhou&problem=problem:weak-awareness")
    reader.get_by_role("link", name=re.compile(PLANTED)).first.click()
    expect(reader.locator("#evidence")).to_contain_text("Officials saw no need for it.")
    compared = open_page(f"{prefix}/compare/?items=case:guizhou,case:{case.slug}")
    expect(compared.get_by_role("table")).to_contain_text(PLANTED)
    assert outsider.get(f"/api/cases/{case.uid}/").status_code == 200
    found = {address for address, number in mentions(outsider, prefix).items() if number > echo[address]}
    lists = ("/", f"/cases/?q={PLANTED}", "/sources/", "/places/guizhou/", "/problems/weak-awareness/")
    assert {"/api/cases/", *(f"{prefix}{address}" for address in lists)} <= found


def test_every_list_is_among_those_searched_for_leaks() -> None:
    """A new list has to be added above."""
    lists = {name for name in get_resolver("cases.urls").reverse_dict if isinstance(name, str) and name.endswith("-list")}
    assert lists == {
        "case-list", "code-list", "study-list", "source-list", "actor-list", "place-list", "dataset-list", "comparison-list",
        "hypothesis-list", "saved-list",
    }  # fmt: skip
