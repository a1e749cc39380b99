"""The matrix: cases × codes and gap views; every cell says something or why not, and opens what it says."""

import re

import pytest
from django.test import Client

from cases.actions.publish import publish
from cases.queries import code_page, facets, paging
from cases.queries.matrix import Asked, matrix, ordering
from cases.queries.matrix.ask import COLUMNS, ROWS
from tests.cases import factories as make
from tests.cases.views.grown import AT_MOST, grow, queries

pytestmark = pytest.mark.django_db


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def table_of(**asked):
    return matrix(Asked(**asked)).table


def grid(table) -> dict[str, dict[str, str]]:
    """What the cells say, by row and column; a blank as its reason in brackets."""
    return {
        row.header.key: {
            cell.column: "; ".join(str(line.words if isinstance(line.words, str) else line.words["en"]) for line in cell.lines)
            or f"({cell.blank})"
            for cell in row.cells
        }
        for row in table.rows
    }


def talent(level: str) -> dict:
    return make.coding("condition:talent", level=level)


def publish_three() -> None:
    publish(
        [
            *make.world(),
            make.case("alpha", period="2019", codings=[talent("weak"), make.coding("problem:formalism")]),
            make.case("beta", place="guizhou", period="2015", codings=[talent("strong")]),
            make.case(
                "gamma", pseudonym={"as_printed": "City G", "level": "city"}, period=None, period_blank="not-reported",
                codings=[make.coding("condition:talent", blank="not-reported"), make.coding("countermeasure:training")],
            ),
        ],
        by=None,
    )  # fmt: skip


ALL = ("case:alpha", "case:beta", "case:gamma")


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"order": "name"}, ALL),
        ({"order": "level"}, ("case:alpha", "case:beta", "case:gamma")),
        ({"order": "time"}, ("case:beta", "case:alpha", "case:gamma")),
        ({"order": "coded"}, ("case:alpha", "case:beta", "case:gamma")),
        ({"order": "variable", "by": "condition:talent"}, ("case:beta", "case:alpha", "case:gamma")),
        ({"order": "variable", "by": "countermeasure:training"}, ("case:gamma", "case:alpha", "case:beta")),
        ({"order": "variable", "by": "no:code"}, ALL),
    ],
)
def test_cases_stand_in_the_order_asked_for(asked, rows) -> None:
    publish_three()
    assert tuple(row.header.key for row in table_of(columns="condition", **asked).rows) == rows


def test_an_outcome_stands_first_before_its_predictors() -> None:
    publish_three()
    publish([make.code("condition:money", order=1)], by=None)
    table = table_of(columns="condition", order="outcome", by="condition:talent", content="value")
    assert [column.key for column in table.columns] == ["condition:talent", "condition:money"]
    assert [row.header.key for row in table.rows] == ["case:beta", "case:alpha", "case:gamma"]


@pytest.mark.parametrize(("shown", "said"), [("presence", "yes"), ("value", "strong"), ("count", "1"), ("summary", "strong")])
def test_cells_say_what_is_asked_and_blanks_why(shown, said) -> None:
    publish_three()
    cells = grid(table_of(columns="condition", content=shown))
    assert cells["case:beta"]["condition:talent"] == said
    assert cells["case:gamma"]["condition:talent"] == "(not-reported)"
    assert grid(table_of(columns="problem", content=shown))["case:beta"]["problem:formalism"] == "(not-yet-coded)"


def test_founding_cases_that_say_nothing_were_read_for_it() -> None:
    publish_three()
    publish([make.case(uid, origin="seed") for uid in ("delta", "epsilon")], by=None)
    cells = grid(table_of(columns="problem"))
    assert [cells[f"case:{slug}"]["problem:formalism"] for slug in ("beta", "delta")] == ["(not-yet-coded)", "(not-reported)"]
    by_origin = grid(table_of(rows="problem", columns="origin"))["problem:formalism"]
    assert by_origin == {"origin:seed": "(not-reported)", "origin:contributed": "yes"}
    by_level = grid(table_of(rows="countermeasure", columns="level"))["countermeasure:training"]
    assert by_level == {"level:national": "(not-reported)", "level:province": "(not-yet-coded)", "level:city": "yes"}


