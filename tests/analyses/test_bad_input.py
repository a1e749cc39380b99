"""What people get wrong is said in plain words at the step where it arises, and nothing typed is lost."""

import pytest

from analyses.documents.design import Calibration, Cutoffs, Design
from analyses.engine import QCAError, memberships_of
from analyses.models import Analysis, AnalysisRun
from tests.analyses.test_walk import calibrate, designed, fields_of, upload

pytestmark = [pytest.mark.django_db, pytest.mark.pages]


@pytest.fixture
def own(person, signed_in):
    return signed_in(person("lin"))


def columns(rows: list[tuple], names: str) -> bytes:
    return (names + "\n" + "\n".join(",".join(map(str, row)) for row in rows)).encode()


def from_table(client, text: bytes, conditions: list[str]) -> Analysis:
    """An analysis of an uploaded table, up to its design; the last column is the outcome."""
    upload(client, text)
    analysis = Analysis.objects.latest("pk")
    page = client.get(f"/analyses/{analysis.ref}/")
    sent = {"question": "Which?", "outcome": "y"}
    sent |= {line.use.html_name: "on" for line in page.context["form"].lines if line.column.key in conditions}
    assert client.post(f"/analyses/{analysis.ref}/", sent).status_code == 302
    return Analysis.objects.get(pk=analysis.pk)


def test_design_asks_for_what_is_missing_and_keeps_what_was_typed(own):
    rows = [(f"u{at}", *(at % (2 + step) for step in range(40)), at) for at in range(8)]
    upload(own, columns(rows, "unit," + ",".join(f"c{at}" for at in range(40)) + ",y"))
    address = f"/analyses/{Analysis.objects.latest('pk').ref}/"
    lines = own.get(address).context["form"].lines
    nothing = own.post(address, {"question": "Kept?", "outcome": ""})
    assert nothing.status_code == 422
    assert "Kept?" in nothing.content.decode()
    assert "Tick at least one condition." in nothing.content.decode()
    many = own.post(
        address, {"question": "Q", "outcome": "y", **{line.use.html_name: "on" for line in lines if line.column.key != "y"}}
    )
    assert "You ticked 40 conditions." in many.content.decode()
    itself = next(line for line in lines if line.column.key == "y")
    same = own.post(address, {"question": "Q", "outcome": "y", itself.use.html_name: "on"})
    assert "it cannot explain itself" in same.content.decode()
    same = own.post(
        address, {"question": "Q", "outcome": "y", lines[0].use.html_name: "on", "leave_out": ["u1", "u3", "u5", "u7"]}
    )
    assert "Every unit that stays has the same value here" in same.content.decode()
    first = lines[0]
    no_reason = own.post(address, {"question": "Q", "outcome": "y", first.use.html_name: "on", first.expected.html_name: "1"})
    assert "An expectation needs a reason" in no_reason.content.decode()


def test_calibration_says_what_is_wrong_at_its_field_in_the_readers_language(own):
    rows = [("u1", 3, 100, 2), ("u2", 9, 101, 7), ("u3", 12, 102, 9), ("u4", -1, 103, 4)]
    analysis = from_table(own, columns(rows, "unit,a,b,y"), ["a", "b"])
    names = [one.name for one in Design.model_validate(analysis.design).sets]
    outcome, a, b = names

    def answer(language: str, **changes: str) -> str:
        sent = {f"{name}-method": "direct" for name in names} | {f"{name}-thresholds": "2 5 8" for name in names}
        sent |= {f"{name}-reason": "known" for name in names} | changes
        page = own.post(f"{language}/analyses/{analysis.ref}/calibrate/", sent)
        assert page.status_code == 422
        return page.content.decode()

    assert "neither rise nor fall" in answer("", **{f"{a}-thresholds": "8 2 5"})
    assert "既非递增也非递减" in answer("/zh-hans", **{f"{a}-thresholds": "8 2 5"})
    assert "“many” is not a number." in answer("", **{f"{a}-thresholds": "2 many 8"})
    assert "“inf” is not a number." in answer("", **{f"{a}-thresholds": "2 5 inf"})
    assert "takes 3 numbers here; there are 2" in answer("", **{f"{a}-thresholds": "2 8"})
    assert "every unit has the same membership" in answer("")  # b is far above its anchors everywhere
    assert "beyond 0 and 1" in answer("", **{f"{a}-method": "none", f"{a}-thresholds": ""})
    assert f"{b} goes up to 103, as raw values do" in answer("", **{f"{b}-method": "none", f"{b}-thresholds": ""})
    assert "has no logarithm" in answer("", **{f"{a}-method": "indirect", f"{a}-thresholds": "2 5 8"})
    endless = Calibration(method="linear", thresholds=[-1.7e308, 1e308, 1.7e308], reason="r")
    with pytest.raises(QCAError, match="no membership can be computed"):
        memberships_of(a, [1e308, 0], endless)
    kept = answer("", **{f"{outcome}-reason": "", f"{a}-reason": "typed with care"})
    assert "Without a reason they are not stored" in kept
    assert "typed with care" in kept


