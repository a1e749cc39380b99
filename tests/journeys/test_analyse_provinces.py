"""Journey 2: from the provinces’ data set to paths, their provinces, their values and sources; and the real worker."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Locator, Page, expect

from analyses.actions.design import copy, decide
from analyses.actions.run import ask
from analyses.documents.design import Calibration, Design, SetChoice
from analyses.engine import propose
from analyses.models import Analysis, AnalysisRun
from analyses.queries.assembling import raw_values
from analyses.queries.tables import table_for
from analyses.tasks import enqueue
from tests.exchange import r_script
from tests.test_repository import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "": {
        "groups": "in three groups rather than ranks", "show": "Show", "analyse": "Analyse", "save": "Save and calibrate",
        "propose": "10th, 50th and 90th percentile", "run": "Save and run", "table": "Save and go to the truth table",
        "path": "Path 1", "beside": "Lay it beside", "silent": "not reported", "robust": "Robustness", "test": "Test robustness",
        "report": "Report", "cancel": "Cancel", "cancelled": "Cancelled. Nothing was kept.",
        "rows": "7 conditions make 128 possible rows",
    },
    "/zh-hans": {
        "groups": "分三组，不排名", "show": "显示", "analyse": "分析", "save": "保存并校准",
        "propose": "第10、50、90百分位数", "run": "保存并运行", "table": "保存并进入真值表",
        "path": "路径1", "beside": "并列", "silent": "原文未报告", "robust": "稳健性", "test": "检验稳健性", "report": "报告",
        "rows": "7个条件产生128种可能的行",
    },
}  # fmt: skip
OUTCOME = "online-service-capability-2019"
ADDED = ("ecommerce-to-gdp-2018", "internet-penetration-2016")


@pytest.mark.parametrize("language", list(WORDS))
def test_provinces_from_data_set_to_solution_in_twelve_clicks(content, open_page, person, language, axe, fits) -> None:
    words = WORDS[language]
    page: Page = open_page(f"{language}/datasets/provinces-2018-2019/plot/", user=person("lin"))
    expect(page.get_by_text(words["groups"])).to_be_visible()
    page.goto(f"{language}/datasets/provinces-2018-2019/")
    clicks = 0

    def click(target: Locator) -> None:
        nonlocal clicks
        target.click()
        clicks += 1

    # Two conditions more, and the rows reorder by the outcome.
    click(page.locator("details.pickcolumns summary"))
    for name in ADDED:
        click(page.locator(f"details.pickcolumns input[value={name}]"))
    page.locator("#sort").select_option(OUTCOME)
    page.locator("input[name=down]").check()
    clicks += 2
    click(page.get_by_role("button", name=words["show"], exact=True))
    at = page.locator("table.values thead th[aria-sort=descending]").evaluate("head => head.cellIndex")
    scores = [float(text) for text in page.locator(f"table.values tbody tr :nth-child({at + 1}) .val").all_inner_texts()]
    assert len(scores) == 31
    assert scores == sorted(scores, reverse=True)
    # What was looked at is what is asked about: outcome and conditions are chosen already.
    click(page.locator("main").get_by_role("link", name=words["analyse"], exact=True))
    page.locator("#id_question").fill("Which combinations go with strong services?")
    click(page.get_by_role("button", name=words["save"]))
    click(page.get_by_role("link", name=words["propose"]))
    drag_an_anchor(page)
    page.locator("#reason_for_all").fill("Percentiles, for want of an outside standard.")
    click(page.get_by_role("button", name=words["table"]))
    expect(page.get_by_text(words["rows"])).to_be_visible()
    click(page.get_by_role("button", name=words["run"]))
    expect(page.locator("table.fiss")).to_be_visible(timeout=60_000)
    assert clicks <= 12
    assert re.search(r"/analyses/runs/\w+/$", page.url)
    fits(page)
    axe(page)
    solution = page.url
    # From a path to its provinces, from one of them to the source of a value: two clicks.
    page.locator("table.fiss").get_by_role("link", name=words["path"]).click()
    page.locator("main table.stack tbody th a").first.click()
    row = page.locator("tbody tr").filter(has=page.locator(f"a[href*='{ADDED[0]}']"))
    expect(row).to_contain_text("2018")
    row.locator("a[href*='/values/']").first.click()
    expect(page).to_have_url(re.compile("/datasets/provinces-2018-2019/values/"))
    page.goto(solution)
    lay_beside_the_published(page, words)
    page.goto(solution)
    keep_robustness(page, words)
    take_along(page, words)


def drag_an_anchor(page: Page) -> None:
    """The line follows the pointer, and what is typed follows the line."""
    figure = page.locator("svg[data-anchors]").first
    field = page.locator(f"#{figure.get_attribute('data-anchors')}")
    before = field.input_value().split()
    figure.scroll_into_view_if_needed()
    box = figure.locator(".grip").nth(2).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y, steps=3)
    page.mouse.up()
    after = field.input_value().split()
    assert after[:2] == before[:2]
    assert float(after[2]) > float(before[2])


def lay_beside_the_published(page: Page, words: dict[str, str]) -> None:
    """7 + 5 paths and 4 types as printed, with what is not reported, next to the run of a moment ago."""
    run = urlsplit(page.url).path
    page.get_by_role("button", name=words["beside"]).click()
    printed = [page.locator("main table tbody tr").nth(row).locator("td").first for row in (3, 4, 5)]
    for cell, number in zip(printed, ("7", "5", "4"), strict=True):
        expect(cell).to_have_text(re.compile(rf"^\s*{number}(?!\d)"))
    expect(printed[0]).to_contain_text(words["silent"])
    expect(page.locator(f"thead a[href='{run}']")).to_be_visible()


def keep_robustness(page: Page, words: dict[str, str]) -> None:
    page.get_by_role("list").get_by_role("link", name=words["robust"], exact=True).click()
    for name in ("units", "conditions", "ranges"):
        page.locator(f"#id_{name}").uncheck()
    page.get_by_role("button", name=words["test"]).click()
    expect(page.locator("tr.trial").first).to_be_attached(timeout=60_000)
    page.goto(page.url.split("?")[0])
    expect(page.locator("tr.trial").first).to_be_attached()


def take_along(page: Page, words: dict[str, str]) -> None:
    """Report, tables, data and script as files; the script hands R the sets of the page."""
    page.get_by_role("list").get_by_role("link", name=words["report"], exact=True).click()
    starts = {"docx": b"PK", "xlsx": b"PK", "fsqca.csv": b"case,", "raw.csv": b"\xef\xbb\xbf", "R": b"#"}
    for form in starts if words is WORDS[""] else ("raw.csv", "R"):
        with page.expect_download(timeout=60_000) as coming:
            page.locator(f"#files a[href$='/as/{form}/']").click()
        found = Path(coming.value.path()).read_bytes()
        assert found.startswith(starts[form]), form
        assert coming.value.suggested_filename.endswith(f".{form}")
    script = r_script.columns(r_script.code_of(found.decode()))
    assert len(script) == 8
    assert {len(values) for values in script.values()} == {31}


@pytest.fixture
def worker(content, live_server) -> Iterator[None]:
    """The worker that `make run` starts, as a program of its own beside the server, on the tests' own database."""
    name = connection.settings_dict["NAME"]
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    command = [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--interval", "0.2", "--no-reload"]
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "casebase.settings",
            "DATABASE_URL": url,
            "TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
        }
        program = subprocess.Popen(command, cwd=ROOT, env=environment)
        yield
        program.terminate()  # it ends what it is doing first
        try:
            program.wait(timeout=60)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
            raise


