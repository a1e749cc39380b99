"""Journey 2: from the provinces’ data set to paths, their provinces, their values and sources, with the real worker."""

import re
import threading
from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import override_settings
from django_tasks_db.management.commands.db_worker import Worker
from playwright.sync_api import Page, expect

from analyses.models import AnalysisRun

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "": {
        "analyse": "Analyse", "save": "Save and calibrate", "propose": "10th, 50th and 90th percentile", "run": "Save and run",
        "table": "Save and go to the truth table", "path": "Path 1", "robust": "Robustness", "test": "Test robustness",
        "cancel": "Cancel", "cancelled": "Cancelled. Nothing was kept.",
        "rows": "3 conditions make 8 possible rows",
    },
    "/zh-hans": {
        "analyse": "分析", "save": "保存并校准", "propose": "第10、50、90百分位数", "run": "保存并运行",
        "table": "保存并进入真值表", "path": "路径1",
        "robust": "稳健性", "test": "检验稳健性", "cancel": "取消", "cancelled": "已取消，没有保存任何结果。",
        "rows": "3个条件产生8种可能的行",
    },
}  # fmt: skip
CONDITIONS = ("science-technology-share-2018", "ecommerce-to-gdp-2018", "internet-penetration-2016")


@pytest.fixture
def worker(content, live_server) -> Iterator[None]:
    """The worker that `make run` starts as a program of its own, here beside the server, on the tests' own database."""
    real = Worker(
        queue_names=["*"], interval=0.2, batch=False, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="journeys", excluded_queue_names=[],
    )  # fmt: skip

    def work() -> None:
        try:
            real.run()
        finally:
            connections.close_all()

    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        thread = threading.Thread(target=work)
        thread.start()
        yield
        real.running = False
        thread.join(timeout=60)
        assert not thread.is_alive()


@pytest.mark.parametrize("language", list(WORDS))
def test_provinces_from_data_set_to_solution_in_twelve_clicks(content, open_page, person, language, axe, fits) -> None:
    words = WORDS[language]
    page: Page = open_page(f"{language}/datasets/provinces-2018-2019/", user=person("lin"))
    clicks = 0

    def click(target) -> None:
        nonlocal clicks
        target.click()
        clicks += 1

    click(page.locator("main").get_by_role("link", name=words["analyse"], exact=True))
    page.locator("#id_question").fill("Which combinations go with strong services?")
    page.locator("#id_outcome").select_option("online-service-capability-2019")
    clicks += 1
    for name in CONDITIONS:
        click(page.locator(f"tr[data-variable={name}] input[type=checkbox]"))
    click(page.get_by_role("button", name=words["save"]))
    click(page.get_by_role("link", name=words["propose"]))
    page.locator("#reason_for_all").fill("Percentiles, for want of an outside standard.")
    click(page.get_by_role("button", name=words["table"]))
    expect(page.get_by_text(words["rows"])).to_be_visible()
    click(page.get_by_role("button", name=words["run"]))
    expect(page.locator("table.fiss")).to_be_visible(timeout=60_000)
    assert clicks <= 12
    assert re.search(r"/analyses/runs/\w+/$", page.url)
    fits(page)
    axe(page)
    # From a path to its provinces, from one of them to the source of a value: two clicks.
    page.locator("table.fiss").get_by_role("link", name=words["path"]).click()
    page.locator("main table.stack tbody th a").first.click()
    row = page.locator("tbody tr").filter(has=page.locator("a[href*='science-technology-share-2018']"))
    expect(row).to_contain_text("2018")
    row.locator("a[href*='/values/']").first.click()
    expect(page).to_have_url(re.compile("/datasets/provinces-2018-2019/values/"))


@pytest.mark.long
def test_progress_is_shown_and_a_test_can_be_cancelled(content, open_page, worker, person, signed_in) -> None:
    words = WORDS[""]
    lin = person("lin")
    signed_in(lin).post("/analyses/provinces-31-online-services/copy/")
    page: Page = open_page(f"/analyses/{lin.analyses.get().ref}/truth-table/", user=lin)
    page.get_by_role("button", name=words["run"]).click()
    expect(page.locator("table.fiss")).to_be_visible(timeout=60_000)
    page.get_by_role("list").get_by_role("link", name=words["robust"]).click()
    page.get_by_role("button", name=words["test"]).click()
    expect(page.locator("progress")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name=words["cancel"]).click()
    expect(page.get_by_text(words["cancelled"])).to_be_visible(timeout=60_000)


@pytest.mark.parametrize(("language", "width", "scheme"), [("", 1280, "light"), ("/zh-hans", 390, "dark")])
def test_pages_of_analyses_are_accessible_and_fit(content, open_page, person, axe, fits, language, width, scheme) -> None:
    run = AnalysisRun.objects.get(analysis__ref="provinces-31-online-services", kind="solution")
    page = open_page(f"{language}/analyses/", width=width, scheme=scheme, user=person("lin"))
    addresses = ["", "published/provinces-31/", "new/?dataset=provinces-2018-2019"]
    addresses += [
        f"runs/{run.ref}/{part}" for part in ("", "design/", "calibration/", "necessity/", "truth-table/", "path/", "units/19/")
    ]
    for address in addresses:
        page.goto(f"{language}/analyses/{address}")
        fits(page)
        axe(page)
