"""Cards: the two marks, the caution, the fit line by line, the order."""

from functools import cache
from itertools import pairwise

import pytest
from django.urls import reverse

from advice.enums import Fit
from advice.forms.ask import problem_choices
from advice.queries import sure
from advice.queries.cards import advise
from advice.queries.fit import compare
from advice.queries.profile import LEVEL, Context, Profile, Value, conditions, of_answers, profiles_of
from advice.queries.question import read_question
from cases.enums import LinkKind
from cases.models import Case, Code, Coding, Evidence, Place

pytestmark = pytest.mark.django_db


def ask(*problems: str, case: str = "", **profile: str):
    question = read_question(
        problems, case, {name.replace("__", ":").replace("_", "-"): value for name, value in profile.items()}
    )
    return question, advise(question.problems, question.here, question.codes)


def passages(claim) -> list:
    return claim.numbers


def test_every_card_has_both_marks_a_source_or_none_and_a_caution(content, client) -> None:
    question, advice = ask(*())
    advice = advise(problem_choices(), question.here, question.codes)
    assert len(advice.cards) >= 8
    assert advice.general
    assert all(passages(link) for link in advice.general)
    for card in advice.cards:
        assert card.answers
        assert all(answer.sure.words and len(answer.sure.parts) == 4 for answer in card.answers)
        assert all(answer.sure.evidenced == any(passages(link) for link in answer.links) for answer in card.answers)
        assert all(len(fit.lines) == 1 + len(advice.conditions) for fit in card.fits)
        tied = [*card.risks, *card.failures]
        assert card.warned == any(passages(claim) for claim in tied)
        assert all(link.from_code_id == card.measure.pk for link in card.risks)
    seen = {"tied": 0, "general": 0}
    for problem in problem_choices():
        page = client.get(reverse("advice:cards"), {"problem": problem.uid}).content.decode()
        cards = page.split('<article class="card" id="card-')[1:]
        assert len(cards) == len(advise([problem], question.here, question.codes).cards)
        assert not cards or "Order of the cards: how sure, then the number of lines that are the same" in page
        for text in cards:
            card, caution = text.split("</article>")[0].split('<section class="caution">')
            assert all(part in card for part in ("How sure", "Methods", "Coherence", "Adequacy", "Relevance", "How it fits here"))
            assert ('class="ev"' in card) != ("No evidence" in card), "a source, or the words"
            own, _general, general = caution.partition('<p class="general">')
            assert ('class="ev"' in own) != ("No failure reported." in own), (
                "tied to this measure by a passage, or nothing reported"
            )
            assert bool(general) == ("No failure reported." in own)
            assert not general or (">general</span>" in general and 'class="ev"' in general)
            seen["general" if general else "tied"] += 1
        assert cards or "Nothing in the record ties a measure to this problem" in page
    assert all(seen.values())
    risky = next(card for card in advice.cards if card.risks and not card.failures)
    Evidence.objects.filter(link__in=risky.risks).delete()
    again = advise([risky.answers[0].problem], question.here, question.codes)
    assert not next(card for card in again.cards if card.measure == risky.measure).warned, (
        "a risk without a passage is no caution"
    )


def test_county_m_keeps_its_four_pairs_inferred(content, client) -> None:
    question, advice = ask(case="county-m")
    assert [problem.uid for problem in question.problems] == [
        "problem:weak-awareness", "problem:backward-level",
        "problem:weak-data-integration", "problem:limited-service-application",
    ]  # fmt: skip
    own = {card.measure.uid for card in advice.cards if any(link.case_id for answer in card.answers for link in answer.links)}
    assert own == {
        "countermeasure:plural-network", "countermeasure:coordinated-mechanism",
        "countermeasure:stronger-data-use", "countermeasure:effective-services",
    }  # fmt: skip
    assert all(card.inferred for card in advice.cards if card.measure.uid in own)
    assert all(doing.case.uid != "county-m" for card in advice.cards for doing in (*card.done, *card.proposed))
    page = client.get(reverse("advice:cards"), {"case": "county-m"}).content.decode()
    for slug in ("plural-network", "coordinated-mechanism", "stronger-data-use", "effective-services"):
        card = page.split(f'id="card-{slug}"')[1].split("</article>")[0]
        assert "The two are joined by us" in card
        assert "The source itself joins the two" not in card
    systems = page.split("Systems it is to build")[1].split("</dl>")[0]
    for quality in (
        "People-oriented",
        "Coordinated",
        "Plural",
        "Accessible",
        "Convenient",
        "Innovative",
        "Intensive",
        "Talented",
    ):
        assert quality in systems
    assert systems.count('class="ev"') == 11
    assert "is anonymised: its place and the unit above it are not known here" in page


