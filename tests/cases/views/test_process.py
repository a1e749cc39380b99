"""Timelines, actors and chains: any address is answered, what is left out is said, and drawing and table say the same."""

import re

import pytest
from django.test import Client

from cases.actions.draft import save_draft
from cases.actions.publish import publish
from cases.models import Case
from cases.queries.facets import facet_index
from tests.cases import factories as make

pytestmark = pytest.mark.django_db
PAIR = "/timeline/?items=case:province-a,case:city-b"
THREE = "/timeline/?items=case:guangdong-government,case:guizhou-government,case:shanghai-government"


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_province_a_beside_city_b_follows_phases_and_says_so(content, outsider: Client) -> None:
    page = outsider.get(PAIR)
    said = text(page.content.decode())
    assert page.context["page"].align == "phase"
    assert "The sources give no dates: phases stand in their order, and lengths mean nothing." in said
    bands = {shape.id: shape for shape in page.context["page"].drawing.shapes if shape.form == "band"}
    one, two = bands["case:province-a/later-on"], bands["case:city-b/later-on"]
    assert (one.css, one.title, one.hedged) == ("st-de-embedded", "may be de-embedded", True)
    assert (two.css, two.title, two.hedged) == ("st-mutually-embedded", "may be mutually embedded", True)
    assert one.x == two.x
    assert "administrative mechanisms dominate too much" in said
    assert "a strong market contract" in said


def test_models_stand_for_the_cases_that_result_in_them(content, outsider: Client) -> None:
    page = outsider.get("/timeline/?items=model:administrative,model:market-based")
    assert [case.slug for case in page.context["page"].cases] == ["province-a", "city-b"]


def test_owners_and_shares_follow_the_calendar(content, outsider: Client) -> None:
    page = outsider.get(THREE).context["page"]
    assert page.align == "calendar"
    drawn = {shape.id: shape for shape in page.drawing.shapes}
    before, after = drawn["case:guangdong-government/tencent-2017"], drawn["case:guangdong-government/tencent-2021"]
    assert before.y == after.y
    assert before.right <= after.x
    assert (before.title, after.title) == ("49% Tencent", "16.74% Tencent")
    assert not any(shape.css.startswith("st-") for shape in page.drawing.shapes)


@pytest.mark.parametrize("address", [PAIR, THREE, f"{THREE}&policy=1", f"{THREE}&align=start", f"{THREE}&align=phase"])
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_drawing_and_table_hold_the_same(content, outsider: Client, address: str, language: str) -> None:
    response = outsider.get(language + address)
    page = response.context["page"]
    drawn = {shape.id for shape in page.drawing.shapes}
    undrawn = {item for items in page.drawing.unplaced.values() for item in items}
    assert drawn | undrawn == {entry.id for entry in page.entries}
    html = response.content.decode()
    for entry in page.entries:
        assert html.count(f"open={entry.id}") >= 2


@pytest.mark.parametrize("address", [PAIR, THREE])
def test_every_item_opens_its_evidence(content, outsider: Client, address: str) -> None:
    page = outsider.get(address).context["page"]
    for entry in page.entries[::5]:
        opened = outsider.get(f"{address}&open={entry.id}")
        panel = opened.content.decode().partition('id="panel"')[2]
        passages = opened.context["passages"]
        assert passages
        assert all(f"#x-{excerpt.ref}" in panel for excerpt, _stance in passages)
        assert entry.item.coder in panel


def test_filters_narrow_drawing_and_table(content, outsider: Client) -> None:
    base = "/timeline/?items=case:guangdong-government"
    owners = outsider.get(f"{base}&kind=ownership").context["page"].entries
    assert owners
    assert {entry.kind for entry in owners} == {"ownership"}
    strand = outsider.get(f"{base}&strand=formation").context["page"].entries
    assert {entry.strand for entry in strand} == {"formation"}
    tencent = outsider.get(f"{base}&actor=tencent").context["page"].entries
    assert tencent
    assert all("tencent" in [actor.slug for actor in entry.actors] for entry in tencent)
    nothing = outsider.get(f"{base}&actor=nobody")
    assert "Nothing in these cases is of the chosen strand, kind and actor." in text(nothing.content.decode())


def test_policy_is_a_lane_on_request(content, outsider: Client) -> None:
    without = outsider.get(THREE).context["page"].drawing
    with_policy = outsider.get(f"{THREE}&policy=1").context["page"].drawing
    assert [block.key for block in with_policy.blocks] == ["national-policy", *(block.key for block in without.blocks)]
    assert [lane.key for lane in with_policy.blocks[0].lanes] == ["policy"]


