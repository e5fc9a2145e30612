import numpy as np
import scipy.sparse as sp

from recsys_core.models.sequence_rows import hold_out, sequences, usual_moments
from tests.factories import make_dataset


def test_each_product_once_at_its_last_moment() -> None:
    data = make_dataset([(0, 3, 1, 10), (0, 1, 1, 20), (0, 3, 1, 30), (1, 2, 1, 5)], 2, 4)
    rows = sequences(data.histories(), usual_moments(data.histories()))
    np.testing.assert_array_equal(rows.items, [1, 3, 2])
    np.testing.assert_array_equal(rows.starts, [0, 2, 3])


def test_rows_without_dates_come_in_the_usual_order() -> None:
    """Product 2 is usually bought first, then 0, then 1; nobody bought 3."""
    events = [(u, item, 1, n * 10 + u) for u in range(2) for n, item in enumerate([2, 0, 1])]
    data = make_dataset(events, 2, 4)
    usual = usual_moments(data.histories())
    plain = sp.csr_matrix(np.array([[1, 1, 1, 0]], dtype=np.float32))
    np.testing.assert_array_equal(sequences(plain, usual).items, [2, 0, 1])


def test_a_basket_is_shuffled_and_nothing_else(rng: np.random.Generator) -> None:
    events = [(0, item, 1, 10 * (item // 5)) for item in range(15)]
    data = make_dataset(events, 1, 15)
    rows = sequences(data.histories(), usual_moments(data.histories()))
    shuffled = rows.shuffled(rng).items
    assert shuffled.tolist() != rows.items.tolist()
    np.testing.assert_array_equal(shuffled // 5, rows.items // 5)


def test_the_latest_products_are_cut_and_filled_up() -> None:
    data = make_dataset([(0, n, 1, n) for n in range(5)] + [(2, 4, 1, 0)], 3, 5)
    rows = sequences(data.histories(), usual_moments(data.histories()))
    items, sizes = rows.latest(3, slice(None))
    np.testing.assert_array_equal(sizes, [3, 0, 1])
    np.testing.assert_array_equal(items, [[2, 3, 4], [0, 0, 0], [4, 0, 0]])
    items, sizes = rows.latest(3, slice(2, 9))
    np.testing.assert_array_equal(items, [[4, 0, 0]])


def test_the_latest_fifth_of_a_quarter_of_the_customers_is_held_out() -> None:
    data = make_dataset([(u, n, 1, n) for u in range(40) for n in range(10)], 40, 10)
    rows = sequences(data.histories(), usual_moments(data.histories()))
    learned, chosen, wanted = hold_out(rows, seed=1)
    assert len(chosen) == 11
    assert all(held.tolist() == [8, 9] for held in wanted)
    sizes = np.full(40, 10)
    sizes[chosen] = 8
    np.testing.assert_array_equal(np.diff(learned.starts), sizes)
    assert learned.items.reshape(-1)[: sizes[0]].tolist() == list(range(sizes[0]))