@cache
def _lines(answers: tuple[tuple[str, str], ...]) -> dict[tuple[str, ...], tuple]:
    codes = conditions()
    cards = advise(problem_choices(), of_answers(dict(answers), codes, "here"), codes).cards
    found: dict[tuple[str, ...], tuple] = {}
    for card in cards:
        found |= {(card.measure.uid, "needs", line.key): (line.here.key, line.fit) for line in card.needs}
        for fit in card.fits:
            for line in fit.lines:
                there = fit.there.case.uid if fit.there.case else ""
                found[card.measure.uid, there, line.key] = (line.here.key, line.there.key, line.fit)
    return found


def lines_of(answers: dict[str, str]) -> dict[tuple[str, ...], tuple]:
    """Every line of every card for a profile, by measure, by the place beside which it stands, and by condition."""
    return _lines(tuple(answers.items()))


def test_changing_one_line_of_the_profile_changes_that_line_only(content) -> None:
    codes = conditions()
    answers = {LEVEL: "county", **{code.uid: code.levels[0]["key"] for code in codes}}
    there = of_answers(answers, codes, "there")
    for name in answers:
        changed = answers | {name: "city" if name == LEVEL else next(c for c in codes if c.uid == name).levels[1]["key"]}
        before, after = (compare(of_answers(one, codes, "here"), there, codes) for one in (answers, changed))
        assert {line.key for line, other in zip(before.lines, after.lines, strict=True) if line != other} == {name}
        assert {line.key: line.fit for line in after.lines if line.fit != Fit.SAME} == {name: Fit.DIFFERS}
        skipped = compare(of_answers({k: v for k, v in answers.items() if k != name}, codes, "here"), there, codes)
        assert {line.key: line.fit for line in skipped.lines if line.fit != Fit.SAME} == {name: Fit.UNKNOWN}
        moved = {key for key, line in lines_of(answers).items() if lines_of(changed)[key] != line}
        assert moved, "cards depend on each line of the profile"
        assert {key[-1] for key in moved} == {name}


def test_what_a_measure_needs_is_met_from_the_needed_level_up(content, client) -> None:
    codes = conditions()
    code = next(one for one in codes if one.uid == "condition:leadership-attention")
    steps = [step["key"] for step in code.levels]
    said = set()
    for at, level in enumerate(steps):
        for card in advise(problem_choices(), of_answers({code.uid: level}, codes, "here"), codes).cards:
            for line in (line for line in card.needs if line.key == code.uid):
                needed = steps.index(line.there.key)
                assert (line.fit, line.words) == ((Fit.SAME, "met") if at >= needed else (Fit.DIFFERS, "not met"))
                said.add((level, line.there.key))
    assert ("strong", "moderate") in said
    client.post(reverse("advice:answer"), {"problem": ["problem:weak-awareness"], code.uid: "strong"})
    measure = Code.objects.get(links_from__to_code=code, links_from__level="moderate", links_from__link_kind=LinkKind.NEEDS)
    answered = measure.links_to.filter(link_kind=LinkKind.ANSWERED_BY, case=None).first().from_code
    text = client.get(reverse("advice:cards"), {"problem": answered.uid}).content.decode()
    card = text.split(f'id="card-{measure.slug}"')[1].split("</article>")[0]
    assert "Do not copy it where what it needs is missing" in card
    assert "here it differs" not in card


def test_a_named_place_does_not_advise_itself_and_is_contested_where_its_cases_disagree(content) -> None:
    place = Place.objects.get(slug="deqing")

    def places(here: Profile) -> set[int | None]:
        cards = advise(problem_choices(), here).cards
        return {doing.case.place_id for card in cards for doing in (*card.done, *card.proposed)}

    named = read_question([], "", {"place": place.uid}).here
    assert place.pk in places(of_answers({}, conditions(), "here"))
    assert place.pk not in places(named)
    key, value = next((key, value) for key, value in named.values.items() if value.key)
    codings = Coding.objects.filter(code=value.claim.code, accepted=True, case__state="live", case__anonymous=False)
    other = codings.exclude(case=value.claim.case).exclude(level="").first()
    assert other is not None
    step = next(step["key"] for step in other.code.levels if step["key"] != value.key)
    Coding.objects.filter(pk=other.pk).update(level=step)
    Case.objects.filter(pk=other.case_id).update(place=place)
    assert read_question([], "", {"place": place.uid}).here.value(key) == Value(blank="contested")