def test_start_may_be_chosen(content, outsider: Client) -> None:
    address = "/timeline/?items=case:guangdong-government&align=start&from=case:guangdong-government/control-announced"
    page = outsider.get(address).context["page"]
    zero = next(tick for tick in page.drawing.ticks if tick.text == "0")
    shape = next(shape for shape in page.drawing.shapes if shape.id.endswith("control-announced"))
    assert shape.x + shape.width / 2 == pytest.approx(zero.x, abs=1)


@pytest.mark.databases
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Tick up to 6 cases"),
        ("items=case:atlantis", "“case:atlantis” is not in the record."),
        ("items=case:city-b,problem:x", "“problem:x” is not a case."),
        ("items=case:city-b,model:nope", "“model:nope” is the result of no case in the record."),
        ("items=case:city-b&align=sideways&strand=x&kind=y&actor=%00", "Timeline: City B"),
        ("items=case:city-b&align=calendar", "The sources give no dates"),
        ("items=case:city-b,case:guizhou-government&align=calendar", "City B: the source gives no dates."),
        ("items=case:guizhou-government&align=phase", "has no phases in the record"),
        ("items=case:city-b,case:guizhou-government&align=start&policy=1", "National policy is drawn by the calendar only."),
        ("items=case:%00,case:city-b", "is not a case"),
        ("items=" + "x" * 5000, "is not a case"),
        ("items=case:city-b&open=case:nope/x", "Select an item of the drawing"),
        (
            "items=case:province-a,case:city-b,case:county-m,case:deqing,case:shunde,case:sichuan,case:guizhou",
            "“case:guizhou” is left out: at most 6 cases",
        ),
    ],
)
def test_any_address_is_answered(content, outsider: Client, query: str, said: str) -> None:
    response = outsider.get(f"/timeline/?{query}")
    assert response.status_code == 200
    assert said in text(response.content.decode())
    assert outsider.get(f"/zh-hans/timeline/?{query}").status_code == 200


def hard(uid: str = "hard", events: int = 3) -> dict:
    """A case with an event before its phase, ties without dates, and as many events as asked for."""
    return make.case(
        uid,
        phases=[
            {"ref": "one", "title": make.text("One"), "starts": "2015", "ends": "2016"},
            {"ref": "two", "title": make.text("Two"), "starts": "2017"},
        ],
        events=[
            make.stated("early", title=make.text("Too early"), date="2010-05", phase="two"),
            *(make.stated(f"e{n}", title=make.text(f"Event {n}"), date=f"{2015 + n % 5}-{n % 12 + 1:02}") for n in range(events)),
        ],
        relation_states=[
            make.stated("loose", actor="government", other="enterprise", tie="contract"),
            make.stated("held", actor="government", other="enterprise", tie="ownership", share=51, period="2015/"),
        ],
    )


@pytest.fixture
def world(db) -> None:
    publish([*make.world(), hard()], by=None)


def test_contradictory_record_is_drawn_and_told(world, outsider: Client) -> None:
    said = text(outsider.get("/timeline/?items=case:hard").content.decode())
    assert "“Too early” is dated before “Two”, the phase it is placed in; it stands at its date." in said
    assert "Ties without dates are in the table and not in the drawing: government – enterprise: contract." in said
    case_page = text(outsider.get("/cases/hard/").content.decode())
    assert "“Too early” is dated before “Two”" in case_page
    step = text(outsider.get("/cases/hard/actors/?year=2016").content.decode())
    assert "Ties without dates belong to no step" in step
    assert "51%" in step


def test_drafts_are_on_no_timeline(world, outsider: Client, cast) -> None:
    save_draft(document=make.case("secret"), by=cast.contributor)
    assert not Case.objects.filter(slug="secret").exists()
    for address in ("/timeline/?items=case:secret", "/chains/?items=case:secret"):
        assert "“case:secret” is not in the record." in text(outsider.get(address).content.decode())
    assert outsider.get("/cases/secret/actors/").status_code == 404


