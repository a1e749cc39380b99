"""An analysis from its first page to its paths, as a person with a browser does it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from analyses.models import Analysis, AnalysisRun
from cases.actions.publish import publish
from cases.models import DataSet
from tests.methods.conftest import GOLDEN

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
CONDITIONS = ("rd-staff-per-10k-2018", "science-technology-share-2018", "internet-penetration-2016")


def fields_of(response) -> dict[str, str]:
    """What the form on a page holds, as a browser would send it."""
    form = response.context["form"]
    found = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", False, []):
            found[bound.html_name] = value
    return found


def designed(client, language: str = "") -> Analysis:
    """An analysis of three conditions, up to its design."""
    address = f"{language}/analyses/new/?dataset=provinces-2018-2019"
    page = client.get(address)
    sent = {"question": "Which combinations go with strong services?", "outcome": "online-service-capability-2019"}
    for line in page.context["form"].lines:
        if line.column.key in CONDITIONS:
            sent[line.use.html_name] = "on"
    made = client.post(address, sent)
    assert made.status_code == 302, made.context["form"].errors
    return Analysis.objects.latest("pk")


def calibrate(client, analysis: Analysis, **more: str):
    page = client.get(f"/analyses/{analysis.ref}/calibrate/?propose=percentiles")
    sent = {"reason_for_all": "Percentiles, for want of an outside standard.", "next": "1"}
    for _choice, form in page.context["forms"]:
        for bound in form:
            sent[bound.html_name] = bound.value() or ""
    return client.post(f"/analyses/{analysis.ref}/calibrate/", sent | more)


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_walk_from_data_set_to_the_units_of_a_path(person, signed_in, language, django_capture_on_commit_callbacks):
    lin = person("lin")
    client = signed_in(lin)
    assert "provinces-2018-2019" in client.get(f"{language}/analyses/").content.decode()
    analysis = designed(client, language)
    assert calibrate(client, analysis).status_code == 302
    assert client.get(f"{language}/analyses/{analysis.ref}/necessity/").status_code == 200
    table = client.get(f"{language}/analyses/{analysis.ref}/truth-table/")
    assert table.context["found"]["possible"] == 8
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.post(f"{language}/analyses/{analysis.ref}/truth-table/", fields_of(table) | {"run": "1"})
    run = AnalysisRun.objects.get(analysis=analysis)
    assert run.state == "done", run.trouble
    assert asked["Location"].endswith(f"/analyses/runs/{run.ref}/")
    pages = ["", "design/", "calibration/", "necessity/", "truth-table/", "path/", "units/1/", "?side=absence&kind=parsimonious"]
    for page in pages:
        shown = client.get(f"{language}/analyses/runs/{run.ref}/{page}")
        assert shown.status_code == 200, page
    solution = client.get(f"{language}/analyses/runs/{run.ref}/")
    path = solution.context["page"].paths[0]
    assert f"/analyses/runs/{run.ref}/path/" in solution.content.decode()
    unit = path.rows[0][0]
    number = solution.context["page"].numbers[unit.ref]
    shown = client.get(f"{language}/analyses/runs/{run.ref}/units/{number}/").content.decode()
    assert f"/datasets/provinces-2018-2019/values/{unit.ref}/science-technology-share-2018/" in shown
    # Nobody else sees any of it.
    stranger = signed_in(person("wang"))
    for address in (f"/analyses/{analysis.ref}/", f"/analyses/runs/{run.ref}/", f"/analyses/runs/{run.ref}/path/"):
        assert stranger.get(address).status_code == 404


@pytest.mark.usefixtures("content")
def test_walk_pages_need_few_queries(client, django_assert_max_num_queries):
    run = AnalysisRun.objects.get(analysis__ref="provinces-31-online-services", kind="solution")
    for page in ("", "path/", "units/1/", "calibration/", "necessity/", "truth-table/", "design/"):
        with django_assert_max_num_queries(12):
            assert client.get(f"/analyses/runs/{run.ref}/{page}").status_code == 200
    with django_assert_max_num_queries(12):
        client.get("/analyses/")


@pytest.mark.usefixtures("content")
def test_worked_analyses_give_the_published_and_the_reference_figures(client):
    eu = AnalysisRun.objects.get(analysis__ref="eu27-egovernment-success", kind="solution")
    expected = json.loads((GOLDEN / "validation" / "qca_validation_expected.json").read_text(encoding="utf-8"))
    model = eu.results["sides"]["presence"]["solutions"]["conservative"][0]["models"][0]
    for name, key in (("consistency", "incl"), ("pri", "PRI"), ("coverage", "cov")):
        assert model["fit"][name] == pytest.approx(expected["complex_solution"][key], abs=expected["tolerance"])
    table = client.get(f"/analyses/runs/{eu.ref}/truth-table/")
    rows = table.context["page"].table["rows"]
    order = [expected["truth_table"]["condition_order"].index(one.name) for one in table.context["page"].inputs.conditions]
    theirs = {tuple(int(one["row"][at]) for at in order): one for one in expected["truth_table"]["positive_rows"]}
    ours = {tuple(row["configuration"]): row for row in rows if row["outcome"] == "1"}
    assert len(rows) == expected["truth_table"]["observed_rows"]
    assert ours.keys() == theirs.keys()
    for configuration, row in theirs.items():
        assert ours[configuration]["n"] == row["n"]
        units = table.context["page"].units
        assert sorted(units[ref].label["en"] for ref in ours[configuration]["cases"]) == row.get("cases", [row.get("case")])
        for name, fit in (("consistency", "incl"), ("pri", "PRI")):
            assert ours[configuration][name] == pytest.approx(row[fit], abs=expected["tolerance"])
            assert f"{ours[configuration][name]:.3f}" in table.content.decode()
    page = client.get(f"/analyses/runs/{eu.ref}/?kind=conservative").content.decode()
    assert f"{model['fit']['consistency']:.3f}" in page
    # R QCA 3.25.1 on the same figures: intermediate solution with fiscal resources and public demand expected.
    provinces = AnalysisRun.objects.get(analysis__ref="provinces-31-online-services", kind="solution")
    (solution,) = provinces.results["sides"]["presence"]["solutions"]["intermediate"]
    fit = solution["models"][0]["fit"]
    assert [round(fit[name], 3) for name in ("consistency", "pri", "coverage")] == [0.891, 0.833, 0.63]
    assert solution["models"][0]["expr"] == "~TALENT*FISCAL*DIGECO + ~ITRES*FISCAL*DIGECO + TALENT*ITRES*FISCAL*DEMAND"
    assert provinces.results["sides"]["presence"]["solutions"]["parsimonious"][0]["count"] == 3


@pytest.mark.usefixtures("content")
def test_same_question_is_the_same_run_and_a_finished_one_never_changes(person, signed_in, django_capture_on_commit_callbacks):
    client = signed_in(person("lin"))
    analysis = designed(client)
    calibrate(client, analysis)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/analyses/{analysis.ref}/run/")
    run = AnalysisRun.objects.get(analysis=analysis)
    with pytest.raises(TypeError):
        run.save()


@pytest.mark.usefixtures("content")
def test_run_whose_data_have_changed_since_says_so_and_stays_as_it_was(client, cast):
    run = AnalysisRun.objects.get(analysis__ref="provinces-31-online-services", kind="solution")
    before = client.get(f"/analyses/runs/{run.ref}/")
    assert "The data have changed since" not in before.content.decode()
    document = json.loads(json.dumps(DataSet.objects.get(slug="provinces-2018-2019").revision.document))
    of_outcome = (one for one in document["observations"] if one["variable"] == "online-service-capability-2019")
    changed = next(one for one in of_outcome if one["value"] == 90.82)
    changed["value"] = 91.11
    publish([document], by=cast.editor)
    for language, words in (("", "The data have changed since this run."), ("/zh-hans", "此次运行之后，数据有了变化。")):
        after = client.get(f"{language}/analyses/runs/{run.ref}/")
        assert words in after.content.decode()
        assert "90.82 → 91.11" in after.content.decode()
        assert [path.fit for path in after.context["page"].paths] == [path.fit for path in before.context["page"].paths]


def upload(client, text: bytes, name: str = "mine.csv"):
    return client.post("/analyses/upload/", {"file": SimpleUploadedFile(name, text)})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "at least two rows"),
        (b"a,a\nx,1\ny,2\n", "two columns".capitalize()),
        (b"a,b\nx,1,2\ny,2\n", "Row 2 has 3 cells"),
        (b"PK\x03\x04nonsense", "workbook cannot be read"),
        (b"\x00\x01\x02", "neither a CSV"),
        (b"a,b\nx,\xff\xfe\ny,2\n", "cannot be read"),
    ],
)
def test_upload_refuses_what_is_no_table_and_says_what_to_do(person, signed_in, content, words):
    answer = upload(signed_in(person("lin")), content)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_upload_reads_a_chinese_file_and_names_cells_that_are_no_numbers(person, signed_in):
    client = signed_in(person("lin"))
    text = "省份,能力,水平\n四川,0.8,0.7\n贵州,很高,0.9\n广东,0.2,0.1\n".encode("gbk")
    answer = client.post("/analyses/upload/", {"file": SimpleUploadedFile("表.csv", text)}, follow=True)
    page = answer.content.decode()
    assert "四川" in page
    assert "Row 3, column “能力”: “很高”" in page
    analysis = Analysis.objects.get()
    assert client.post(f"/analyses/{analysis.ref}/columns/", {"unit_column": "能力"}).status_code == 302
    assert client.post(f"/analyses/{analysis.ref}/columns/", {"unit_column": "省份"}).status_code == 302
    design = client.get(f"/analyses/{analysis.ref}/")
    assert [column.key for column, _units in design.context["form"].gaps] == ["能力"]


def test_upload_takes_commas_between_thousands_and_tells_of_decimal_ones(person, signed_in):
    client = signed_in(person("lin"))
    text = "unit;x;people;y\na;0,75;1,250;0.5\nb;0,5;9,800,000.5;1,5\nc;;12;-.5\nd;0,754;7；1;2\n"
    page = client.post("/analyses/upload/", {"file": SimpleUploadedFile("k.csv", text.encode())}, follow=True).content.decode()
    for row, column, cell in ((2, "x", "0,75"), (3, "x", "0,5"), (3, "y", "1,5"), (5, "x", "0,754"), (5, "people", "7；1")):
        assert f"Row {row}, column “{column}”: “{cell}”" in page
    assert "Decimals take a point" in page
    table = client.get(f"/analyses/{Analysis.objects.get().ref}/").context["table"]
    assert [table.cell(unit, "people").value for unit in "abcd"] == [1250, 9_800_000.5, 12, None]
    assert [table.cell(unit, "x").value for unit in "abcd"] == [None] * 4
    assert [table.cell(unit, "y").value for unit in "abcd"] == [0.5, None, -0.5, 2]


@pytest.mark.usefixtures("content")
def test_case_list_leads_to_an_analysis_of_its_cases(person, signed_in):
    client = signed_in(person("lin"))
    page = client.get("/cases/?level=province").content.decode()
    assert "/analyses/new/?cases=level%3Dprovince" in page
    design = client.get("/analyses/new/?cases=level%3Dprovince")
    assert {unit.case for unit in design.context["table"].units} >= {"sichuan", "guizhou"}
    assert design.context["form"].lines
    alone = client.get("/analyses/new/?cases=item%3Dcase%3Asichuan")
    assert "nothing can be compared yet" in alone.content.decode()  # silence in the codings is no absence
    assert client.get("/analyses/new/?cases=level%3Dnowhere").status_code == 404
