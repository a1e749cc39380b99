"""Comparison: the same questions asked of each, every cell with its evidence, any address answered."""

import csv
import re
from io import StringIO

import pytest
from django.http import QueryDict
from django.test import Client

from cases.actions.publish import publish
from cases.queries.comparison import codes, compare
from cases.views.compare import asked
from tests.cases import factories as make

pytestmark = pytest.mark.django_db

MODELS = "/compare/?items=model:administrative,model:market-based"
CASES = "/compare/?items=case:province-a,case:city-b"
SEVEN = ("province-a", "city-b", "county-m", "deqing", "shunde", "guizhou", "sichuan")
CELL = re.compile(r'<td data-l="[^"]*"[^>]*>(.*?)</td>', re.DOTALL)
JUDGEMENT = {"": "(editor’s judgement)", "/zh-hans": "（编者判断）"}


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def row(page: str, title: str) -> list[str]:
    """The words of the cells in the row with this heading."""
    found = re.search(rf'<th scope="row">(?:<a [^>]*>)?{title}(?:</a>)?</th>(.*?)</tr>', page, re.DOTALL)
    assert found, title
    return [text(cell).strip() for cell in CELL.findall(found[1])]


@pytest.mark.parametrize("address", [MODELS, CASES, "/compare/?items=case:county-m,case:deqing,case:shunde,case:sichuan"])
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_every_claim_opens_its_evidence_or_says_judgement(content, outsider: Client, language, address) -> None:
    page = outsider.get(language + address)
    claims = [claim for cell in CELL.findall(page.content.decode()) for claim in re.split(r'(?=<div class="claim)', cell)[1:]]
    assert len(claims) > 15
    for claim in claims:
        opens = re.findall(r'href="([^"]*open=[^"]*)#panel"', claim)
        assert opens or 'href="#b-judgement"' in claim, text(claim)
    for column in page.context["comparison"].columns:
        assert column.record.get_absolute_url() in page.content.decode()


def test_every_evidence_link_opens_a_panel_with_its_passage(content, outsider: Client) -> None:
    comparison = outsider.get(CASES).context["comparison"]
    claims = [entry for entry in comparison.entries.values() if entry.evidence]
    assert len(claims) > 30
    for entry in claims[::4]:
        page = outsider.get(CASES, {"items": "case:province-a,case:city-b", "open": entry.id}).content.decode()
        panel = page[page.index('id="panel"') :].partition("</dl>")[0]
        for use in entry.evidence:
            assert use.excerpt.text.split('"')[0][:40] in panel.replace("&#x27;", "'").replace("&quot;", '"')
        assert entry.claim.coder in panel


def test_models_differ_in_mechanism_structure_and_relation(content, outsider: Client) -> None:
    page = outsider.get(MODELS).content.decode()
    assert [cell.split()[0] for cell in row(page, "Mechanism")] == ["Administrative", "Market"]
    assert [cell.split()[0] for cell in row(page, "Organisational structure")] == ["Line-function", "Matrix"]
    later = row(page, "Later stage")
    assert later[0].startswith("may be de-embedded")
    assert later[1].startswith("may be mutually embedded")
    assert "not reported" in row(page, "Strategy")[0]
    assert [cell.split(" (")[0] for cell in row(page, "Cases")] == ["Province A", "City B"]


def test_cases_carry_notes_on_level_anonymity_and_inference(content, outsider: Client) -> None:
    notes = " ".join(outsider.get(CASES).context["comparison"].notes)
    assert "different levels: province; city" in notes
    assert "anonymised" in notes
    assert "Only the abstract" in notes
    assert "inferred" in notes


def test_differences_only_hides_what_all_say_alike(content, outsider: Client) -> None:
    comparison = outsider.get(CASES).context["comparison"]
    titles = {bool(row.same): row.title for _, rows in comparison.groups for row in rows}
    assert set(titles) == {True, False}
    page = outsider.get(f"{CASES}&diff=1").content.decode()
    assert row(page, "Mechanism") != []
    assert '<th scope="row">Period</th>' not in page
    assert f"{comparison.hidden} rows in which all columns say the same are hidden." in page


@pytest.mark.databases
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "side by side"),
        ("items=model:administrative", "needs something to stand beside"),
        ("items=case:city-b,case:atlantis,case:province-a", "“case:atlantis” is not in the record."),
        ("items=case:city-b,model:administrative,case:province-a", "of another kind than the first item"),
        ("items=nonsense,case:city-b,case:province-a", "“nonsense” is not an item."),
        ("items=" + ",".join(f"case:{slug}" for slug in SEVEN), "“case:sichuan” is left out: 6 items fit"),
        ("items=phase:city-b.later,phase:province-a.later,phase:city-b.never", "“phase:city-b.never” is not in the record."),
        ("items=phase:city-b,case:city-b,case:province-a", "“phase:city-b” is not an item."),
        ("items=configuration:provinces-31.high-1,configuration:provinces-31.high-2", "nothing here was recomputed"),
        ("items=case:city-b,case:province-a&hide=level,<script>,%00&order=zzz,unit,period", "Unit of analysis"),
        ("items=" + "x" * 5000, "is not an item"),
        ("items=case:city-b,case:city-b", "needs something to stand beside"),
        ("items=,,,:,case:", "is not an item"),
        ("items=case:%00,case:city-b", "needs something to stand beside"),
        ("item=model:administrative&item=model:market-based&open=nothing/here", "Administrative model"),
    ],
)
def test_any_address_is_answered(content, outsider: Client, query, said) -> None:
    response = outsider.get(f"/compare/?{query}")
    assert response.status_code == 200
    assert said in text(response.content.decode())
    assert outsider.get(f"/zh-hans/compare/?{query}").status_code == 200