@pytest.mark.parametrize("size", [2, 200])
def test_pages_need_few_queries(world, outsider: Client, django_assert_max_num_queries, size: int) -> None:
    publish([hard(f"big-{n}", size) for n in range(3)], by=None)
    facet_index()  # read once per process
    for address in (
        "/timeline/?items=case:big-0,case:big-1,case:big-2&policy=1&open=case:big-0/e1",
        "/cases/big-0/actors/?year=2016&open=case:big-0/held",
        "/chains/?items=case:big-0,case:big-1,case:big-2",
    ):
        with django_assert_max_num_queries(12):
            assert outsider.get(address).status_code == 200


def test_network_shows_ties_with_their_dates_by_step(content, outsider: Client) -> None:
    page = outsider.get("/cases/guangdong-government/actors/?year=2019").context["page"]
    words = {tie.full: tie.words for tie in page.figure.ties}
    assert words["Tencent – Digital Guangdong: 49%, 2017–2021"] == ("49%", "2017–2021")
    assert not any("China Electronics" in full for full in words)
    absent = {box.full for box in page.figure.boxes if not box.present}
    assert any(name.startswith("China Electronics") for name in absent)
    whole = outsider.get("/cases/guangdong-government/actors/").context["page"]
    assert {(box.full, box.x, box.y) for box in whole.figure.boxes} == {(box.full, box.x, box.y) for box in page.figure.boxes}


@pytest.mark.parametrize(("slug", "form"), [("province-a", "A tree:"), ("city-b", "A grid:")])
def test_structure_is_drawn_as_form_and_not_as_data(content, outsider: Client, slug: str, form: str) -> None:
    html = outsider.get(f"/cases/{slug}/actors/").content.decode()
    assert form in html
    assert "The form, not data" in html
    assert "The form, not data" not in outsider.get("/cases/guangdong-government/actors/").content.decode()


@pytest.mark.databases
@pytest.mark.parametrize("query", ["year=2019", "year=x", "year=99999999", "phase=nope", "open=x", "year=²"])
def test_any_step_is_answered(content, outsider: Client, query: str) -> None:
    assert outsider.get(f"/cases/guangdong-government/actors/?{query}").status_code == 200


def test_chains_carry_basis_and_evidence_on_each_arrow(content, outsider: Client) -> None:
    response = outsider.get("/chains/?items=model:administrative,model:market-based")
    page = response.context["page"]
    assert [str(title) for title, _stages in page.rows] == [
        "structural constraint", "task tension", "strategy", "interaction state", "organisational structure", "mechanism",
        "governance model",
    ]  # fmt: skip
    arrows = [link for column in page.columns for stage in column.stages for step in stage.steps for link in step.arrows]
    assert len(arrows) > 10
    html = response.content.decode()
    for link in arrows:
        assert link.basis
        assert f"open=link-{link.pk}" in html
    opened = outsider.get(f"/chains/?items=model:administrative,model:market-based&open=link-{arrows[0].pk}")
    assert arrows[0].coder in opened.content.decode().partition('id="panel"')[2]


def test_chain_of_a_case_stands_beside_another(content, outsider: Client) -> None:
    page = outsider.get("/chains/?items=case:province-a,case:city-b").context["page"]
    states = {str(title): stages for title, stages in page.rows}["interaction state"]
    assert [[step.code.slug for step in stage.steps] for stage in states] == [
        ["embedded", "de-embedded"],
        ["embedded", "mutually-embedded"],
    ]


@pytest.mark.databases
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Choose models or cases"),
        ("items=model:nope", "“model:nope” is not in the record."),
        ("items=problem:x,model:administrative", "“problem:x” is neither a model nor a case."),
        ("items=model:administrative,case:city-b&open=link-0", "Administrative model"),
    ],
)
def test_any_chain_is_answered(content, outsider: Client, query: str, said: str) -> None:
    response = outsider.get(f"/chains/?{query}")
    assert response.status_code == 200
    assert said in text(response.content.decode())


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/cases/city-b/", "/timeline/?items=case:city-b"),
        ("/cases/city-b/", "/cases/city-b/actors/"),
        ("/cases/city-b/", "/chains/?items=case:city-b"),
        ("/models/administrative/", "/chains/?items=model:administrative"),
        ("/compare/?items=case:province-a,case:city-b", "/timeline/?items=case:province-a,case:city-b"),
        ("/compare/?items=model:administrative,model:market-based", "/timeline/?items=model:administrative,model:market-based"),
    ],
)
def test_everything_is_linked(content, outsider: Client, address: str, link: str) -> None:
    assert f'href="{link}' in outsider.get(address).content.decode()
