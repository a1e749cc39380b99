"""The drawing of a timeline: what is uncertain is drawn as uncertain, nothing is lost."""

import datetime as dt
import itertools
import re

import pytest

from cases.queries.network import layout as network
from cases.queries.network.routes import BOX
from cases.queries.timeline.layout import CALENDAR, PHASE, START, draw
from cases.queries.timeline.scale import scale_of
from cases.queries.timeline.shapes import Drawing, Shape, breadth
from cases.queries.timeline.story import FORMATION, GOVERNANCE, INTERACTION, OWNERSHIP, Moment, Stage, Story, Stretch, When, Words


def moment(id: str, date: str = "", phase: int | None = None, words: str = "", lane: str = GOVERNANCE) -> Moment:
    return Moment(id, Words(words or id), lane, When.of(date), phase)


def stretch(id: str, date: str = "", row: str = "a/b", phase: int | None = None, **more) -> Stretch:
    lane = more.pop("lane", OWNERSHIP)
    return Stretch(id, Words(more.pop("words", id)), lane, row, When.of(date), phase, company=Words("Company"), **more)


def story(*items: Moment | Stretch, stages: tuple[Stage, ...] = (), key: str = "case") -> Story:
    moments = [item for item in items if isinstance(item, Moment)]
    return Story(key, Words(key), list(stages), moments, [item for item in items if isinstance(item, Stretch)])


def shapes(drawing: Drawing) -> dict[str, Shape]:
    return {shape.id: shape for shape in drawing.shapes}


@pytest.mark.parametrize(
    ("date", "form"),
    [
        ("2019-05-01", "dot"),
        ("2019-05", "dot"),
        ("2019", "capsule"),
        ("2019-05~", "capsule"),
        ("2018/2021", "capsule"),
        ("../2020", "capsule"),
        ("2019-21", "capsule"),
        ("", "open"),
        ("once upon a time", "open"),
    ],
)
def test_uncertain_date_is_drawn_as_uncertain(date: str, form: str) -> None:
    drawing = draw([story(moment("anchor", "2016-01-01"), moment("x", date))])
    assert shapes(drawing)["x"].form == form


def test_year_is_as_long_as_a_year() -> None:
    drawing = draw([story(moment("first", "2010"), moment("year", "2015"), moment("last", "2019"))], width=1000)
    assert shapes(drawing)["year"].width == pytest.approx(98.6, abs=1)


@pytest.mark.parametrize("text", ["2019", "2019-02", "2019-05-01", "2018/2021", "2017-10/", "2017-10/..", "../2020", "/2020"])
def test_plain_date_is_read_as_the_parser_reads_it(text: str) -> None:
    from cases.validators import date_bounds

    when = When.of(text)
    assert (when.first, when.last) == date_bounds(text)


@pytest.mark.parametrize("text", ["2021/2019", "2019-13", "2019-02-30", "0000", "x" * 500])
def test_impossible_date_has_no_place(text: str) -> None:
    assert not When.of(text).known


def test_ties_of_a_pair_follow_one_another_in_one_row() -> None:
    before = stretch("before", "2017-10/2021-12", share=49)
    after = stretch("after", "2021-12/", share=16.74)
    drawn = shapes(draw([story(before, after, stretch("other", "2018/2020", row="c/b"))]))
    assert drawn["before"].y == drawn["after"].y != drawn["other"].y
    assert drawn["before"].right <= drawn["after"].x
    assert drawn["after"].unended
    assert not drawn["before"].unended
    assert drawn["before"].fill == pytest.approx(drawn["before"].height * 0.49, abs=0.1)


def test_relation_without_dates_is_left_out_and_named() -> None:
    drawing = draw([story(moment("event", "2019"), stretch("undated"), stretch("dated", "2019"))])
    assert set(shapes(drawing)) == {"event", "dated"}
    assert drawing.unplaced == {"relation-undated": ["undated"]}


def test_undated_case_beside_a_dated_one_keeps_its_order() -> None:
    stages = (Stage("start", Words("Start")), Stage("later", Words("Later")))
    undated = story(
        stretch("first", phase=0, lane=INTERACTION), stretch("second", phase=1, lane=INTERACTION), stages=stages, key="undated"
    )
    drawing = draw([story(moment("event", "2019")), undated], CALENDAR)
    assert [block.ordered for block in drawing.blocks] == [False, True]
    drawn = shapes(drawing)
    assert drawn["first"].right <= drawn["second"].x
    assert [phase.label.text for phase in drawing.blocks[1].phases] == ["Start", "Later"]


def test_start_is_the_common_zero() -> None:
    one, two = story(moment("a", "2015-03-01"), key="one"), story(moment("b", "2020-03-01"), key="two")
    one.start, two.start = dt.date(2015, 3, 1), dt.date(2020, 3, 1)
    drawn = shapes(draw([one, two], START))
    assert drawn["a"].x == drawn["b"].x


def test_state_keeps_its_words_and_its_trigger() -> None:
    stages = (Stage("start", Words("Start")), Stage("later", Words("Later")))
    state = stretch(
        "state",
        phase=1,
        lane=INTERACTION,
        words="may be de-embedded",
        state="de-embedded",
        hedged=True,
        trigger=Words("administrative mechanisms dominate too much"),
    )
    drawing = draw([story(state, stages=stages)], PHASE)
    drawn = shapes(drawing)["state"]
    assert (drawn.css, drawn.hedged, drawn.label.text) == ("st-de-embedded", True, "may be de-embedded")
    assert [label.text for lane in drawing.blocks[0].lanes for label in lane.triggers] == [
        "administrative mechanisms dominate too much"
    ]


