"""Runs of analyses as files: the numbers of the page in each form, a script that says exactly what was asked."""

import csv
import io
import json
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client
from docx import Document

from analyses.actions.design import begin
from analyses.actions.run import ask, ask_robustness, compute
from analyses.documents.design import Design, Words
from analyses.documents.robustness import RobustnessOptions
from analyses.models import AnalysisRun
from analyses.tasks import WORKINGS
from tests.exchange import r_script

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
PREFIXES = ["", "/zh-hans"]
LETTERS = ["=1+1", "+b", "-c", "@d", "e", "f", "g", "h", "i", "j", "k", "l"]
RAW = [[12, 1, 3], [55, 4, 1], [71, 6, 2], [34, 2, 0], [88, 9, 2], [93, 8, 1], [20, 3, 2], [61, 7, 0], [45, 2, 1], [77, 5, 2],
       [15, 8, 0], [66, 1, 2]]  # fmt: skip


def worked(name: str) -> AnalysisRun:
    return AnalysisRun.objects.get(analysis__ref=name, kind="solution")


def design(**more: Any) -> dict[str, Any]:
    """A design on a table of one's own, with units and columns that a spreadsheet might take for formulas."""
    rows = [[name, *map(str, values)] for name, values in zip(LETTERS, RAW, strict=True)]
    upload = {"name": "=table.csv", "sha256": "", "unit_column": "unit", "columns": ["unit", "=y", "x", "z"], "rows": rows}
    direct = {"method": "direct", "thresholds": [20, 50, 80], "reason": "=why\nquit()"}
    conditions = [
        {"name": "X", "variable": "x", "expected": [1], "calibration": {"method": "crisp", "thresholds": [5], "reason": "r"}},
        {"name": "Z", "variable": "z", "calibration": {"method": "multi-value", "thresholds": [1, 2], "reason": "r"}},
    ]
    outcome = {"name": "Y", "variable": "=y", "calibration": direct}
    return {
        "units": {"kind": "upload", "upload": upload},
        "outcome": outcome,
        "conditions": conditions,
        "question": "=ask",
    } | more


@pytest.fixture
def finished(cast):
    """`finished(design)`: the run of a design of one's own, computed at once."""

    def make(document: dict[str, Any]) -> SimpleNamespace:
        title: Words = {"en": "=HYPERLINK(1)", "zh": "=HYPERLINK(1)"}
        analysis = begin(design=Design.model_validate(document), title=title, by=cast.contributor)
        run = ask(analysis, by=cast.contributor, enqueue=lambda pk: None)
        compute(run.pk, WORKINGS)
        run.refresh_from_db()
        assert run.state == "done", run.trouble
        return SimpleNamespace(run=run, path=f"/analyses/runs/{run.ref}/")

    return make


@pytest.mark.parametrize("prefix", PREFIXES)
def test_word_and_excel_hold_what_the_page_shows(content, outsider: Client, prefix, django_assert_max_num_queries) -> None:
    run, options = worked("provinces-31-online-services"), RobustnessOptions(pri=[0.6, 0.7], ranges=True)
    compute(ask_robustness(run, options.model_dump(mode="json"), by=None, enqueue=lambda pk: None).pk, WORKINGS)
    path = f"{prefix}/analyses/runs/{run.ref}"
    with django_assert_max_num_queries(12):
        page = outsider.get(f"{path}/report/")
    report, html = page.context["report"], page.content.decode()
    assert ("必要性" in html) == bool(prefix)
    keys = {table.key: table for table in report.tables}
    assert {"robust-trials-1", "robust-ranges-1", "published-beside"} <= set(keys)
    assert [row[0].number for row in keys["robust-trials-1"].rows] == [None, None]
    silent = "原文未报告" if prefix else "not reported"
    assert [row[2].text for row in keys["published-results"].rows].count(silent) >= 7 + 5
    with django_assert_max_num_queries(12):
        document = Document(io.BytesIO(outsider.get(f"{path}/as/docx/").content))
    book = openpyxl.load_workbook(io.BytesIO(outsider.get(f"{path}/as/xlsx/").content))
    assert len(document.tables) == len(report.tables) == len(book.worksheets) - 1 > 20
    for table, printed, sheet in zip(report.tables, document.tables, book.worksheets[1:], strict=True):
        assert f'id="{table.key}"' in html
        shown = [*table.head, *(cell.text for row in table.rows for cell in row)]
        assert [cell.text for cell in printed._cells] == shown, table.key
        down = sheet.iter_rows(min_row=2, max_row=len(table.rows) + 1, max_col=len(table.head), values_only=True)
        for row, cells in zip(table.rows, down, strict=True):
            for cell, held in zip(row, cells, strict=True):
                # A spreadsheet keeps sixteen digits.
                assert held == (cell.text or None) if cell.number is None else held == pytest.approx(cell.number, rel=1e-14)
    assert [paragraph.text for paragraph in document.paragraphs if "GB/T" in paragraph.text]
    plots = sum(len(section.plots) for section in report.sections)
    assert len(document.inline_shapes) == plots > 2 or "SVG" in " ".join(paragraph.text for paragraph in document.paragraphs)


