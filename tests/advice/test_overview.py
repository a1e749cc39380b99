"""Gaps, the flow to the systems, benchmarks, worklists, and assessing a link through review."""

import re

import pytest
from django.urls import reverse

from advice.queries.curation import worklists
from advice.queries.gaps import gap_page
from advice.queries.sankey import sankey
from cases.actions.review import accept
from cases.models import Link, Revision

pytestmark = pytest.mark.django_db
SYSTEMS = {
    "system:governance": {"people-oriented", "coordinated", "plural"},
    "system:service": {"accessible", "intelligent", "convenient", "innovative"},
    "system:decision": {"intelligent", "intensive", "talented", "secure-and-controllable"},
}


def test_the_gap_view_counts_links_and_keeps_its_empty_cells(content, client, django_assert_max_num_queries) -> None:
    page = gap_page()
    for row in page.rows:
        for code, tie, blank in row.cells:
            found = Link.objects.filter(link_kind="answered-by", from_code=row.problem, to_code=code)
            assert (tie.number if tie else 0) == found.count()
            assert tie is not None or blank
    assert page.filled < page.cells
    with django_assert_max_num_queries(12):
        text = client.get(reverse("advice:gaps")).content.decode()
    assert 'class="blank0"' in text
    assert text.count("<tbody>") == 4


def test_three_systems_and_four_areas_stand_with_what_the_seeds_say(content) -> None:
    page = gap_page()
    qualities = {system.code.uid: {tie.end.slug for tie in system.qualities} for system in page.systems}
    assert qualities == SYSTEMS
    assert all(system.measures for system in page.systems)
    assert len(page.areas) == 4
    assert [area.measures for area in page.areas] == [[]] * 4


def test_the_flow_has_a_table_with_the_same_numbers(content, client) -> None:
    figure = sankey(gap_page())
    text = client.get(reverse("advice:gaps")).content.decode()
    drawn = re.findall(r'<path class="band[^>]*><title>[^<]*?: (\d+)</title>', text)
    rows = re.findall(r'<td class="n" data-l="Links">(\d+)</td>', text)
    assert drawn == rows == [str(band.tie.number) for band in figure.bands]
    for node in figure.nodes:
        sides = [band for band in figure.bands if node.key in (band.tie.start.uid, band.tie.end.uid)]
        assert sides
        assert all(band.y1 >= 0 and band.y2 <= figure.height for band in sides)


def test_the_benchmarks_of_county_m_say_that_nothing_is_reported(content, client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        text = client.get(reverse("advice:benchmarks", args=["county-m"])).content.decode()
    for slug in ("deqing", "shunde"):
        part = text.split(f'id="b-{slug}"')[1].split("</article>")[0]
        assert "not reported" in part
    assert "/compare/?items=case:county-m,case:deqing,case:shunde" in text
    assert "One side is anonymised" in text
    assert "No benchmark of this case" in client.get(reverse("advice:benchmarks", args=["sichuan"])).content.decode()
    assert client.get("/advice/benchmarks/nowhere/").status_code == 404
    cards = client.get(reverse("advice:cards"), {"case": "county-m"}).content.decode()
    assert cards.count("what was borrowed:") == 2
    for name in ("Governance system", "Service system", "Decision system"):
        assert name in cards


def test_worklists_name_what_is_missing(content, client) -> None:
    lists = worklists()
    assert "problem:process-black-box" in [code.uid for code in lists.unanswered]
    assert "countermeasure:industry-base" in [code.uid for code in lists.idle]
    assert all(link.basis != "stated" for link in lists.inferred)
    text = client.get(reverse("advice:curation")).content.decode()
    assert text.count("<section") == 6


def test_an_assessment_goes_through_review_into_the_card(content, cast, signed_in, client, outsider) -> None:
    link = Link.objects.get(owner__uid="problem:data-barriers", ref="answered-by-cloud-chiefs")
    address = reverse("advice:assess", args=["data-barriers", link.ref])
    send = reverse("advice:assess-send", args=["data-barriers", link.ref])
    assert outsider.get(address).status_code == 302
    coder = signed_in(cast.coder)
    assert coder.get(address).status_code == 200
    assert coder.get(reverse("advice:assess", args=["data-barriers", "nothing"])).status_code == 404
    for wrong in ({}, {"language": "en", "adequacy": "serious"}, {"language": "en", "overall": "low", "adequacy_reason": "x"}):
        page = coder.post(send, wrong)
        assert page.status_code == 422
        assert 'class="error"' in page.content.decode()
    parts = dict.fromkeys(("methodological_limitations", "coherence", "adequacy", "relevance"), "moderate")
    reasons = {f"{name}_reason": f"Why {name}." for name in parts}
    sent = {"language": "en", **parts, **reasons, "overall": "low", "reason": "One account."}
    assert coder.post(send, sent).status_code == 302
    assert coder.post(send, sent).status_code == 409
    draft = Revision.objects.get(kind="code", uid="problem:data-barriers", state="submitted")
    problem = {"problem": "problem:data-barriers"}
    assert "One account." not in client.get(reverse("advice:cards"), problem).content.decode()
    accept(revision=draft, by=cast.reviewer)
    text = client.get(reverse("advice:cards"), problem).content.decode()
    card = text.split('id="card-cloud-chiefs"')[1].split("</article>")[0]
    assert all(
        said in card for said in ("low confidence", "One account.", "moderate concerns", "Why coherence.", "Assessed by coder")
    )
    assert text.index('id="card-cloud-chiefs"') < text.index('id="card-data-bureau"'), "low stands before very low"
