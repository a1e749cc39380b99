"""A county official asks what to do, plans it, and comes back after a year; in both languages."""

import io
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from advice.actions.plan import add_measure
from advice.models import FollowUp, Measure, Plan
from cases.actions.draft import submit
from cases.actions.review import accept
from cases.models import Code, Revision
from tests.journeys.test_every_page import OPPOSITE

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = [
    "/advice/",
    "/advice/cards/?case=county-m",
    "/advice/cards/?problem=problem:data-barriers&problem=problem:reporting-burden",
    "/advice/cards/?case=sichuan",
    "/advice/gaps/",
    "/advice/paths/places/jilin/",
    "/advice/paths/places/deqing/",
    "/advice/benchmarks/county-m/",
    "/advice/curation/",
]
WORDS = {
    "": {
        "q": "departments do not share data", "show": "Show what may answer it", "add": "Add to my plan", "save": "Save the plan",
        "adapt": "What is to be different here", "check": "When to look at it again", "due": "Time to look again",
        "say": "Say what came of it", "keep": "Keep it", "begin": "Begin the draft", "thin": "Before you rely on a card",
        "caution": "What went wrong elsewhere, and when not to copy it", "unknown": "unknown", "short": "not met",
        "ours": "The two are joined by us", "silent": "not reported",
    },
    "/zh-hans": {
        "q": "数据共享难", "show": "查看可用的对策", "add": "加入我的方案", "save": "保存方案",
        "adapt": "在这里要作哪些调整", "check": "何时再看", "due": "该再看一看了",
        "say": "填写结果", "keep": "保存", "begin": "建立草稿", "thin": "采用之前请注意",
        "caution": "他处出过什么问题，什么情况下不宜照搬", "unknown": "未知", "short": "未满足",
        "ours": "二者由本库联系起来", "silent": "原文未报告",
    },
}  # fmt: skip


@pytest.mark.looks
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits(content, seen, axe, fits, path) -> None:
    for page in seen(path, OPPOSITE):
        fits(page)
        axe(page)


def fill_to_four(plan: Plan) -> None:
    """Three more measures, those with the most passages and cautions, each with a few lines and something that came of it."""
    more = [
        ("one-map-platform", ["data-barriers"]), ("learn-from-neighbour", ["dissatisfaction-with-governance"]),
        ("one-architecture", ["missing-standards", "fragmented-platforms"]),
    ]  # fmt: skip
    for name, problems in more:
        code = Code.objects.get(uid=f"countermeasure:{name}")
        measure = add_measure(by=plan.owner, plan=plan, code=code, problems=[f"problem:{one}" for one in problems])
        measure.adaptation = "The three offices whose data are asked for most begin; the rest joins with its own rules. " * 2
        measure.responsible = "County data bureau, with the office of the county government"
        measure.save()
        FollowUp.objects.create(measure=measure, outcome="partly", happened="Two of three send their lists every month." * 2)


def print_on_two_pages(page: Page, language: str, plan: Plan) -> None:
    """The plan with four measures as Chromium would print it; then with one again."""
    fill_to_four(plan)
    page.goto(f"{language}/advice/plans/{plan.pk}/print/")
    expect(page.locator("main")).to_contain_text("The party secretary first")
    paper = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(paper.pages) <= 2
    printed = "".join(sheet.extract_text() for sheet in paper.pages)
    assert printed.count("The three offices") == 6, "every measure is on the two pages"
    Measure.objects.filter(adaptation__contains="three offices").update(set_aside=True)