def test_configurations_print_large_signs_for_core_and_small_ones_for_peripheral(content, outsider: Client) -> None:
    path = f"/analyses/runs/{worked('provinces-31-online-services').ref}"
    report = outsider.get(f"{path}/report/").context["report"]
    at = next(at for at, table in enumerate(report.tables) if table.key == "configurations-presence-intermediate")
    signs = [(cell.text, cell.is_core) for row in report.tables[at].rows for cell in row if cell.symbol]
    assert {("●", True), ("•", False), ("⊗", False)} <= set(signs)
    book = openpyxl.load_workbook(io.BytesIO(outsider.get(f"{path}/as/xlsx/").content))
    sheet = book.worksheets[at + 1]
    sizes = {(cell.value, cell.font.sz) for row in sheet.iter_rows() for cell in row if cell.value in ("●", "•", "⊗")}
    assert {("●", 16), ("•", 8), ("⊗", 8)} <= sizes
    printed = Document(io.BytesIO(outsider.get(f"{path}/as/docx/").content)).tables[at]
    runs = [run for row in printed.rows for cell in row.cells for run in cell.paragraphs[0].runs if run.text in ("●", "•")]
    assert {(run.text, run.font.size.pt) for run in runs} == {("●", 15), ("•", 8)}
    tex = outsider.get(f"{path}/as/tex/").content.decode()
    assert r"{\Large$\bullet$}" in tex
    assert r"{\scriptsize$\otimes$}" in tex
    assert tex.count(r"\begin{longtable}") == len(report.tables)
    assert "_" not in tex.replace(r"\_", "").split(r"\toprule", 1)[1]


def test_figures_stand_alone_in_both_languages(content, outsider: Client) -> None:
    path = f"analyses/runs/{worked('provinces-31-online-services').ref}/as"
    figures = ["side=absence", "figure=path&path=2", "figure=necessity&side=absence&expr=~TALENT%2B~ITRES"]
    drawn = [outsider.get(f"/{path}/svg/?{figure}").content for figure in figures]
    assert len({*drawn, outsider.get(f"/{path}/svg/").content}) == 4
    assert b"absence of Digital talent or absence of IT resources" in drawn[2]
    for prefix, name in (("/", "Beijing"), ("/zh-hans/", "北京")):
        svg = outsider.get(f"{prefix}{path}/svg/?side=absence").content.decode()
        assert svg.startswith("<?xml")
        assert "xmlns=" in svg
        assert "<style>" in svg
        assert name in svg
        png = outsider.get(f"{prefix}{path}/png/")
        assert png.content.startswith(b"\x89PNG") or (png.status_code == 503 and b"SVG" in png.content)


