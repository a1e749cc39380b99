"""The data of each reference file, uploaded as a CSV, give the file's numbers in the tables of the pages.

The files hold results of R QCA 3.25.1; see tests/golden/FORMAT.md.
"""

import csv
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from analyses.documents.design import Cutoffs, Design, Necessity
from analyses.models import Analysis
from tests.methods.conftest import GOLDEN

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
EXACT = 1e-9
FILES = sorted(path.name for kind in ("min", "tt", "nec") for path in GOLDEN.glob(f"{kind}_*.json"))
RULES = {"tt_28_two_cutoffs_and_ncut_R_bug.json"}  # where the reference errs, the rule is held in tests/methods


def uploaded(client, document: dict[str, Any], expectations: dict[str, list[int]], codes: str = "multi-value") -> Analysis:
    """The file's data sent as a CSV, all columns taken as the memberships that they are, codes of several values by `codes`."""
    text = io.StringIO()
    writer = csv.writer(text)
    columns = document["data"]["columns"]
    writer.writerow(["case", *columns])
    for at, case in enumerate(document["data"]["cases"]):
        writer.writerow([f"c:{case}", *(repr(values[at]) for values in columns.values())])
    answer = client.post("/analyses/upload/", {"file": SimpleUploadedFile("data.csv", text.getvalue().encode())})
    assert answer.status_code == 302, answer.context["form"].errors
    analysis = Analysis.objects.latest("pk")
    client.post(f"/analyses/{analysis.ref}/columns/", {"unit_column": "case"})
    design = Design.model_validate(Analysis.objects.get(pk=analysis.pk).design)

    def chosen(name: str) -> dict[str, Any]:
        values = columns[name]
        whole = all(float(value).is_integer() for value in values) and max(values) > 1
        calibration: dict[str, Any] = {"method": "none", "reason": "memberships of the reference data"}
        if whole and codes == "multi-value":
            thresholds = [step - 0.5 for step in range(1, int(max(values)) + 1)]
            calibration = {"method": "multi-value", "thresholds": thresholds, "reason": "values of the reference data"}
        reason = "as in the reference" if expectations.get(name) else ""
        expected = {"expected": expectations.get(name, []), "expected_reason": reason}
        return {"name": named(name), "variable": name, "calibration": calibration, **expected}

    made = design.model_dump(mode="json") | {
        "outcome": chosen(document["outcome"].lstrip("~")), "conditions": [chosen(name) for name in document["conditions"]],
    }  # fmt: skip
    Analysis.objects.filter(pk=analysis.pk).update(design=made)
    return Analysis.objects.get(pk=analysis.pk)


def page_of(client, analysis: Analysis, design: Design, step: str) -> Any:
    """The page of a step under other decisions."""
    Analysis.objects.filter(pk=analysis.pk).update(design=design.model_dump(mode="json"))
    page = client.get(f"/analyses/{analysis.ref}/{step}")
    assert page.status_code == 200
    return page


def named(name: str) -> str:
    """A set’s short name on the site."""
    return name.upper().replace(".", "_")


def close(ours: float | None, theirs: float | None) -> bool:
    return ours is theirs is None or (ours is not None and theirs is not None and abs(ours - theirs) < EXACT)


def same_rows(found: dict[str, Any], expected: dict[str, Any], outcomes: bool = True) -> None:
    theirs = {row["row"]: row for row in expected["rows"]}
    assert {row["number"] for row in found["rows"]} == set(theirs)
    for row in found["rows"]:
        other = theirs[row["number"]]
        assert (row["configuration"], row["n"]) == (other["config"], other["n"])
        assert close(row["consistency"], other["incl"])
        assert close(row["pri"], other["pri"])
        assert [case.removeprefix("c:") for case in row["cases"]] == [str(case) for case in other["cases"]]
        assert not outcomes or row["outcome"] == other["out"]


