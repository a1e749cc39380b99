"""Published results beside recomputed ones, two runs beside each other, and the slot for values nobody has published."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from analyses.models import AnalysisRun
from cases.actions.retire import retire
from cases.models import Case
from tests.analyses.test_walk import calibrate, designed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content"), pytest.mark.pages]
ADDRESS = "/analyses/published/provinces-31/"


@pytest.mark.parametrize(("language", "silent"), [("", "not reported"), ("/zh-hans", "未报告")])
def test_published_results_stand_beside_recomputed_ones(client, language, silent, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        answer = client.get(language + ADDRESS)
    page = answer.context["page"]
    assert (len(page.high), len(page.low), len(page.types), page.possible) == (7, 5, 4, 256)
    assert page.fits == []
    text = answer.content.decode()
    assert silent in text
    assert "0.891" in text
    assert [slot.dataset.uid for slot in page.slots] == ["provinces-2021"]


def test_published_slot_turns_a_table_into_a_comparison(person, signed_in, django_capture_on_commit_callbacks):
    lin = person("lin")
    client = signed_in(lin)
    assert client.get("/analyses/published/county-m/").status_code in (200, 404)
    wrong = SimpleUploadedFile("index.csv", b"place,score\nAtlantis,1\nMu,2\n")
    refused = client.post(f"{ADDRESS}fill/", {"dataset": "provinces-2021", "file": wrong})
    assert refused.status_code == 422
    assert "Fewer than two rows name a unit" in refused.content.decode()
    # Made-up scores: the test is about the way they take, not about provinces.
    table = client.get("/analyses/new/?dataset=provinces-2021").context["table"]
    commas = "\n".join(f"{unit.label['zh']};0,{40 + at}" for at, unit in enumerate(table.units))
    refused = client.post(
        f"{ADDRESS}fill/", {"dataset": "provinces-2021", "file": SimpleUploadedFile("k.csv", f"省份;得分\n{commas}\n".encode())}
    )
    assert refused.status_code == 422
    assert "Row 2, column “得分”: “0,40”" in refused.content.decode()
    rows = "\n".join(f"{unit.label['zh']},{40 + 1.7 * at:.1f}" for at, unit in enumerate(table.units))
    scores = SimpleUploadedFile("指数.csv", f"省份,得分\n{rows}\n".encode("gbk"))
    made = client.post(f"{ADDRESS}fill/", {"dataset": "provinces-2021", "file": scores})
    analysis = lin.analyses.get()
    assert made["Location"].endswith(analysis.get_absolute_url())
    page = client.get(analysis.get_absolute_url())
    assert page.context["table"].known("得分") == 31
    sent = {"question": "Which combinations?", "outcome": "得分"}
    usable = [line for line in page.context["form"].lines if line.known == 31 and line.column.key != "得分"]
    sent |= {line.use.html_name: "on" for line in usable[:3]}
    assert client.post(analysis.get_absolute_url(), sent).status_code == 302
    analysis.refresh_from_db()
    calibrate(client, analysis)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/analyses/{analysis.ref}/run/")
    assert analysis.runs.get().state == "done"
    beside = client.get(ADDRESS).context["page"].beside
    assert {column.run.analysis.ref for column in beside} == {"provinces-31-online-services", analysis.ref}


def test_published_two_runs_show_which_decisions_differ(person, signed_in, django_capture_on_commit_callbacks):
    client = signed_in(person("lin"))
    analysis = designed(client)
    calibrate(client, analysis)
    for cut in ("0.75", "0.9"):
        sent = {"consistency": cut, "pri": "0.5", "frequency": "1", "contradictions": "negative", "run": "1"}
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/analyses/{analysis.ref}/truth-table/", sent)
    runs = AnalysisRun.objects.filter(analysis=analysis).order_by("pk")
    assert [run.state for run in runs] == ["done", "done"]
    page = client.get("/analyses/compare/?" + "&".join(f"run={run.ref}" for run in runs))
    assert [line.what for line in page.context["pair"].decisions if line.differs] == ["consistency"]
    assert client.get(f"/analyses/compare/?run={runs[0].ref}").status_code == 404


def test_run_over_a_case_that_was_taken_down_is_closed(content, cast, signed_in, outsider):
    run = AnalysisRun.objects.get(analysis__ref="provinces-31-online-services", kind="solution")
    units = [{**run.inputs["units"][0], "case": "county-m"}, *run.inputs["units"][1:]]
    AnalysisRun.objects.filter(pk=run.pk).update(inputs=run.inputs | {"units": units})
    addresses = [run.get_absolute_url(), f"{run.get_absolute_url()}as/fsqca.csv/", f"/api/runs/{run.ref}/results/"]
    before = [outsider.get(one).status_code for one in addresses]
    beside = outsider.get(ADDRESS).context["page"].beside
    live = Case.objects.get(uid="county-m").revision
    retire(seen=live, reason="A county is given away.", language="en", by=cast.editor, withheld=True)
    assert before == [200, 200, 200]
    assert [one.run for one in beside] == [run]
    assert outsider.get(ADDRESS).context["page"].beside == [], "its paths name their units"
    assert [outsider.get(one).status_code for one in addresses] == [404, 404, 404]
    assert signed_in(cast.editor).get(run.get_absolute_url()).status_code == 200
