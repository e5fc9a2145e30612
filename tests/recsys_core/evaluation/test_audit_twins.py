import numpy as np
import pytest
import scipy.sparse as sp

import recsys_core.evaluation.audit_twins as module
from recsys_core.evaluation.audit_twins import duplicated_customers, twins


def matrix(sets: list[set[int]], n_items: int) -> sp.csr_matrix:
    out = np.zeros((len(sets), n_items), dtype=np.float32)
    for row, items in enumerate(sets):
        out[row, sorted(items)] = 1
    return sp.csr_matrix(out)


def crowd(rng: np.random.Generator, n: int = 150, n_items: int = 120) -> list[set[int]]:
    most = min(45, n_items)
    return [set(rng.choice(n_items, size=rng.integers(5, most), replace=False)) for _ in range(n)]


def test_the_same_and_nearly_the_same_histories_are_found(rng: np.random.Generator) -> None:
    sets = crowd(rng)
    sets.append(set(sets[3]))
    forty = set(range(40))
    sets += [forty, (forty - {0}) | {100}]  # 39 of 41 in common: 0.951
    sets += [set(range(60, 99)), (set(range(60, 99)) - {60, 61}) | {1, 2}]  # 37 of 41: 0.902
    found = twins(matrix(sets, 120))
    pairs = {tuple(pair) for pair in found.pairs.tolist()}
    assert pairs == {(3, 150), (151, 152)}
    assert found.customers == 4
    assert sorted(found.likeness) == pytest.approx([39 / 41, 1.0])
    assert found.complete


def test_short_histories_are_not_twins() -> None:
    sets = [{1, 2, 3, 4}, {1, 2, 3, 4}, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}]
    assert twins(matrix(sets, 9)).pairs.tolist() == [[2, 3]]


@pytest.mark.parametrize("alike", [0.5, 0.8, 0.95])
def test_every_pair_is_found_that_comparing_all_finds(alike: float) -> None:
    rng = np.random.default_rng(4)
    base = crowd(rng, 20, 25)
    sets = [set(rng.choice(list(s), size=max(3, len(s) - n), replace=False)) for s in base
            for n in range(3)]  # fmt: skip
    expected = {
        (a, b)
        for a in range(len(sets))
        for b in range(a + 1, len(sets))
        if min(len(sets[a]), len(sets[b])) >= 5
        and len(sets[a] & sets[b]) / len(sets[a] | sets[b]) >= alike - 1e-12
    }
    found = twins(matrix(sets, 25), alike=alike)
    assert {tuple(pair) for pair in found.pairs.tolist()} == expected
    assert expected, "something to find"


def test_too_many_to_compare_says_so(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PAIRS", 50)
    same = [set(range(6)) for _ in range(40)]
    found = twins(matrix(crowd(rng) + same, 120))
    assert not found.complete
    assert set(range(150, 190)) <= set(found.pairs.ravel().tolist()), "identical ones all the same"
    assert (found.likeness[np.isin(found.pairs, range(150, 190)).all(axis=1)] == 1).all()


def test_the_finding_counts_people_and_grows_with_their_share(rng: np.random.Generator) -> None:
    sets = crowd(rng)
    assert duplicated_customers(matrix(sets, 120), 1).severity == "fine"
    few = duplicated_customers(matrix([*sets, set(sets[0])], 120), 1)
    assert few.severity == "look"
    assert "2 customers" in few.sentence
    many = duplicated_customers(matrix([*sets, *[set(s) for s in sets[:20]]], 120), 1)
    assert many.severity == "stop"
    assert many.figures["pairs"] == many.figures["identical"] == 20
    assert len(many.figures["examples"]) == 20


def test_a_small_catalogue_gives_twins_by_chance() -> None:
    rng = np.random.default_rng(6)
    sets = [set(rng.choice(7, size=5, replace=False)) for _ in range(100)]
    found = duplicated_customers(matrix(sets, 7), 1)
    assert found.figures["pairs"] > 100
    assert found.severity == "fine", "chance alone gives as many"
    assert duplicated_customers(matrix([], 7), 1).severity == "fine"


def test_strong_tastes_are_not_people_counted_twice() -> None:
    """Many buy nearly all of the twelve products of their taste: alike step by step."""
    rng = np.random.default_rng(6)
    sets = [
        set(rng.choice(12, size=rng.integers(8, 13), replace=False) + 12 * (n % 4))
        for n in range(120)
    ]
    found = duplicated_customers(matrix(sets, 48), 1)
    assert found.figures["pairs"] > 10
    assert found.figures["pairs_nearly_as_alike"] > found.figures["pairs"]
    assert found.severity == "fine"