def test_data_for_fsqca_are_the_memberships_and_raw_data_say_what_is_known(content, outsider: Client) -> None:
    run = worked("provinces-31-online-services")
    rows = list(csv.reader(io.StringIO(outsider.get(f"/analyses/runs/{run.ref}/as/fsqca.csv/").content.decode())))
    assert rows[0] == ["case", "SERVICE", "TALENT", "ITRES", "FISCAL", "DIGECO", "DEMAND"]
    for at, name in enumerate(rows[0][1:], start=1):
        assert [float(row[at]) for row in rows[1:]] == run.results["memberships"][name]
    raw = outsider.get(f"/analyses/runs/{run.ref}/as/raw.csv/").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(raw)))
    assert len(lines) == 1 + 31 * 6
    assert any(line[8] for line in lines[1:])
    assert {line[2] for line in lines[1:]} == set(rows[0][1:])
    whole = json.loads(outsider.get(f"/analyses/runs/{run.ref}/as/json/").content)
    assert whole["results"] == run.results


@pytest.mark.parametrize("name", ["provinces-31-online-services", "eu27-egovernment-success"])
def test_script_hands_r_exactly_what_the_run_was_asked(content, outsider: Client, name) -> None:
    run = worked(name)
    script = r_script.code_of(outsider.get(f"/analyses/runs/{run.ref}/as/R/").content.decode())
    sets = [run.inputs["outcome"], *run.inputs["conditions"]]
    assert r_script.columns(script) == {one["name"]: [value["value"] for value in one["values"]] for one in sets}
    calibrated = r_script.calibrations(script)
    assert {key: given for key, (_, given) in calibrated.items()} == {
        one["name"]: one["calibration"]["thresholds"] for one in sets
    }
    assert all('method = "direct"' in expression for expression, _ in calibrated.values())
    cuts, names = run.inputs["cutoffs"], ", ".join(one["name"] for one in run.inputs["conditions"])
    tables = r_script.calls(script, "truthTable")
    sides = run.results["enhanced"]["sides"]
    excluded = [sides[side]["excluded"] for side in ("presence", "absence") if sides[side]["excluded"]]
    assert [one.get("exclude") for one in tables] == [None, None, *(f"c({', '.join(map(str, rows))})" for rows in excluded)]
    for one in tables:
        assert float(one["incl.cut"]) == cuts["consistency"]
        assert float(one["n.cut"]) == cuts["frequency"]
        assert float(one["pri.cut"]) == cuts["pri"]
        assert one["conditions"] == f'"{names}"'
    outcome = run.inputs["outcome"]["name"]
    assert [one["outcome"] for one in tables[:2]] == [f'"{outcome}"', f'"~{outcome}"']
    minimised = r_script.calls(script, "minimize")
    expected = [run.results["sides"][side]["solutions"]["expectations"] for side in ("presence", "absence")]
    asked = [one["dir.exp"] for one in minimised if "dir.exp" in one]
    assert asked[:2] == [f"c({', '.join(json.dumps(text) for text in texts)})" for texts in expected if texts]
    assert {one.get("include") for one in minimised} == {None, '"?"'}
    assert len(r_script.calls(script, "pof")) == 4 * len(run.inputs["conditions"])
    search = r_script.calls(script, "superSubset")[0]
    bars = run.inputs["necessity"]
    assert [float(search[key]) for key in ("incl.cut", "cov.cut", "ron.cut")] == [
        bars[key] for key in ("consistency", "coverage", "relevance")
    ]


