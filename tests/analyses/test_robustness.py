"""Robustness: what changes and what stays, and a test that can be watched and stopped."""

import pytest
from django.utils import timezone

from analyses.actions.run import Watch, ask_robustness, cancel, compute
from analyses.documents.inputs import Inputs
from analyses.documents.robustness import RobustnessOptions
from analyses.engine import robustness
from analyses.models import SILENCE, AnalysisRun
from analyses.tasks import WORKINGS
from methods.qca import Cancelled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture
def provinces() -> AnalysisRun:
    return AnalysisRun.objects.get(analysis__ref="provinces-31-online-services", kind="solution")


def test_robustness_equals_the_reference_on_the_provinces(provinces):
    """Figures of R QCA 3.25.1 on the same data: intermediate solution, one decision changed at a time."""
    options = RobustnessOptions(consistency=[0.75, 0.85], pri=[0.6, 0.7], frequency=[2])
    found = robustness(Inputs.model_validate(provinces.inputs), options, lambda *_: None)
    assert [
        (one["what"], one["value"], len(one["kept"]), round(one["fit"]["consistency"], 3), round(one["fit"]["coverage"], 3))
        for one in found["trials"]
    ] == [
        ("consistency", 0.75, 3, 0.891, 0.63),
        ("consistency", 0.85, 3, 0.891, 0.63),
        ("pri", 0.6, 1, 0.873, 0.716),
        ("pri", 0.7, 2, 0.886, 0.602),
        ("frequency", 2, 1, 0.883, 0.584),
    ]


def test_robustness_page_asks_shows_and_keeps_tests(person, signed_in, provinces, django_capture_on_commit_callbacks):
    lin = person("lin")
    client = signed_in(lin)
    client.post(f"/analyses/{provinces.analysis.ref}/copy/")
    mine = lin.analyses.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/analyses/{mine.ref}/run/")
    run = mine.runs.get()
    address = f"/analyses/runs/{run.ref}/robustness/"
    assert "Test robustness" in client.get(address).content.decode()
    bad = client.post(f"{address}test/", {"side": "presence", "kind": "intermediate", "pri": "high"})
    assert bad.status_code == 422
    assert "“high” is not a number." in bad.content.decode()
    nothing = client.post(f"{address}test/", {"side": "presence", "kind": "intermediate"})
    assert "Choose at least one thing to vary." in nothing.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}test/", {"side": "presence", "kind": "intermediate", "pri": "0.6 0.7", "anchors": "10"})
    for language in ("", "/zh-hans"):
        page = client.get(f"{language}{address}")
        assert page.status_code == 200
        assert len(page.context["page"].trials) == 2 + 5 * 3 * 2
        assert "0.873" in page.content.decode()
    assert signed_in(person("wang")).get(address).status_code == 404


def test_robustness_stops_when_asked_and_keeps_nothing(provinces):
    waiting: list[int] = []
    options = RobustnessOptions(units=True).model_dump(mode="json")
    first = ask_robustness(provinces, options, by=None, enqueue=waiting.append)
    cancel(first)
    first.refresh_from_db()
    assert first.state == "cancelled"
    again = ask_robustness(provinces, options, by=None, enqueue=waiting.append)
    assert again.pk != first.pk
    AnalysisRun.objects.filter(pk=again.pk).update(state="running")
    cancel(again)
    with pytest.raises(Cancelled):
        Watch(again.pk)("trials", 0, 31)
    AnalysisRun.objects.filter(pk=again.pk).update(state="queued")
    compute(again.pk, WORKINGS)
    again.refresh_from_db()
    assert (again.state, again.results) == ("cancelled", None)


def test_run_whose_worker_is_gone_says_so_and_is_asked_anew(provinces, client):
    waiting: list[int] = []
    options = RobustnessOptions(units=True).model_dump(mode="json")

    def leave(run: AnalysisRun) -> None:
        AnalysisRun.objects.filter(pk=run.pk).update(state="running", heard_at=timezone.now() - 2 * SILENCE)

    first = ask_robustness(provinces, options, by=None, enqueue=waiting.append)
    AnalysisRun.objects.filter(pk=first.pk).update(state="running", heard_at=timezone.now())
    assert ask_robustness(provinces, options, by=None, enqueue=waiting.append) == first
    progress = f"/analyses/runs/{first.ref}/progress/"
    assert "was probably stopped" not in client.get(progress).content.decode()
    leave(first)
    assert "was probably stopped" in client.get(progress).content.decode()
    assert "很可能已被中止" in client.get(f"/zh-hans{progress}").content.decode()
    second = ask_robustness(provinces, options, by=None, enqueue=waiting.append)
    first.refresh_from_db()
    assert (first.state, first.trouble, second.state) == ("failed", {"code": "abandoned"}, "queued")
    leave(second)
    cancel(second)
    second.refresh_from_db()
    assert second.state == "cancelled"