def test_swapping_asker_and_adopter_swaps_the_values_and_nothing_else(content) -> None:
    codes = conditions()
    cases = list(Case.objects.live().select_related("place__parent__parent"))
    profiles = list(profiles_of(cases, codes).values())
    met: set[Fit] = set()
    for one, other in pairwise(profiles):
        there, back = compare(one, other, codes), compare(other, one, codes)
        for line, mirrored in zip(there.lines, back.lines, strict=True):
            assert (line.key, line.name, line.fit) == (mirrored.key, mirrored.name, mirrored.fit)
            met.add(line.fit)
            assert (line.here, line.there, line.above_here, line.above_there) == (
                mirrored.there, mirrored.here, mirrored.above_there, mirrored.above_here,
            )  # fmt: skip
    assert met == set(Fit), "the pairs say something"


def test_a_value_of_the_place_above_never_counts(content) -> None:
    code = conditions()[0]
    here = of_answers({code.uid: "strong"}, [code], "here")
    there = Profile("there", context={code.uid: [Context(Place(name_en="Above"), "strong", Value())]})  # type: ignore[arg-type]
    line = compare(here, there, [code]).lines[1]
    assert (line.fit, [one.words for one in line.above_there]) == (Fit.UNKNOWN, ["strong"])
    assert compare(here, Profile("there", level="district"), [code]).lines[0].fit == Fit.UNKNOWN
    known = Coding.objects.filter(code__in=conditions(), accepted=True, case__place__isnull=False, case__state="live")
    above = known.exclude(level="").select_related("case__place", "code").first()
    assert above is not None
    silent = Case.objects.live().exclude(codings__code=above.code).exclude(place=above.case.place).filter(place__isnull=False)
    below = silent.first()
    assert below is not None
    Place.objects.filter(pk=below.place_id).update(parent=above.case.place)
    cases = list(Case.objects.live().select_related("place__parent__parent"))
    profiles = profiles_of(cases, conditions())
    for other in profiles.values():
        lines = compare(profiles[below.pk], other, conditions()).lines
        assert all((line.fit == Fit.UNKNOWN) == (not line.here.key or not line.there.key) for line in lines)
        borrowed = next(line for line in lines if line.key == above.code.uid)
        assert borrowed.above_here, "the value of the place above is shown"
        assert (borrowed.fit, borrowed.silent) == (Fit.UNKNOWN, False), "and counts for nothing"
    ranks = compare(Profile("here", level="county"), Profile("there", level="district"), []).lines[0]
    assert ranks.fit == Fit.SAME, "a district ranks with counties"


def test_cards_stand_in_the_stated_order(content) -> None:
    question, _advice = ask()
    for profile in ({}, {"level": "county"}, {"level": "province"}):
        here = of_answers(profile, question.codes, "here")
        cards = advise(problem_choices(), here, question.codes).cards
        keys = [(card.rank, -card.same, card.measure.sort_key) for card in cards]
        assert keys == sorted(keys)
        assert all(card.rank <= sure.NO_EVIDENCE for card in cards)


@pytest.mark.parametrize(("slug", "other"), [("sichuan", "Sichuan: unbalanced"), ("guizhou", "Guizhou: the provincial cloud")])
def test_a_silent_abstract_stays_silent(content, client, slug, other) -> None:
    _question, advice = ask(case=slug)
    assert (advice.problems, advice.cards) == ([], [])
    page = client.get(reverse("advice:cards"), {"case": slug}).content.decode()
    said = page.split('class="note"')[1].split("</div>")[0]
    assert "not reported" in said
    assert "Its study was read for them and names none" in said
    assert other in said, "another study of the place names problems, and says so by its own name"
    assert 'id="evidence"' not in page
    assert page.count("not reported") == 1 + len(conditions()), "no condition of the place is borrowed from elsewhere"
    chinese = client.get("/zh-hans/advice/cards/", {"case": slug}).content.decode()
    assert "其中未提及；不作任何假定" in chinese


def test_a_retired_measure_and_one_without_evidence(content) -> None:
    problem = Code.objects.get(uid="problem:weak-awareness")
    link = problem.links_from.get(link_kind=LinkKind.ANSWERED_BY, case=None)
    link.evidence.all().delete()
    problem.links_from.filter(case__isnull=False).update(link_kind=LinkKind.MIXED_WITH)
    _question, advice = ask(problem.uid)
    card = next(card for card in advice.cards if card.measure == link.to_code)
    assert (card.answers[0].sure.rank, str(card.answers[0].sure.words)) == (sure.NO_EVIDENCE, "No evidence")
    Code.objects.filter(pk=link.to_code_id).update(retired_in=link.to_code.since)
    _question, advice = ask(problem.uid)
    assert link.to_code_id not in [card.measure.pk for card in advice.cards]


def test_a_page_costs_the_same_for_one_problem_and_for_four(content, client, django_assert_max_num_queries) -> None:
    four = [code.uid for code in problem_choices()[-4:]]
    for query in ({"problem": four[:1]}, {"problem": four}, {"case": "county-m"}):
        with django_assert_max_num_queries(12):
            assert client.get(reverse("advice:cards"), query).status_code == 200