def test_script_has_overrides_contradictions_and_other_methods(finished, signed_in, cast) -> None:
    row = finished(design()).run.results["sides"]["presence"]["table"]["rows"][-1]
    override = {"side": "presence", "row": row["number"], "outcome": "0", "reason": "the cases\nspeak(against) it"}
    cutoffs = {"consistency": 0.75, "contradiction": 0.5, "frequency": 2, "pri": 0.2}
    linear = {"name": "Y", "variable": "=y", "calibration": {"method": "linear", "thresholds": [80, 50, 20], "reason": "r"}}
    made = finished(design(overrides=[override], cutoffs=cutoffs, outcome=linear, contradictions="remainders"))
    script = signed_in(cast.contributor).get(f"{made.path}as/R/").content.decode()
    code = r_script.code_of(script)
    assert "speak" not in code
    calibrated = r_script.calibrations(code)
    assert "logistic = FALSE" in calibrated["Y"][0]
    assert calibrated["Y"][1] == [80, 50, 20]
    assert 'type = "crisp"' in calibrated["X"][0]
    assert calibrated["Z"][1] == [1, 2]
    assert r_script.calls(code, "truthTable")[0]["incl.cut"] == "c(0.75, 0.5)"
    configuration = ", ".join(map(str, row["configuration"]))
    assert f'set_row(tt_presence, {row["number"]}, c({configuration}), "0")' in code
    assert "judge(tt_presence, 2, high = 0.75, low = 0.5, pri = 0.2, n.cut = 2)" in code
    assert 'OUT == "C"] <- "?"' in code
    assert "set_row(tt_absence" not in code
    for thresholds, falls in (([55, 55, 80], False), ([80, 55, 55], True)):
        tied = {"name": "Y", "variable": "=y", "calibration": {"method": "direct", "thresholds": thresholds, "reason": "r"}}
        code = r_script.code_of(signed_in(cast.contributor).get(f"{finished(design(outcome=tied)).path}as/R/").content.decode())
        assert "calibrate(raw$Y" not in code, "it divides by zero"
        e, c, i = map(float, sorted(thresholds))
        assert f"anchors <- c(e = {e}, c = {c}, i = {i})" in code
        assert ("sets$Y <- 1 - sets$Y" in code) == falls


def test_nothing_leaves_as_a_live_formula_and_strangers_get_nothing(finished, signed_in, cast, outsider: Client) -> None:
    made = finished(design(left_out=[{"unit": "-c", "reason": "=cmd"}]))
    author = signed_in(cast.contributor)
    for form in ("fsqca.csv", "raw.csv"):
        for line in csv.reader(io.StringIO(author.get(f"{made.path}as/{form}/").content.decode("utf-8-sig"))):
            assert not [
                cell for cell in line if cell.startswith(("=", "+", "@")) or (cell.startswith("-") and cell[1:].isalpha())
            ]
    for sheet in openpyxl.load_workbook(io.BytesIO(author.get(f"{made.path}as/xlsx/").content)).worksheets:
        assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    for form in ("docx", "tex", "json", "svg", "bib", "ris"):
        assert author.get(f"{made.path}as/{form}/").status_code == 200
    assert author.get(f"{made.path}as/exe/").status_code == 404
    assert author.get(f"{made.path}report/").status_code == 200
    for form in ("docx", "R", "json"):
        assert outsider.get(f"{made.path}as/{form}/").status_code == 404
    assert outsider.get(f"{made.path}report/").status_code == 404


@pytest.mark.skipif(not r_script.has_qca(), reason=r_script.NO_R)
@pytest.mark.parametrize("name", ["provinces-31-online-services", "eu27-egovernment-success"])
def test_r_finds_the_same_numbers(content, outsider: Client, name, tmp_path) -> None:
    run = worked(name)
    lines = r_script.run(outsider.get(f"/analyses/runs/{run.ref}/as/R/").content.decode(), tmp_path)
    wanted = r_script.expected(run.results)
    models = set()
    for what, *rest in lines:
        if what == "set":
            assert [float(one) for one in rest[1:]] == pytest.approx(run.results["memberships"][rest[0]], abs=1e-9)
        elif what == "necessity":
            single = run.results["necessity"][rest[0]]["single"][int(rest[1]) - 1]
            assert [float(one) for one in rest[2:]] == pytest.approx(
                [single["consistency"], single["coverage"], single["relevance"]], abs=1e-9
            )
        elif what == "row":
            outcome, *fit = wanted["rows"][rest[0], int(rest[1])]
            assert rest[2] == outcome
            assert [float(one) for one in rest[3:]] == pytest.approx(fit, abs=1e-9)
        elif what == "model":
            models.add((rest[0], rest[1], rest[2]))
        elif what == "term":
            assert [float(one) for one in rest[2:]] == pytest.approx(wanted["terms"][rest[0], rest[1]], abs=1e-9)
    intermediate_is_conservative = not any(part["solutions"]["expectations"] for part in run.results["sides"].values())
    assert models == {one for one in wanted["models"] if not (intermediate_is_conservative and one[1] == "intermediate")}
