import numpy as np
import pytest

from recsys_core.evaluation.audit_sample import (
    constant_or_tied,
    sample_size,
    smallest_difference,
    split_kept,
)
from recsys_core.schema.statistics.significance import flips

TITLES = {"popularity": "Bestsellers", "x": "X", "y": "Y"}


def test_the_smallest_difference_is_found_four_times_in_five() -> None:
    """By simulation: planted at exactly that size, the randomisation test finds 80 % of them."""
    rng = np.random.default_rng(1)
    n, rounds = 300, 300
    sd = np.sqrt(0.4 / 3)  # of x * (hit in 40 %), x uniform on -1 to 1
    least = smallest_difference(rng.normal(0, sd, 200_000)) * np.sqrt(200_000 / n)
    found = 0
    for seed in range(rounds):
        differences = rng.uniform(-1, 1, n) * (rng.random(n) < 0.4) + least
        found += flips(differences[:, None], seed, 1000)[0] < 0.05
    assert found / rounds == pytest.approx(0.8, abs=0.06)


def test_more_comparisons_need_larger_differences(rng: np.random.Generator) -> None:
    differences = rng.normal(size=100)
    assert smallest_difference(differences, 10) > smallest_difference(differences)
    assert np.isnan(smallest_difference(np.array([1.0, np.nan])))


def values(rng: np.random.Generator, n: int, lift: float) -> dict[str, np.ndarray]:
    base = rng.random(n)
    return {"popularity": base, "x": base + rng.normal(lift, 0.1, n)}


@pytest.mark.parametrize(
    ("n", "lift", "leader", "severity"),
    [
        (29, 0.5, "x", "stop"),
        (100, 0.5, "x", "look"),
        (1000, 0.5, "x", "fine"),
        (1000, 0.005, "x", "look"),
        (1000, 0.0, None, "look"),
    ],
)
def test_sample_size(n: int, lift: float, leader: str | None, severity: str) -> None:
    rng = np.random.default_rng(3)
    found = sample_size(values(rng, n, lift), leader, "popularity", 1, TITLES, "NDCG@10")
    assert found.severity == severity
    assert bool(found.action) == (severity != "fine")


def test_figures_that_cannot_tell_models_apart(rng: np.random.Generator) -> None:
    good = {"popularity": {"N": rng.random(100)}, "x": {"N": rng.random(100)}}
    assert constant_or_tied(good, {}, "N", TITLES).severity == "fine"
    flat = {"popularity": {"N": np.zeros(100)}, "x": {"N": np.zeros(100)}}
    found = constant_or_tied(flat, {}, "N", TITLES)
    assert found.severity == "look"
    assert found.figures["constant"] == ["N"]
    same = {**good, "y": {"N": good["x"]["N"].copy()}}
    found = constant_or_tied(same, {}, "N", TITLES)
    assert found.severity == "look"
    assert "X and Y have the same figures" in found.sentence
    found = constant_or_tied(good, {"x": 0.4, "popularity": 0.01}, "N", TITLES)
    assert found.severity == "look"
    assert "X (40 %)" in found.sentence


@pytest.mark.parametrize(
    ("tested", "left", "severity"), [(900, 100, "fine"), (300, 700, "look"), (50, 950, "stop")]
)
def test_a_split_that_lost_most_customers(tested: int, left: int, severity: str) -> None:
    info = {
        "n_eligible_users": tested,
        "n_test_users": tested,
        "users_left_out": left,
        "n_test_pairs": 5000,
        "n_relevant_pairs": 2000,
        "n_repeat_pairs": 1000,
    }
    found = split_kept([info])
    assert found.severity == severity
    assert found.figures["share_of_purchases_left_out"] == pytest.approx(0.6)