@pytest.mark.parametrize(
    "kinds", ["problem:weak-awareness,problem:backward-level", "system:governance,system:service,system:decision"]
)
def test_other_codes_can_be_compared(content, outsider: Client, kinds) -> None:
    comparison = outsider.get(f"/compare/?items={kinds}").context["comparison"]
    assert len(comparison.columns) == len(kinds.split(","))
    assert any(not row.same and row.coded for _, rows in comparison.groups for row in rows)


@pytest.mark.parametrize("slugs", [("province-a", "city-b"), SEVEN[:6]])
def test_comparison_needs_few_queries(content, cast, signed_in, django_assert_max_num_queries, slugs) -> None:
    """For somebody signed in, with six columns that have claims of every kind."""
    items, client = ",".join(f"case:{slug}" for slug in slugs), signed_in(cast.reviewer)
    with django_assert_max_num_queries(12):
        page = client.get(f"/compare/?items={items}&open=case:city-b/later-on")
    assert page.context["user"] == cast.reviewer
    assert len(page.context["comparison"].columns) == len(slugs)
    assert page.content.decode().count('id="panel"') == 1


PARTS = ["phase:city-b.later,phase:province-a.later", "configuration:provinces-31.high-1,configuration:provinces-31.high-2"]


@pytest.mark.parametrize("items", [*PARTS, "theory:toe,theory:process", "constraint:hierarchy,constraint:information-barriers"])
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_phases_results_and_any_kind_of_code_can_be_compared(content, outsider: Client, items, language) -> None:
    page = outsider.get(f"{language}/compare/?items={items}")
    columns = page.context.get("comparison").columns if "comparison" in page.context else []
    if not columns:
        assert "theory" in items
        return
    assert len(columns) == 2
    assert any(row.coded for row in page.context["comparison"].rows)
    for column in columns:
        assert column.url in page.content.decode()


def test_rows_are_hidden_and_moved_by_the_address(content, outsider: Client) -> None:
    page = outsider.get(f"{CASES}&hide=level,place&hide=mechanism&order=unit,period")
    titles = [row.title for _, rows in page.context["groups"] for row in rows]
    assert not {"Level", "Place", "Mechanism"} & {title for title in titles if isinstance(title, str)}
    assert titles.index("Unit of analysis") < titles.index("Period")
    assert page.context["left_away"] == 3
    assert "3 rows are hidden." in page.content.decode()


def test_evidence_of_a_hidden_row_stands_beside_the_table(content, outsider: Client) -> None:
    for hidden in ("", "&hide=phase-2"):
        page = outsider.get(f"{CASES}&open=case:city-b/later-on{hidden}").content.decode()
        assert page.count('id="panel"') == 1
        assert ('<tr class="opened">' in page) == (not hidden)
        assert page.index('id="panel"') > page.index("</table>") or not hidden


def test_every_move_of_the_panel_leads_to_that_order(content, outsider: Client) -> None:
    assert outsider.get(CASES).context["controls"] == []  # the form is as long as the table: it comes when asked for
    rows = outsider.get(f"{CASES}&arrange=1").context["controls"][0][1]
    second = rows[1]
    moved = outsider.get(f"{CASES}&order={second.up}").context["groups"][0][1]
    assert [row.key for row in moved][:2] == [second.row.key, rows[0].row.key]
    columns = outsider.get(CASES).context["column_controls"]
    assert columns[0].right == "case:city-b,case:province-a"
    assert columns[1].without == "case:province-a"


def test_rows_say_in_what_their_columns_disagree(content, outsider: Client) -> None:
    models = {row.key: " ".join(row.notes) for row in outsider.get(MODELS).context["comparison"].rows}
    assert "Different levels: province; city." in models["cases"]
    assert "Known in different ways" in models["mechanism"]
    mixed = outsider.get("/compare/?items=case:county-m,case:deqing,case:guangdong-government").context["comparison"]
    notes = {row.key: " ".join(row.notes) for row in mixed.rows}
    assert "Different levels: county; province." in notes["level"]
    assert "Anonymised beside named" in notes["place"]


