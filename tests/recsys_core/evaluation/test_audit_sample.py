import numpy as np
import pytest

from recsys_core.evaluation.audit_sample import (
    constant_or_tied,
    sample_size,
    split_kept,
)

TITLES = {"popularity": "Bestsellers", "x": "X", "y": "Y"}


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
