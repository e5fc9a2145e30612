import numpy as np

from recsys_core.evaluation.chance import lists_and_filler
from recsys_core.schema.ranking import top_k
from tests.recsys_core.evaluation.batches import rows_of_ones

NAN = np.nan


def test_by_hand() -> None:
    scores = np.array(
        [
            [9, 8, 1, 1, 1, 1],  # two of four level products shown: half of them are left out
            [6, 5, 4, 3, 2, 1],  # the model decided everything
            [9, 8, 7, 0, 0, 0],  # one of three: two thirds are left out
            [9, 8, NAN, NAN, NAN, NAN],  # two slots stay empty
            [5, 5, 5, 5, 1, 1],  # level with one another, but nothing of the kind is left out
        ]
    )
    items, filler = lists_and_filler(scores, 4)
    assert items[0].tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(
        filler, [[0, 0, 0.5, 0.5], [0] * 4, [0, 0, 0, 2 / 3], [0, 0, 1, 1], [0] * 4]
    )


def test_bought_and_barred_products_are_not_left_out_by_chance() -> None:
    scores = np.tile([1.0, 1, 1, 1, 1, 1], (2, 1))
    had = rows_of_ones([[0], [0, 1, 2]], 6)
    items, filler = lists_and_filler(scores, 2, had, np.arange(5))
    assert items.tolist() == [[1, 2], [3, 4]]
    assert filler.tolist() == [[0.5, 0.5], [0, 0]]


def test_lists_are_those_of_top_k(rng: np.random.Generator) -> None:
    scores = rng.integers(0, 4, (50, 12)).astype(np.float32)
    for k in (1, 5, 12, 20):
        np.testing.assert_array_equal(lists_and_filler(scores, k)[0], top_k(scores, k)[0])