def test_units_in_one_row_and_columns_of_text_are_named_in_both_languages(own):
    rows = [
        ("u1", 0.6, 0.9, "calm", 0.2),
        ("u2", 0.7, 0.8, "brisk", 0.4),
        ("u3", 0.8, 0.7, "calm", 0.6),
        ("u4", 0.9, 0.6, "", 0.8),
    ]
    analysis = from_table(own, columns(rows, "unit,a,b,mood,y"), ["a", "b"])
    for prefix, words in (
        ("", "fewer than two units have a number there:</b> mood"),
        ("/zh-hans", "有数值的单位不足两个：</b> mood"),
    ):
        assert words in own.get(f"{prefix}/analyses/{analysis.ref}/").content.decode()
    names = [one.name for one in Design.model_validate(analysis.design).sets]
    sent = {f"{name}-method": "none" for name in names} | {"reason_for_all": "given as memberships"}
    assert own.post(f"/analyses/{analysis.ref}/calibrate/", sent).status_code == 302
    for prefix, words in (("", "All units are in one row"), ("/zh-hans", "所有单位都落在同一行")):
        assert words in own.get(f"{prefix}/analyses/{analysis.ref}/truth-table/").content.decode()


@pytest.mark.usefixtures("content")
def test_cutoffs_that_leave_no_solution_say_what_to_change(own, django_capture_on_commit_callbacks):
    analysis = designed(own)
    calibrate(own, analysis)
    address = f"/analyses/{analysis.ref}/truth-table/"
    wrong = own.post(
        address, {"consistency": "0.8", "pri": "2", "frequency": "0", "contradictions": "negative", "contradiction": "0.9"}
    )
    assert wrong.status_code == 422
    assert "The lower cut-off is above the higher one" in wrong.content.decode()
    unknown = {"consistency": "0.8", "pri": "0", "frequency": "1", "contradictions": "negative"}
    named = own.post(address, unknown | {"untenable": "NOBODY*~SOMEBODY", "untenable_reason": "it is so"})
    assert "is none of the sets of this analysis" in named.content.decode()
    name = Design.model_validate(analysis.design).conditions[0].name
    for prefix, text, words in (
        ("", f"{name}[1 2]", "cannot be read from character 1 on"),
        ("/zh-hans", f"{name}*", "从第"),
        ("", "(" * 240 + name + ")" * 240, "This expression is too long"),
    ):
        refused = own.post(f"{prefix}{address}", unknown | {"untenable": text, "untenable_reason": "it is so"})
        assert refused.status_code == 422
        assert words in refused.content.decode()
    design = Design.model_validate(Analysis.objects.get(pk=analysis.pk).design)
    strict = design.model_copy(update={"cutoffs": Cutoffs(consistency=1, frequency=9, pri=1)})
    Analysis.objects.filter(pk=analysis.pk).update(design=strict.model_dump(mode="json"))
    for prefix, words in (("", "No row reaches the cut-offs"), ("/zh-hans", "没有一行达到阈值")):
        assert words in own.get(f"{prefix}{address}").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        own.post(f"/analyses/{analysis.ref}/run/")
    run = analysis.runs.get()
    page = own.get(f"/analyses/runs/{run.ref}/")
    assert page.status_code == 200
    assert "No row of the truth table reaches the cut-offs" in page.content.decode()
    assert own.post(f"/analyses/{analysis.ref}/override/", {"side": "presence", "row": "1", "outcome": "1"}).status_code == 422
    own.post(
        f"/analyses/{analysis.ref}/override/", {"side": "presence", "row": "8", "outcome": "1", "reason": "known from the case"}
    )
    shown = own.get(f"{address}?side=presence").content.decode()
    assert "set by decision; the cut-offs say" in shown