def same_models(found: list[dict[str, Any]], terms: dict[str, Any], expected: dict[str, Any], number: int | None = None) -> None:
    ours = {frozenset(term["expr"] for term in model["terms"]): model for solution in found for model in solution["models"]}
    theirs = {frozenset(named(term["expr"]) for term in model["terms"]): model for model in expected["models"]}
    assert theirs.keys() <= ours.keys()
    for key, model in theirs.items():
        for name, r_name in (("consistency", "inclS"), ("pri", "PRI"), ("coverage", "covS")):
            assert close(ours[key]["fit"][name], model["solution"][r_name])
        unique = {term["expr"]: term["unique"] for term in ours[key]["terms"]}
        for term in model["terms"]:
            expr = named(term["expr"])
            assert close(terms[expr]["consistency"], term["inclS"])
            assert close(terms[expr]["coverage"], term["covS"])
            assert close(unique[expr], term["covU"])


@pytest.mark.parametrize("name", [one for one in FILES if one.startswith("min_")])
def test_minimisation_of_uploaded_reference_data_is_the_files(person, signed_in, name, django_capture_on_commit_callbacks):
    document = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    expectations = expected_values(document)
    client = signed_in(person("lin"))
    analysis = uploaded(client, document, expectations, codes="none")
    options = document["options"]
    design = Design.model_validate(analysis.design).model_copy(
        update={
            "cutoffs": Cutoffs(consistency=options["incl.cut"], frequency=options.get("n.cut", 1), pri=options.get("pri.cut", 0))
        }
    )
    Analysis.objects.filter(pk=analysis.pk).update(design=design.model_dump(mode="json"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/analyses/{analysis.ref}/run/")
    run = analysis.runs.get()
    assert run.state == "done", run.trouble
    for side in ("presence", "absence"):
        theirs = document["results"][side]
        found = run.results["sides"][side]
        same_rows(found["table"], theirs["truth_table"])
        solutions = found["solutions"]
        for kind in ("conservative", "parsimonious"):
            assert solutions[kind][0]["count"] == theirs[kind]["n_models"]
            same_models(solutions[kind], solutions["terms"], theirs[kind])
        if side == "presence" and expectations:
            for pair in theirs["intermediate"]:
                same_models(solutions["intermediate"], solutions["terms"], pair)
                same_way(solutions["intermediate"], pair)
    page = client.get(f"/analyses/runs/{run.ref}/")
    assert page.status_code == 200
    found = run.results["sides"]["presence"]["solutions"]["intermediate"]
    assert len(page.context["page"].solutions) == sum(len(one["ways"]) for one in found)
    unambiguous = len(page.context["page"].solutions) == found[0]["count"] == 1
    assert ("No ambiguity." in page.content.decode()) == unambiguous
    coded = max(run.results["sides"]["presence"]["table"]["levels"]) > 2
    assert ("DEV at value 2" in page.content.decode()) == coded
    for path in page.context["page"].paths:
        for one, values in path.literals:
            inside = [one.inside(values, membership) for membership in run.results["memberships"][one.name]]
            assert all(0 <= within <= value for within, value in zip(path.memberships, inside, strict=True))
    shown = client.get(f"/analyses/runs/{run.ref}/truth-table/").content.decode()
    for row in document["results"]["presence"]["truth_table"]["rows"]:
        assert f"{row['incl']:.3f}" in shown


def same_way(found: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    """The counterfactuals and the core conditions of a pair of models; R numbers the models in another order."""
    pair = [{named(term) for term in expected[name]} for name in ("c_sol", "p_sol")]
    solution, way = next(
        (solution, way)
        for solution in found
        for way in solution["ways"]
        if [set(way["conservative"]), set(way["parsimonious"])] == pair
    )
    for name in ("easy", "difficult"):
        assert way[name] == sorted((expected[f"{name}_counterfactuals"] or {}).get("rows") or [])
    charts = {
        term["expr"]: {cell["condition"]: (cell["core"], cell["value"] > 0) for cell in column if cell["value"] is not None}
        for model, chart in zip(solution["models"], way["charts"], strict=True)
        for term, column in zip(model["terms"], chart, strict=True)
    }
    for column in (one for model in expected["fiss"] for one in model):
        parts = {"core_present": (True, True), "core_absent": (True, False)}
        parts |= {"peripheral_present": (False, True), "peripheral_absent": (False, False)}
        theirs = {named(condition): part for name, part in parts.items() for condition in column[name]}
        assert charts[named(column["expr"])] == theirs


def expected_values(document: dict[str, Any]) -> dict[str, list[int]]:
    """Directional expectations of the presence side, as values by condition."""
    found: dict[str, list[int]] = {}
    for text in document["results"]["presence"].get("dir_exp") or []:
        name, _sign, values = text.lstrip("~").partition("[")
        found[name] = [int(value) for value in values.rstrip("]").split(",")] if values else [0 if text.startswith("~") else 1]
    return found


@pytest.mark.parametrize("name", [one for one in FILES if one.startswith("tt_") and one not in RULES])
def test_truth_tables_of_uploaded_reference_data_are_the_files(person, signed_in, name):
    document = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    if "calls" not in document.get("inputs", {}):
        pytest.fail(f"{name} asks for nothing")
    client = signed_in(person("lin"))
    analysis = uploaded(client, document, {})
    design = Design.model_validate(analysis.design)
    for call, expected in zip(document["inputs"]["calls"], document["results"], strict=True):
        options = call.get("options") or {}
        cuts = options.get("incl.cut", 1)
        high, *low = sorted(cuts, reverse=True) if isinstance(cuts, list) else [cuts]
        cutoffs = Cutoffs(
            consistency=high,
            contradiction=low[0] if low else None,
            frequency=options.get("n.cut", 1),
            pri=options.get("pri.cut", 0),
        )
        outcome = call.get("outcome", document["outcome"])
        if "[" in outcome:
            continue  # a value of a multi-value outcome: the pages explain sets alone
        side = "absence" if outcome.startswith("~") else "presence"
        page = page_of(client, analysis, design.model_copy(update={"cutoffs": cutoffs}), f"truth-table/?side={side}")
        same_rows(page.context["found"], expected["truth_table"])
        shown = page.content.decode()
        assert all(f"{row['incl']:.3f}" in shown for row in expected["truth_table"]["rows"] if row["incl"] is not None)


@pytest.mark.parametrize("name", [one for one in FILES if one.startswith("nec_")])
def test_necessity_of_uploaded_reference_data_is_the_files(person, signed_in, name):
    document = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    client = signed_in(person("lin"))
    analysis = uploaded(client, document, {})
    design = Design.model_validate(analysis.design)
    for call, expected in zip(document["inputs"]["supersubset"], document["results"]["supersubset"], strict=True):
        options = call.get("options") or {}
        if options.get("relation", "necessity") != "necessity":
            continue
        bars = Necessity(
            consistency=options.get("incl.cut", 1), coverage=options.get("cov.cut", 0), relevance=options.get("ron.cut", 0),
            depth=min(options.get("depth") or 4, 4),
        )  # fmt: skip
        page = page_of(client, analysis, design.model_copy(update={"necessity": bars}), "necessity/")
        outcome = call.get("outcome", document["outcome"])
        found = page.context["found"]["absence" if outcome.startswith("~") else "presence"]
        shown = page.content.decode()
        assert all(f"{one['consistency']:.3f}" in shown for one in found["single"] if one["consistency"] is not None)
        for single in document["results"]["absence" if outcome.startswith("~") else "presence"]:
            ours = next(one for one in found["single"] if one["expr"] == named(single["expr"]))
            assert close(ours["consistency"], single["inclN"])
            assert close(ours["coverage"], single["covN"])
            assert close(ours["relevance"], single["RoN"])
        ours = {shape(one["expr"]): one for one in [*found["combinations"], *(one for one in found["single"] if one["passes"])]}
        theirs = {shape(named(combo["expr"])): combo for combo in expected["combos"]}
        theirs = {key: combo for key, combo in theirs.items() if len(key[1]) <= bars.depth}
        assert found["combination_count"] == len(found["combinations"]), "all are listed"
        assert ours.keys() == theirs.keys()
        for key, combo in theirs.items():
            assert close(ours[key]["consistency"], combo["inclN"])
            assert close(ours[key]["coverage"], combo["covN"])
            assert close(ours[key]["relevance"], combo["RoN"])


def shape(expr: str) -> tuple[bool, frozenset[str]]:
    """A conjunction or disjunction, whatever the order of its sets."""
    return "+" in expr, frozenset(part.strip() for part in expr.replace("*", "+").split("+"))
