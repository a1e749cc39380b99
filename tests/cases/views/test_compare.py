"""Comparison: the same questions asked of each, every cell with its evidence, any address answered."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

MODELS = "/compare/?items=model:administrative,model:market-based"
CASES = "/compare/?items=case:province-a,case:city-b"
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
        panel = page[page.index('id="panel"') :]
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


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "side by side"),
        ("items=model:administrative", "needs something to stand beside"),
        ("items=case:city-b,case:atlantis,case:province-a", "“case:atlantis” is not in the record."),
        ("items=case:city-b,model:administrative,case:province-a", "of another kind than the first item"),
        ("items=nonsense,case:city-b,case:province-a", "“nonsense” is not an item."),
        ("items=case:province-a,case:city-b,case:county-m,case:deqing,case:shunde", "“case:shunde” is left out: 4 items fit"),
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


@pytest.mark.parametrize("items", ["case:province-a,case:city-b", "case:province-a,case:city-b,case:county-m,case:deqing"])
def test_comparison_needs_few_queries(content, outsider: Client, django_assert_max_num_queries, items) -> None:
    with django_assert_max_num_queries(12):
        assert outsider.get(f"/compare/?items={items}&open=case:city-b/later-on").status_code == 200
