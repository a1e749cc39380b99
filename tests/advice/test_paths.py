"""From the analysis: a place beside the paths of the runs that hold it, what is missing, and what works on that."""

import copy

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from advice.queries.paths import paths_page
from analyses.models import Analysis, AnalysisRun
from analyses.queries.run_page import RunPage
from cases.enums import LinkKind
from cases.models import Case, Place, Variable

pytestmark = pytest.mark.django_db
WORKED = "provinces-31-online-services"


def of(slug: str, person=None):
    return paths_page(Place.objects.get(slug=slug), person or AnonymousUser())


def another_run(analysis: Analysis, *, without: str = "") -> AnalysisRun:
    """The worked run again, newer; ``without`` names a unit that it is to do without."""
    run = AnalysisRun.objects.get(analysis__ref=WORKED, kind="solution")
    inputs = copy.deepcopy(run.inputs)
    for unit in inputs["units"]:
        if unit["ref"] == without:
            missing = [inputs["conditions"][0]["variable"]]
            inputs["dropped"] = [{"ref": without, "label": unit["label"], "reason": "", "missing": missing}]
            unit["ref"] = "somewhere-else"
    fields = {name: getattr(run, name) for name in ("kind", "design", "results", "state", "engine", "codebook", "data_version")}
    finished = timezone.now()
    return AnalysisRun.objects.create(analysis=analysis, inputs=inputs, digest="another", finished_at=finished, **fields)


def test_every_province_stands_beside_the_paths_of_the_run_nearest_first(content) -> None:
    run = RunPage(AnalysisRun.objects.get(analysis__ref=WORKED, kind="solution"))
    codes = {one.ref: one.code for one in Variable.objects.filter(dataset__uid="provinces-2018-2019").select_related("code")}
    seen = set()
    for unit in run.inputs.units:
        (held,) = of(unit.place).held
        assert (held.unit, held.number) == (unit, run.numbers[unit.ref])
        assert sorted(near.path.number for near in held.near) == [path.number for path in run.paths]
        for near in held.near:
            of_run = run.paths[near.path.number - 1].memberships[held.number - 1]
            assert near.membership == of_run == pytest.approx(min(one.inside for one in near.conditions))
            assert bool(near.missing) == (of_run <= 0.5)
            assert [one.missing for one in near.conditions] == [one.inside <= 0.5 for one in near.conditions]
            for one in near.missing:
                assert one.code == (codes[one.one.variable] if one.wanted else None)
                assert {link.link_kind for link in one.works} <= {LinkKind.WORKS_ON}
                assert {link.link_kind for link in one.needs} <= {LinkKind.NEEDS}
                assert all(link.to_code == one.code for link in (*one.works, *one.needs))
                seen.add((one.one.name, one.wanted, bool(one.works), bool(one.needs)))
        orders = [(len(near.missing), -near.membership, near.path.number) for near in held.near]
        assert orders == sorted(orders)
    assert ("TALENT", True, True, False) in seen
    assert ("ITRES", True, True, True) in seen
    assert {("FISCAL", True, False, False), ("DEMAND", True, False, False)} <= seen, "nothing is said to work on these two"
    assert any(not wanted for _name, wanted, _works, _needs in seen)


def test_the_page_says_what_is_missing_what_works_on_it_and_where_the_record_is_silent(
    content, client, django_assert_max_num_queries
) -> None:
    address = reverse("advice:paths-of-place", args=["jilin"])
    client.get(address)
    with django_assert_max_num_queries(12):
        text = client.get(address).content.decode()
    nearest = text.split('data-path="1"')[1].split("</section>")[0]
    assert "2 of 3 conditions are not met; membership 0.012." in nearest
    assert "No measure in the record is said to work on it." in nearest
    assert "Grow an industry base" in nearest.split("Measures that work on it:")[1].split("Not to be begun before it")[0]
    assert "One map for the whole county" in nearest.split("Not to be begun before it")[1]
    assert "sufficient combination in these cases, never an effect" in text
    run = AnalysisRun.objects.get(analysis__ref=WORKED, kind="solution")
    for link in (reverse("analyses:run", args=[run.ref]), reverse("analyses:run-path", args=[run.ref])):
        assert link in text
        assert client.get(link).status_code == 200
    warned = text.split("Warnings of this run")[1]
    assert "Shandong: Doubtful" in warned
    assert "Nothing is missing: the place is in this path" in client.get(address.replace("jilin", "beijing")).content.decode()
    assert "这些案例中的充分组合" in client.get(f"/zh-hans{address}").content.decode()


def test_each_way_in_leads_to_the_paths_of_the_place(content, client) -> None:
    run = AnalysisRun.objects.get(analysis__ref=WORKED, kind="solution")
    number = RunPage(run).numbers["sichuan"]
    place, case = reverse("advice:paths-of-place", args=["sichuan"]), reverse("advice:paths-of-case", args=["sichuan"])
    assert place in client.get(reverse("cases:place", args=["sichuan"])).content.decode()
    assert place in client.get(reverse("analyses:run-unit", args=[run.ref, number])).content.decode()
    assert case in client.get(reverse("advice:cards"), {"case": "sichuan"}).content.decode()
    client.post(reverse("advice:answer"), {"problem": ["problem:data-barriers"], "place": "四川"})
    assert place in client.get(reverse("advice:cards"), {"problem": "problem:data-barriers"}).content.decode()
    assert f'id="run-{run.ref}"' in client.get(case).content.decode()
    Place.objects.filter(slug="sichuan").update(slug="sichuan-province")
    assert client.get(place).status_code == 200, "analyses name a place by its identity"
    assert client.get(reverse("advice:paths-of-place", args=["nowhere"])).status_code == 404
    assert client.get(reverse("advice:paths-of-case", args=["nowhere"])).status_code == 404


def test_a_place_that_no_run_holds_is_told_so_and_borrows_nothing_from_above(content, client) -> None:
    text = client.get(reverse("advice:paths-of-place", args=["deqing"])).content.decode()
    assert "No analysis that you may read has Deqing County among its units." in text
    assert "not counted as such" in text
    assert reverse("advice:paths-of-place", args=["zhejiang"]) in text
    assert "membership" not in text
    anonymous = client.get(reverse("advice:paths-of-case", args=["county-m"])).content.decode()
    assert "it is tied to no place" in anonymous
    assert "above it, is a unit" not in anonymous
    assert client.get(reverse("advice:paths-of-place", args=["taiwan"])).status_code == 200


def test_a_private_analysis_is_its_authors_and_a_unit_left_out_says_why(
    content, cast, signed_in, client, django_assert_max_num_queries
) -> None:
    worked = Analysis.objects.get(ref=WORKED)
    own = Analysis.objects.create(title_en="Mine", design=worked.design, author=cast.coder)
    another_run(own, without="sichuan")
    address = reverse("advice:paths-of-place", args=["sichuan"])
    assert "Mine" not in client.get(address).content.decode()
    coder = signed_in(cast.coder)
    coder.get(address)
    with django_assert_max_num_queries(14):  # two of them are the session and its owner
        text = coder.get(address).content.decode()
    mine = text.split(">Mine<")[1].split("</article>")[0]
    assert "your own, not public" in text
    assert "The run does without Sichuan." in mine
    assert "No value in its data: Digital talent" in mine
    newest = another_run(worked)
    assert [held.run.pk for held in of("sichuan").held] == [newest.pk], "the newest run of each analysis"
    assert Case.objects.filter(slug="sichuan").exists()
