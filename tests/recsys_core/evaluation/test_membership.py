"""An attacker guesses at chance where nothing is told, and right where everything is."""

import numpy as np
import scipy.sparse as sp

from recsys_core.evaluation.membership import attack, fits, found_in_lists, halves


def test_guesses_are_at_chance_without_a_signal_and_right_with_one() -> None:
    draw = np.random.default_rng(1)
    noise = [attack(draw.normal(size=(400, 4)), draw.normal(size=(400, 4)), n) for n in range(40)]
    assert abs(np.mean([one.share for one in noise]) - 0.5) < 0.02
    assert np.mean([one.low <= 0.5 <= one.high for one in noise]) > 0.8
    members = draw.normal(size=(400, 2))
    members[:, 1] -= 10
    found = attack(members, draw.normal(size=(400, 2)), 0)
    assert (found.share, found.n, found.signal) == (1.0, 400, 1)
    assert 0.98 < found.low < found.high <= 1


def test_a_fit_is_the_share_of_products_below_and_a_half_by_chance() -> None:
    owned = sp.csr_matrix(np.array([[1, 0, 0, 1], [0, 0, 0, 0], [1, 1, 1, 1]]))
    scores = np.array([[4.0, 1, 2, 3], [1, 2, 3, 4], [7, 7, 7, 7]])
    assert np.allclose(fits(scores, owned), [0.75, np.nan, 0.5], equal_nan=True)


def test_a_list_has_hidden_products_or_not() -> None:
    scores = np.array([[4.0, 3, 2, 1], [1, 2, 3, 4]])
    known = sp.csr_matrix(np.array([[1, 0, 0, 0], [0, 0, 0, 1]]))
    hidden = sp.csr_matrix(np.array([[0, 1, 0, 0], [1, 1, 0, 0]]))
    assert found_in_lists(scores, known, hidden, 2).tolist() == [0.5, 0.5]


def test_halves_part_every_history() -> None:
    rows = sp.random(30, 20, 0.3, format="csr", random_state=0)
    first, second = halves(rows, 3)
    assert (first + second != rows).nnz == 0
    assert first.multiply(second).nnz == 0
    assert (np.diff(first.indptr) - np.diff(second.indptr)).max() <= 1