def test_combinations_that_cannot_be_are_left_out_where_one_side_has_no_solution(own, django_capture_on_commit_callbacks):
    values = [(1, 2, 0.9), (1, 2, 0.95), (1, 0, 0.55), (1, 0, 0.5), (0, 0, 0.45), (0, 0, 0.55), (0, 1, 0.5), (0, 1, 0.52)]
    rows = [(f"u{at}", *row) for at, row in enumerate(values)]
    analysis = from_table(own, columns(rows, "unit,a,m,y"), ["a", "m"])
    memberships = {f"{name}-method": "none" for name in "AMY"} | {"reason_for_all": "given as memberships"}
    assert own.post(f"/analyses/{analysis.ref}/calibrate/", memberships).status_code == 302
    address = f"/analyses/{analysis.ref}/truth-table/"
    sent = {"consistency": "0.8", "pri": "0.5", "frequency": "1", "contradictions": "negative", "untenable_reason": "it is so"}
    for prefix, text, words in (
        ("", "~A*M", "M has 3 values. Write which one"),
        ("/zh-hans", "~A*M", "M有3个取值"),
        ("", "M[7]", "M has no value 7"),
    ):
        refused = own.post(f"{prefix}{address}", sent | {"untenable": text})
        assert refused.status_code == 422
        assert words in refused.content.decode()

    def run() -> AnalysisRun:
        made = analysis.runs.order_by("-pk")[0]
        assert made.state == "done", made.trouble
        return made

    def reads(page: str, words: str) -> None:
        answer = own.get(f"/analyses/runs/{run().ref}/{page}")
        assert (answer.status_code, words in answer.content.decode()) == (200, True), page

    with django_capture_on_commit_callbacks(execute=True):
        own.post(address, sent | {"untenable": "~A*M[2]", "run": "1"})
    sides = run().results["sides"]
    assert sides["absence"]["solutions"]["trouble"]["code"] == "no-positive-row"
    assert sides["presence"]["solutions"]["parsimonious"][0]["models"][0]["expr"] == "M[2]"
    without = run().results["enhanced"]["sides"]["presence"]
    assert (without["excluded"], without["untenable"]) == ([3], [3])
    assert without["solutions"]["parsimonious"][0]["models"][0]["expr"] == "A[1]*M[2]"
    reads("", "Without this row the solutions are")
    reads("report/", "Combinations that cannot be")
    reads("as/R/", "~A*M[2]")
    Analysis.objects.filter(pk=analysis.pk).update(design=run().design | {"untenable": "~A*M"})
    with django_capture_on_commit_callbacks(execute=True):
        own.post(f"/analyses/{analysis.ref}/run/")
    reads("", "M has 3 values. Write which one")
    reads("report/", "M has 3 values. Write which one")
    reads("as/R/", "library(QCA)")


@pytest.mark.usefixtures("content")
def test_decisions_about_rows_go_where_their_numbers_mean_other_rows(own):
    analysis = designed(own)
    calibrate(own, analysis)
    address = f"/analyses/{analysis.ref}/"
    told = "Your decisions about rows of the truth table are taken back"

    def decided() -> int:
        sent = {"side": "presence", "row": "5", "outcome": "1", "reason": "known from the case"}
        assert own.post(f"{address}override/", sent).status_code == 302
        return rows()

    def rows() -> int:
        return len(Design.model_validate(Analysis.objects.get(pk=analysis.pk).design).overrides)

    assert decided() == 1
    same = own.post(address, fields_of(own.get(address)), follow=True)
    assert (rows(), told in same.content.decode()) == (1, False)
    assert calibrate(own, analysis).status_code == 302
    assert rows() == 1
    _, (choice, form) = list(own.get(f"{address}calibrate/").context["forms"])[:2]
    three = f"{sorted(form.raw)[10]} {sorted(form.raw)[20]}"
    coded = calibrate(own, analysis, **{f"{choice.name}-method": "multi-value", f"{choice.name}-thresholds": three})
    assert (rows(), told in own.get(coded["Location"]).content.decode()) == (0, True)
    assert decided() == 1
    page = own.get(address)
    ticked = {line.column.key for line in page.context["form"].lines if line.use.value()}
    other = next(key for key, _label in page.context["form"].fields["outcome"].choices[2:] if key not in ticked)
    changed = own.post(address, fields_of(page) | {"outcome": other}, follow=True)
    assert (rows(), told in changed.content.decode()) == (0, True)


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(("prefix", "words"), [("", "model 1 of at least 5000"), ("/zh-hans", "至少5000个模型中的第1个")])
def test_models_that_could_not_all_be_counted_are_said_to_be_so(client, prefix, words):
    run = AnalysisRun.objects.get(analysis__ref="provinces-31-online-services", kind="solution")
    run.results["sides"]["presence"]["solutions"]["parsimonious"][0] |= {"count": 5000, "exact": False}
    AnalysisRun.objects.filter(pk=run.pk).update(results=run.results)  # no table is at hand that takes so long
    assert words in client.get(f"{prefix}/analyses/runs/{run.ref}/?kind=parsimonious").content.decode()


@pytest.mark.usefixtures("content")
def test_two_tabs_on_one_design_do_not_overwrite_each_other(own):
    analysis = designed(own)
    stale = str(analysis.edit_count)
    first = calibrate(own, analysis, edit_count=stale)
    second = calibrate(own, analysis, edit_count=stale)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Nothing was overwritten" in second.content.decode()