def see_the_benchmarks(page: Page, language: str, words: dict[str, str]) -> None:
    """Deqing and Shunde beside the case that holds them up; which links are ours is said."""
    page.goto(f"{language}/advice/cards/?case=county-m")
    expect(page.locator("#card-stronger-data-use")).to_contain_text(words["ours"])
    page.locator(f'a[href="{language}/advice/benchmarks/county-m/"]').click()
    for slug in ("deqing", "shunde"):
        expect(page.locator(f"#b-{slug}")).to_contain_text(words["silent"])


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_an_official_asks_plans_and_comes_back(content, open_page, cast, language, axe, fits) -> None:
    words = WORDS[language]
    page = open_page(f"{language}/", user=cast.contributor)
    page.locator(".entrances a").filter(has_text=re.compile(r"countermeasures|对策")).click()
    page.locator("#id_q").fill(words["q"])
    page.locator("#id_level").select_option("county")
    page.locator('[name="condition:leadership-attention"]').select_option("weak")
    page.get_by_role("button", name=words["show"]).click()

    # Cards: both marks, line by line, a caution on each; the private profile is in no address.
    expect(page).to_have_url(re.compile(r"problem=problem:data-barriers"))
    assert "=weak" not in page.url
    assert "county" not in page.url
    assert "leadership" not in page.url
    expect(page.locator("main")).to_contain_text(words["thin"])
    cards = page.locator("article.card")
    assert cards.count() >= 3
    expect(page.get_by_role("heading", name=words["caution"])).to_have_count(cards.count())
    chiefs = page.locator("#card-cloud-chiefs")
    expect(chiefs.locator('[data-line="condition:leadership-attention"]').first).to_contain_text(words["short"])
    expect(chiefs.locator('[data-line="condition:fiscal-resources"]').first).to_contain_text(words["unknown"])

    # The plan: adaptation, a day, a brief on paper.
    chiefs.get_by_role("button").filter(has_text=words["add"]).click()
    page.get_by_label(words["adapt"]).fill("The party secretary first / 书记先行")
    page.get_by_label(words["check"]).fill(timezone.localdate().isoformat())
    page.get_by_role("button", name=words["save"]).click()
    plan = Plan.objects.get()
    assert Measure.objects.get().check_on == timezone.localdate()
    axe(page)
    print_on_two_pages(page, language, plan)
    see_the_benchmarks(page, language, words)

    # A year on: a reminder opens the plan; a failure is told, with its document, and offered.
    page.goto(f"{language}/me/")
    expect(page.locator("#notices")).to_contain_text(words["due"])
    axe(page)
    page.locator("#notices a").first.click()
    page.get_by_role("link", name=words["say"]).click()
    page.locator('input[name="outcome"][value="dropped"]').check()
    page.locator("#id_happened").fill("Nobody filled the post / 无人任职 2027")
    page.locator("#id_document").set_input_files({"name": "2027.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    page.get_by_role("button", name=words["keep"], exact=True).click()
    fits(page)
    axe(page)
    page.locator('input[name="sharing"][value="anonymised"]').check()
    page.get_by_role("button", name=words["begin"]).click()
    expect(page).to_have_url(re.compile(r"/contribute/\d+/"))

    # Reviewed and published, the card shows it among what went wrong.
    draft = Revision.objects.get(uid__startswith="experience-", kind="case")
    submit(revision=draft, by=cast.contributor)
    accept(revision=draft, by=cast.reviewer)
    page.goto(f"{language}/advice/cards/?problem=problem:data-barriers")
    expect(page.locator("#card-cloud-chiefs .caution")).to_contain_text("Nobody filled the post")


def test_the_question_is_asked_without_scripts(content, open_page) -> None:
    page = open_page("/problems/reporting-burden/", scripts=False)
    page.get_by_role("link", name="Find countermeasures for my place").click()
    expect(page.get_by_label("Reporting burden")).to_be_checked()
    page.get_by_role("button", name="Show what may answer it").click()
    expect(page.locator("article.card h2").first).to_have_text("One network, one grid")
    page.goto("/cases/county-m/")
    page.get_by_role("link", name="Advice for County M").click()
    expect(page.locator("article.card")).to_have_count(4)
    page.get_by_role("link", name="Open them beside this case").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Benchmarks of County M")