def test_broader_codes_have_what_is_said_of_narrower_ones(outsider: Client, monkeypatch) -> None:
    """In cells, counts and the claims behind them alike, and on the page of the code."""
    codes = [make.code("constraint:hierarchy"), make.code("constraint:vertical", broader="constraint:hierarchy"),
             make.code("constraint:staff", broader="constraint:vertical", scale="number")]  # fmt: skip
    alone = [make.coding("constraint:vertical")]
    cases = [make.case("alpha", codings=alone), make.case("beta", codings=[make.coding("constraint:staff", value=61.2)])]
    publish([*make.world(), *codes, *cases, make.case("zeta", codings=[make.coding("constraint:hierarchy"), *alone])], by=None)
    table = table_of(columns="constraint", content="value", order="name")
    column = [grid(table)[f"case:{slug}"]["constraint:hierarchy"] for slug in ("alpha", "beta", "zeta")]
    assert column == ["constraint:vertical", "constraint:staff: 61.2", "present"]
    assert {header.key: header.total for header in table.columns}["constraint:hierarchy"] == 3
    counted = grid(table_of(rows="constraint", columns="level", content="count"))
    assert [counted[f"constraint:{name}"]["level:national"] for name in ("hierarchy", "vertical", "staff")] == ["4", "3", "1"]
    cells = {"columns=constraint&open=case:beta/constraint:hierarchy": 1,
             "rows=constraint&columns=level&open=constraint:vertical/level:national": 3}  # fmt: skip
    for address, number in cells.items():
        page = outsider.get(f"/matrix/?{address}")
        assert len(page.context["open"].claims) == number
        assert "constraint:staff: 61.2" in text(page.content.decode().split('id="panel"')[1])
    monkeypatch.setattr(code_page, "FEW", 1)
    monkeypatch.setattr(code_page, "CASES_SHOWN", 2)
    page = outsider.get("/constraints/hierarchy/")
    assert [row.case.slug for row in page.context["page"].cases] == ["alpha", "beta"]
    assert "constraint:staff: 61.2" in text(page.content.decode())


def test_shade_follows_the_scale_and_totals_the_cells() -> None:
    publish_three()
    table = table_of(columns="condition", content="value", order="name")
    assert [row.cells[0].step for row in table.rows] == [2, 3, 0]
    assert [row.filled for row in table.rows] == [1, 1, 0]
    assert [column.total for column in table.columns] == [2]
    counted = table_of(columns="condition", content="count")
    assert (counted.passages, counted.column_passages) == (2, [2])


def test_a_gap_view_shows_ties_and_tells_silence_from_a_hole() -> None:
    link = make.stated("answer", link_kind="answered-by", from_code="problem:formalism", to_code="countermeasure:training")
    other = make.code("problem:silos")
    both = [make.coding("problem:silos"), make.coding("problem:formalism"), make.coding("countermeasure:training")]
    links = [link, link | {"ref": "again", "actor": "government"}]
    publish([*make.world(), other, make.code("problem:third"), make.case("alpha", codings=both, links=links)], by=None)
    cells = grid(table_of(rows="problem", columns="countermeasure", content="summary", order="codebook"))
    assert cells["problem:formalism"]["countermeasure:training"] == "may be answered by: in 1 case"
    assert cells["problem:silos"]["countermeasure:training"] == "(not-reported)"
    assert cells["problem:third"]["countermeasure:training"] == "(not-yet-coded)"
    turned = grid(table_of(rows="countermeasure", columns="problem", content="value", order="codebook"))
    assert turned["countermeasure:training"]["problem:formalism"] == "2 claims"
    narrowed = table_of(rows="problem", columns="countermeasure", selection={"level": ["city"]}, order="codebook")
    assert narrowed.filled == 0


def test_conditions_against_levels_count_the_cases() -> None:
    publish_three()
    cells = grid(table_of(rows="condition", columns="level", content="value"))
    assert cells["condition:talent"] == {
        "level:national": "1 of 1 case", "level:province": "1 of 1 case", "level:city": "(not-reported)",
    }  # fmt: skip
    summary = grid(table_of(rows="condition", columns="level", content="summary"))
    assert summary["condition:talent"]["level:province"] == "strong 1"


@pytest.mark.parametrize(
    "address",
    [
        "/matrix/?columns=problem",
        "/matrix/?columns=condition&content=value",
        "/matrix/?columns=constraint&content=summary",
        "/matrix/?rows=problem&columns=countermeasure",
        "/matrix/?rows=condition&columns=level&content=value",
    ],
)
def test_every_cell_opens_its_evidence(content, outsider: Client, address) -> None:
    page = outsider.get(address)
    found = [cell for row in page.context["table"].rows for cell in row.cells if cell.found]
    assert found
    for cell in found[::5]:
        opened = outsider.get(f"{address}&open={cell.key}")
        claims = opened.context["open"].claims
        assert claims, cell.key
        panel = opened.content.decode().split('id="panel"')[1]
        for claim in claims:
            assert claim.footing or claim.reasoning_en or claim.reasoning_zh
            assert claim.coder in panel