def test_findings_and_dated_ties_are_rows(content, outsider: Client) -> None:
    page = outsider.get("/compare/?items=case:guangdong-government,case:guizhou-government")
    rows = {row.key: row for row in page.context["comparison"].rows}
    assert all(len(cell.entries) > 5 for cell in rows["findings"].cells)
    shares = [entry.words for entry in rows["ties"].cells[0].entries if "%" in str(entry.words)]
    assert shares
    assert "62.84%" in page.content.decode()
    assert "more</summary>" in page.content.decode()


def test_numbers_and_memberships_are_said_and_make_a_difference(outsider: Client) -> None:
    """Under the title of their code, or after its name where a row has several; and where a phase has them."""
    per_cent = {"scale": "number", "unit": make.text("per cent", "%")}
    codes = [make.code(uid, **per_cent) for uid in ("condition:use", "outcome:reach")]
    codes += [make.code("outcome:fit", scale="membership"), make.code("structure:depth", scale="number")]
    values = {"aa": (61.2, 0.2), "bb": (88.9, 0.2)}
    cases = [
        make.case(
            uid,
            phases=[{"ref": "start", "title": make.text("Start")}],
            codings=[
                make.coding("condition:use", value=number), make.coding("outcome:reach", value=number),
                make.coding("outcome:fit", value=member), make.coding("structure:depth", value=number, phase="start"),
                make.coding("problem:formalism"), make.coding("condition:talent", level="weak"),
            ],
        )
        for uid, (number, member) in values.items()
    ]  # fmt: skip
    publish([*make.world(), *codes, *cases], by=None)
    page = outsider.get("/compare/?items=case:aa,case:bb&diff=1").content.decode()
    assert [cell.split(" (")[0] for cell in row(page, "condition:use")] == ["61.2 per cent", "88.9 per cent"]
    outcomes = row(page, "Outcome")
    assert ["outcome:reach: 61.2 per cent" in outcomes[0], "outcome:reach: 88.9 per cent" in outcomes[1]] == [True, True]
    assert all("outcome:fit: 0.2" in cell for cell in outcomes)
    assert '<th scope="row">Problem</th>' not in page
    assert "condition:talent" not in page
    rows = list(csv.reader(StringIO(outsider.get("/zh-hans/compare/as/csv/?items=case:aa,case:bb").content.decode("utf-8-sig"))))
    assert "61.2 %" in next(one[2] for one in rows if one[1].startswith("condition:use"))
    page = outsider.get("/compare/?items=phase:aa.start,phase:bb.start&diff=1").content.decode()
    assert ["structure:depth: 61.2" in cell for cell in row(page, "Organisational structure")] == [True, False]


@pytest.mark.databases
def test_models_have_their_first_cases_each_once_and_say_how_many_more(monkeypatch, outsider: Client) -> None:
    monkeypatch.setattr(codes, "SHOWN", 2)
    tie = make.stated("tie", actor="government", other="enterprise", tie="contract", phase="start")
    process = {"phases": [{"ref": "start", "title": make.text("Start")}, {"ref": "end", "title": make.text("End")}]}
    twice = [make.coding("model:market-based", f"m-{phase}", phase=phase) for phase in ("start", "end")]
    cases = [make.case(uid, codings=twice, relation_states=[tie], **process) for uid in ("cc", "aa", "bb")]
    publish([*make.world(), make.code("model:other"), *cases], by=None)
    page = outsider.get("/compare/?items=model:market-based,model:other")
    rows = {row.key: row for row in page.context["comparison"].rows}
    assert [entry.detail["en"] for entry in rows["phase-1"].cells[0].entries] == ["Aa", "Bb"]
    assert [entry.words["en"] for entry in rows["cases"].cells[0].entries] == ["Aa", "Aa", "Bb", "Bb"]
    assert "The first 2 cases by name stand here. How many more there are: model:market-based 1." in text(page.content.decode())


def test_rivals_stay_visible(outsider: Client) -> None:
    rivals = [
        make.coding("condition:talent", "weak", level="weak", accepted=True),
        make.coding("condition:talent", "strong", level="strong", accepted=False),
    ]
    publish([*make.world(), make.case("aa", codings=rivals), make.case("bb", codings=rivals[:1])], by=None)
    cells = row(outsider.get("/compare/?items=case:aa,case:bb").content.decode(), "condition:talent")
    assert "also reported: strong" in cells[0]
    assert "also reported" not in cells[1]


def test_what_was_looked_up_before_a_publication_is_not_kept_beyond_it(outsider: Client) -> None:
    publish([*make.world(), make.case("a", label=make.text("Secret name")), make.case("b")], by=None)
    address = "items=case:a,case:b"
    _picked, columns, _wanted = asked(QueryDict(address))
    publish([make.case("a", label=make.text("Public name")), make.case("b")], by=None)
    compare(columns)  # somebody who was late
    page = outsider.get(f"/compare/?{address}").content.decode()
    assert "Public name" in page
    assert "Secret name" not in page