def many(count: int) -> Story:
    words = "Something that happened in the county and has a long name"
    found = [moment(f"e{n}", f"{2010 + n % 12}-{n % 12 + 1:02}-{n % 27 + 1:02}", None, words, FORMATION) for n in range(count)]
    return story(*found, *(stretch(f"s{n}", f"{2010 + n % 9}/", row=f"r{n % 30}") for n in range(count // 4)))


@pytest.mark.parametrize("align", [CALENDAR, PHASE])
def test_nothing_is_lost_and_nothing_leaves_the_drawing(align: str) -> None:
    tale = many(200)
    drawing = draw([tale], align)
    left_out = [item for items in drawing.unplaced.values() for item in items]
    assert sorted([*shapes(drawing), *left_out]) == sorted(item.id for item in tale.items)
    for shape in drawing.shapes:
        assert 0 <= shape.x <= drawing.width
        assert shape.y >= 0
        assert shape.bottom <= drawing.height
        if shape.label:
            start = shape.label.x - (breadth(shape.label.text) if shape.label.anchor == "end" else 0)
            assert start >= -1
            assert start + breadth(shape.label.text) <= drawing.width + 1


def test_words_of_a_lane_never_cover_one_another() -> None:
    drawing = draw([many(60)])
    rows: dict[float, list[tuple[float, float]]] = {}
    for shape in drawing.shapes:
        if shape.label and shape.form == "dot":
            wide = breadth(shape.label.text)
            left = shape.label.x - (wide if shape.label.anchor == "end" else 0)
            rows.setdefault(shape.label.y, []).append((left, left + wide))
    for spans in rows.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def test_same_story_gives_the_same_drawing() -> None:
    assert draw([many(80)]) == draw([many(80)])


def test_axis_has_few_ticks_however_long_it_is() -> None:
    for first, last in [("0001", "9999"), ("1949", "2030"), ("2019", "2020"), ("2019-03", "2019-04")]:
        scale = scale_of([story(moment("a", first), moment("b", last))], 0, 1000)
        ticks = [x for x, _words in scale.ticks()]
        assert 1 <= len(ticks) <= 14
        assert ticks == sorted(ticks)


def test_nothing_to_draw_is_no_error() -> None:
    for align in (CALENDAR, START, PHASE):
        assert draw([story()], align).shapes == []
        assert draw([], align).shapes == []


# Actors ---------------------------------------------------------------------------------------------


def crowd() -> network.Figure:
    actors = [network.Actor(f"a{n}", Words(f"Actor {n} with a very long name that needs two lines"), n % 3) for n in range(50)]
    said = ("49%", "2017–2021", "16.74%", "2021–")
    lines = [network.Line(f"t{n}", f"a{n}", f"a{(n * 7) % 30}", said[: 2 + n % 3], "full") for n in range(1, 30)]
    return network.arrange(actors, lines)


def test_actors_stand_in_their_columns_and_cover_nobody() -> None:
    figure = crowd()
    assert len(figure.boxes) == network.MOST_ACTORS
    assert len(figure.left_out) == 50 - network.MOST_ACTORS
    for one, two in itertools.combinations(figure.boxes, 2):
        assert one.x != two.x or one.y + one.tall < two.y or two.y + two.tall < one.y
    assert max(box.y + box.tall for box in figure.boxes) <= figure.height
    assert all(breadth(line) <= BOX for box in figure.boxes for line in box.lines)
    assert figure == crowd()


def test_words_of_ties_cover_nothing_and_no_line_crosses_them() -> None:
    figure = crowd()
    assert len(figure.ties) > 20
    areas = {tie.id: (tie.x - tie.width / 2, tie.y - tie.height / 2, tie.x + tie.width / 2, tie.y + tie.height / 2)
             for tie in figure.ties}  # fmt: skip
    for one, two in itertools.combinations(areas.values(), 2):
        assert not meet(one, two)
    for box in figure.boxes:
        assert not any(meet(area, (box.x, box.y, box.x + BOX, box.y + box.tall)) for area in areas.values())
    for tie in figure.ties:
        for stretch in stretches(tie.path):
            assert not any(meet(stretch, area) for name, area in areas.items() if name != tie.id), (tie.id, stretch)
            assert not any(meet(stretch, (box.x + 1, box.y, box.x + BOX - 1, box.y + box.tall)) for box in figure.boxes)


Area = tuple[float, float, float, float]


def meet(one: Area, two: Area) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def stretches(path: str) -> list[Area]:
    """The straight parts of a path, a hair wide."""
    steps = re.findall(r"([MHV])([-\d.]+)(?: ([-\d.]+))?", path)
    x, y = float(steps[0][1]), float(steps[0][2])
    found = []
    for way, value, _rest in steps[1:]:
        at = (float(value), y) if way == "H" else (x, float(value))
        found.append((min(x, at[0]) - 0.1, min(y, at[1]) - 0.1, max(x, at[0]) + 0.1, max(y, at[1]) + 0.1))
        x, y = at
    return found


def test_words_of_an_owner_stand_beside_it() -> None:
    actors = [network.Actor(key, Words(key), 1) for key in ("company", "one", "two", "three")]
    lines = [network.Line(key, key, "company", (key,), key) for key in ("one", "two", "three")]
    figure = network.arrange(actors, lines)
    boxes = {box.key: box for box in figure.boxes}
    for tie in figure.ties:
        assert tie.y == boxes[tie.id].middle
