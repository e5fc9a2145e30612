import numpy as np
import pytest

from recsys_core.campaigns.uplift.curves import perfect_qini, qini_of, ranked


def by_hand(scores: list[float], arm: list[bool], outcome: list[float]) -> float:
    """The Qini one customer after the other; no two have one score."""
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    n_t = n_c = y_t = y_c = 0.0
    curve = [0.0]
    for at in order:
        n_t, n_c = n_t + arm[at], n_c + (not arm[at])
        y_t, y_c = y_t + arm[at] * outcome[at], y_c + (not arm[at]) * outcome[at]
        curve.append((y_t - (y_c * n_t / n_c if n_c else 0)) / sum(arm))
    steps = np.linspace(0, 1, len(curve))
    above = np.array(curve) - steps * curve[-1]
    return float(((above[1:] + above[:-1]) / 2 * np.diff(steps)).sum())


@pytest.mark.parametrize("seed", range(6))
def test_as_counted_by_hand(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 40
    scores, arm = rng.random(n), rng.random(n) < 0.4
    outcome = rng.gamma(0.5, 3, n) if seed % 2 else (rng.random(n) < 0.4) * 1.0
    assert qini_of(scores, arm, outcome) == pytest.approx(by_hand(scores, arm, outcome), abs=1e-12)


def test_four_customers() -> None:
    """Arm and control alternate; the arm's first responds: above the line by 1/4 at every step."""
    scores = np.array([4.0, 3.0, 2.0, 1.0])
    arm, outcome = np.array([True, False, True, False]), np.array([1.0, 0.0, 0.0, 0.0])
    # Heights 0, .5, .5, .5, .5 over the line 0, .125, .25, .375, .5.
    assert qini_of(scores, arm, outcome) == pytest.approx((0.375 + 0.25 + 0.125) / 4)
    assert perfect_qini(arm, outcome) == qini_of(scores, arm, outcome)


def test_one_score_for_all_is_a_ranking_by_lot() -> None:
    rng = np.random.default_rng(0)
    arm, outcome = rng.random(300) < 0.5, (rng.random(300) < 0.3) * 1.0
    assert qini_of(np.zeros(300), arm, outcome) == pytest.approx(0, abs=1e-12)


def test_no_ranking_is_better_than_the_perfect_one() -> None:
    rng = np.random.default_rng(1)
    arm, outcome = rng.random(60) < 0.5, (rng.random(60) < 0.3) * 1.0
    best = perfect_qini(arm, outcome)
    assert all(qini_of(rng.random(60), arm, outcome) <= best + 1e-12 for _ in range(300))


def moved(n: int, seed: int, effect: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores in [0, 1), arm and outcome; the upper half is moved by `effect`."""
    rng = np.random.default_rng(seed)
    scores, arm = rng.random(n), rng.random(n) < 0.5
    return scores, arm, (rng.random(n) < 0.1 + effect * arm * (scores > 0.5)) * 1.0


def test_a_signal_stands_out_and_is_cut_where_it_ends() -> None:
    found = ranked(*moved(20_000, 0, 0.1))
    assert found.stands_out
    assert found.low < found.qini < found.high
    # Half of the customers moved by e: the triangle over the line is e / 8 high in area.
    assert found.low < 0.1 / 8 < found.high
    assert found.cut == pytest.approx(0.5, abs=0.08)
    assert found.threshold == pytest.approx(0.5, abs=0.08)
    assert found.random_low < 0 < found.random_high < found.low
    assert found.qini < found.perfect


def test_both_curves_end_at_the_plain_difference() -> None:
    scores, arm, outcome = moved(5_000, 3, 0.1)
    found = ranked(scores, arm, outcome, samples=50)
    plain = outcome[arm].mean() - outcome[~arm].mean()
    for curve in (found.curve, found.uplift, found.random):
        assert curve.value[[0, -1]] == pytest.approx([0, plain])
        assert (curve.low <= curve.high).all()
    assert (found.curve.share[0], found.curve.share[-1]) == (0, 1)


def test_noise_does_not_stand_out() -> None:
    assert not any(ranked(*moved(3_000, seed, 0.0), samples=100).stands_out for seed in range(40))


def test_the_band_holds_the_qini_of_more_customers() -> None:
    """60 studies; the truth by a study of a million customers."""
    truth = qini_of(*moved(1_000_000, 99, 0.1))
    found = [ranked(*moved(3_000, seed, 0.1), samples=150) for seed in range(60)]
    held = sum(one.low <= truth <= one.high for one in found)
    assert held >= 51


def test_the_seed_decides() -> None:
    study = moved(2_000, 5, 0.1)
    assert ranked(*study, seed=1, samples=50).low == ranked(*study, seed=1, samples=50).low
    assert ranked(*study, seed=1, samples=50).low != ranked(*study, seed=2, samples=50).low