def test_the_same_selection_as_the_list_of_cases(content, outsider: Client) -> None:
    chosen = "level=province&origin=seed"
    listed = outsider.get(f"/cases/?{chosen}")
    assert f'href="/matrix/?{chosen}"' in listed.content.decode().replace("&amp;", "&")
    rows = outsider.get(f"/matrix/?{chosen}").context["table"].rows
    assert {row.header.record.slug for row in rows} == {case.slug for case in listed.context["found"].cases}


@pytest.mark.databases
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("rows=elephants", "“elephants” cannot stand here."),
        ("columns=elephants&content=pie", "“pie” cannot stand here."),
        ("columns=level", "Cases stand against codes."),
        ("rows=problem&order=time", "Rows of this kind have no such order."),
        ("order=variable", "Choose the variable by which the cases are to be ordered"),
        ("order=variable&by=outcome:none", "No code is called “outcome:none”"),
        ("by=<script>", "A variable is a code"),
        ("page=nonsense", "Pages are numbered from 1."),
        ("page=999", "Nothing to show."),
        ("code=model:administrative&columns=problem", "“model:administrative” is no code of the kind in the columns."),
        ("level=castle", "nothing here is called “castle”"),
        ("q=zzzzzz", "No case fits the selection."),
        ("rows=theory&columns=area", "No kind of link joins these two kinds of code"),
        ("open=case:nobody/problem:nothing", "Cases × Problems"),
        ("open=%00&code=%00&rows=%00", "cannot stand here"),
        ("q=" + "x" * 300, "at most 200 characters"),
    ],
)
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_any_address_is_answered(content, outsider: Client, language, query, said) -> None:
    response = outsider.get(f"{language}/matrix/?{query}")
    assert response.status_code == 200
    if not language:
        assert said in text(response.content.decode().replace("&lt;", "<"))


@pytest.mark.parametrize(
    "address",
    [
        "/matrix/?columns=problem&order=coded&open=case:case-1/problem:problem",
        "/matrix/?columns=condition&content=count&order=level&level=province&study=study-1&model=model:model&q=case",
        "/matrix/?columns=condition&content=value&order=outcome&by=outcome:outcome&open=case:case-1/condition:condition",
        "/matrix/?rows=problem&columns=countermeasure&content=count&open=problem:problem/countermeasure:countermeasure",
        "/matrix/?rows=condition&columns=level&content=count&open=condition:condition/level:province",
    ],
)
def test_queries_do_not_grow(address) -> None:
    grow(2)
    few = queries(address)
    grow(9)
    assert queries(address) == few <= AT_MOST


def test_the_page_is_bounded_and_says_so() -> None:
    many = [make.case(f"case-{number:03}") for number in range(ROWS + 3)]
    codes = [make.code(f"problem:p-{number:03}", order=number) for number in range(COLUMNS + 5)]
    publish([*make.world(), *codes, *many], by=None)
    first = Client().get("/matrix/")
    assert len(first.context["table"].rows) == ROWS
    assert len(first.context["table"].columns) == COLUMNS
    words = text(first.content.decode())
    assert f"{ROWS} of {ROWS + 3} rows stand on a page" in words
    assert f"Only the first {COLUMNS} of {COLUMNS + 6} columns are shown." in words
    assert len(Client().get("/matrix/?page=2").context["table"].rows) == 3


def test_drafts_and_retired_cases_stay_out(cast, signed_in) -> None:
    publish_three()
    from cases.models import Case

    Case.objects.filter(slug="beta").update(state="retired", sequence=10**6)
    facets._indexes.clear()
    assert "case:beta" not in grid(table_of(columns="condition"))
    assert (
        "Beta" not in Client().get("/matrix/?rows=condition&columns=level&open=condition:talent/level:province").content.decode()
    )


@pytest.mark.parametrize(
    "asked", [{}, {"order": "level"}, {"order": "time"}, {"order": "outcome", "by": "problem:weak-awareness"}]
)
def test_pages_of_many_cases_are_those_of_few(content, monkeypatch, asked) -> None:
    monkeypatch.setattr(ordering, "ROWS", 7)

    def pages() -> list[list[str]]:
        return [[row.header.key for row in table_of(**asked, page=page).rows] for page in range(1, 6)]

    few = pages()
    assert len({key for page in few for key in page}) == sum(map(len, few)) > 20
    for module in (ordering, paging):
        monkeypatch.setattr(module, "FEW", 1)
    assert pages() == few
