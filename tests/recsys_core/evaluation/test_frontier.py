import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.evaluation.frontier import cheapest, undominated

VALUES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=30)


@given(VALUES)
def test_a_point_leads_unless_another_is_as_good_on_both_and_better_on_one(pairs) -> None:
    accuracy, other = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    found = undominated(accuracy, other)
    for i in range(len(pairs)):
        beaten = any(
            accuracy[j] >= accuracy[i]
            and other[j] >= other[i]
            and (accuracy[j] > accuracy[i] or other[j] > other[i])
            for j in range(len(pairs))
        )
        assert found[i] != beaten


def test_a_point_without_a_figure_never_leads() -> None:
    found = undominated(np.array([1.0, np.nan, 2.0]), np.array([1.0, 9.0, np.nan]))
    assert found.tolist() == [True, False, False]


def test_the_cheapest_loses_least_for_each_unit_of_gain() -> None:
    gain, cost = np.array([0.0, 1.0, 4.0, 5.0]), np.array([0.0, 0.5, 1.0, 3.0])
    every = np.array([True] * 4)
    assert cheapest(gain, cost, every) == 2
    assert cheapest(gain, cost, np.array([True, True, False, True])) == 1
    assert cheapest(gain, cost, np.array([True, False, False, False])) is None


def test_of_several_that_cost_nothing_the_largest_gain_is_taken() -> None:
    gain, cost = np.array([0.0, 1.0, 2.0, 9.0]), np.array([0.0, 0.0, -0.1, 0.5])
    assert cheapest(gain, cost, np.array([True] * 4)) == 2
