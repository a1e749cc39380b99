"""Cards and the gap view as JSON: the same as the pages say."""

import pytest

from advice.queries.cards import advise
from advice.queries.gaps import gap_page
from advice.queries.question import read_question

pytestmark = pytest.mark.django_db
CARDS = "/api/advice/cards/"


def test_cards_say_what_the_page_says(content, outsider) -> None:
    question = read_question([], "county-m", {})
    advice = advise(question.problems, question.here, question.codes)
    answer = outsider.get(CARDS, {"case": "county-m"}).json()
    assert answer["problems"] == [problem.uid for problem in question.problems]
    assert [card["measure"] for card in answer["cards"]] == [card.measure.uid for card in advice.cards]
    assert all(card["no_failure_reported"] != bool(card["risks"] or card["failures"]) for card in answer["cards"])
    assert answer["general_caution"][0]["evidence"]


def test_the_asker_is_told_in_the_address(content, outsider) -> None:
    sent = {"problem": "problem:reporting-burden", "level": "district", "conditions": "condition:leadership-attention=weak"}
    card = next(card for card in outsider.get(CARDS, sent).json()["cards"] if card["measure"].endswith("one-network-one-grid"))
    lines = {line["condition"]: line for line in card["fits"][0]["lines"]}
    assert lines["level"]["fit"] == "same"
    assert lines["condition:leadership-attention"] == {
        "condition": "condition:leadership-attention", "here": "weak", "there": "strong", "fit": "differs",
    }  # fmt: skip
    assert card["needs"][0]["fit"] == "differs"
    assert card["answers"][0]["sure"]["overall"] == "very-low"


@pytest.mark.parametrize(
    "query",
    [{"problem": "nonsense"}, {"problem": ",".join(["problem:x"] * 5)}, {"level": "moon"}, {"conditions": "x"}, {"who": "me"}],
)
def test_what_cannot_be_read_is_refused(content, outsider, query) -> None:
    assert outsider.get(CARDS, query).status_code == 400


def test_unknown_problems_and_cases_are_named(content, outsider) -> None:
    answer = outsider.get(CARDS, {"problem": "problem:nothing", "case": "nowhere"}).json()
    assert (len(answer["left_out"]), answer["cards"]) == (2, [])


def test_the_gap_view_has_every_cell(content, outsider) -> None:
    page = gap_page()
    answer = outsider.get("/api/advice/gaps/").json()
    assert len(answer["cells"]) == page.cells
    assert sum(cell["links"] > 0 for cell in answer["cells"]) == answer["filled"] == page.filled
    assert all((cell["links"] == 0) == (cell["blank"] is not None) for cell in answer["cells"])