def with_eight_conditions(analysis: Analysis, by: Any) -> Analysis:
    """So much to test that there is time to stop it on any machine."""
    design = Design.model_validate(analysis.design)
    table = table_for(design)
    taken = {one.variable for one in design.sets}
    conditions = list(design.conditions)
    for at, column in enumerate([one for one in table.columns.values() if one.key not in taken and table.known(one.key) == 31]):
        choice = SetChoice(name=f"MORE_{at}", variable=column.key)
        raw = [value for _unit, value in raw_values(design, table, choice)]
        calibration = Calibration(method="direct", thresholds=propose(raw, "percentiles"), reason="percentiles")
        conditions.append(choice.model_copy(update={"calibration": calibration}))
    return decide(analysis, design.model_copy(update={"conditions": conditions[:8]}), by=by)


def test_progress_is_shown_and_a_test_can_be_cancelled(content, open_page, worker, person) -> None:
    words = WORDS[""]
    lin = person("lin")
    analysis = with_eight_conditions(copy(Analysis.objects.get(ref="provinces-31-online-services"), by=lin), lin)
    run = ask(analysis, by=lin, enqueue=enqueue)
    page: Page = open_page(run.get_absolute_url(), user=lin)
    expect(page.locator("table.fiss")).to_be_visible(timeout=60_000)
    page.get_by_role("list").get_by_role("link", name=words["robust"]).click()
    page.get_by_role("button", name=words["test"]).click()
    expect(page.locator("progress:not([value='0'])")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name=words["cancel"]).click()
    expect(page.get_by_text(words["cancelled"])).to_be_visible(timeout=60_000)
    assert run.tests.get().results is None


@pytest.mark.looks
@pytest.mark.parametrize(("language", "width", "scheme"), [("", 390, "light"), ("/zh-hans", 1280, "dark")])
def test_pages_of_analyses_are_accessible_and_fit(content, open_page, person, axe, fits, language, width, scheme) -> None:
    run = AnalysisRun.objects.get(analysis__ref="provinces-31-online-services", kind="solution")
    lin = person("lin")
    mine = copy(run.analysis, by=lin)
    page = open_page(f"{language}/analyses/", width=width, scheme=scheme, user=lin)
    addresses = {
        "": [
            "", "new/?dataset=provinces-2018-2019", "published/provinces-31/",
            *(f"{mine.ref}/{step}/" for step in ("calibrate", "necessity", "truth-table")),
            *(f"runs/{run.ref}/{part}" for part in ("", "path/", "units/19/", "robustness/")),
        ],
        "/zh-hans": [
            "published/provinces-31/",
            *(f"runs/{run.ref}/{part}" for part in ("", "design/", "calibration/", "necessity/", "truth-table/", "report/")),
        ],
    }[language]  # fmt: skip
    for address in addresses:
        page.goto(f"{language}/analyses/{address}")
        fits(page)
        axe(page)
