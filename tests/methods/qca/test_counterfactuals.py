"""The three solutions against their definitions, spelled out row by row and cube by cube."""

from itertools import combinations

import numpy as np
import pytest

from methods.qca import (
    Model,
    SetData,
    TruthTable,
    conservative,
    intermediate,
    parsimonious,
    read_expectations,
    simplifying_assumptions,
    truth_table,
)
from methods.qca.implicants import ABSENT, IntArray

from .oracles import holds, primes_by_trial

NAMES = ("A", "B", "C", "D")


def random_crisp_table(seed: int, levels: tuple[int, ...]) -> TruthTable:
    rng = np.random.default_rng(seed)
    rows = np.unique(np.column_stack([rng.integers(0, n, 9) for n in levels]), axis=0)
    extremes = np.array([[0] * len(levels), [n - 1 for n in levels]])
    rows = np.unique(np.concatenate([rows, extremes]), axis=0)
    outcome = rng.integers(0, 2, len(rows))
    outcome[0], outcome[-1] = 0, 1
    columns = {name: rows[:, at].tolist() for at, name in enumerate(NAMES)}
    data = SetData.from_columns([str(i) for i in range(len(rows))], {**columns, "Y": outcome.tolist()})
    return truth_table(data, "Y", NAMES)


def minimum_models(primes: set[tuple[int, ...]], rows: IntArray) -> set[frozenset[tuple[int, ...]]]:
    """Try all choices of one prime, of two, and so on."""
    size = 0
    found: set[frozenset[tuple[int, ...]]] = set()
    while not found:
        size += 1
        found = {
            frozenset(chosen)
            for chosen in combinations(sorted(primes), size)
            if all(any(holds(prime, row) for prime in chosen) for row in rows)
        }
    return found


def as_sets(models: tuple[Model, ...]) -> set[frozenset[tuple[int, ...]]]:
    return {frozenset(model.cubes) for model in models}


@pytest.mark.parametrize("levels", [(2, 2, 2, 2), (3, 2, 2, 2), (2, 3, 3, 2)])
@pytest.mark.parametrize("seed", range(8))
def test_all_three_solutions_follow_their_definitions(seed: int, levels: tuple[int, ...]) -> None:
    table = random_crisp_table(seed, levels)
    space = table.space
    everything = space.everything()
    positive, negative = space.configurations(table.positive), space.configurations(table.negative)

    def other_than(numbers: set[int]) -> IntArray:
        return np.array([row for number, row in enumerate(everything, start=1) if number not in numbers])

    long, short = conservative(table), parsimonious(table)
    of_positives = primes_by_trial(positive, other_than(set(table.positive)), levels)
    assert as_sets(long.models) == minimum_models(of_positives, positive)
    of_anything = primes_by_trial(positive, negative, levels)
    assert as_sets(short.models) == minimum_models(of_anything, positive)

    expected = {"A": {levels[0] - 1}, "C": {0}}
    texts = [f"A[{levels[0] - 1}]" if space.multivalue else "A", "C[0]" if space.multivalue else "~C"]
    for pair in intermediate(long, short, read_expectations(texts, space)):
        easy = set()
        for number in simplifying_assumptions(table, pair.parsimonious).tolist():
            row = everything[number - 1]
            for c in pair.conservative.cubes:
                for p in pair.parsimonious.cubes:
                    if any(p[i] not in (ABSENT, c[i]) for i in range(4)):
                        continue
                    kept = {
                        i
                        for i, name in enumerate(NAMES)
                        if c[i] != ABSENT and (p[i] == c[i] or c[i] in expected.get(name, {c[i]}))
                    }
                    if all(row[i] == c[i] for i in kept):
                        easy.add(number)
        assert set(pair.easy.tolist()) == easy
        allowed = other_than({*table.positive, *easy})
        models = minimum_models(primes_by_trial(positive, allowed, levels), positive)
        assert as_sets(pair.solution.models) == models
