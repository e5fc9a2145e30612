import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.evaluation.slices import (
    TOO_FEW,
    bands,
    cells_of,
    slice_rows,
    slicing_of,
)


def test_every_cell_is_the_mean_of_its_customers() -> None:
    slicing = slicing_of("kind", "Kind", ["a", "b", "a", "c", "b"], ["b", "a"])
    assert slicing.names == ("b", "a")
    assert slicing.member.tolist() == [1, 0, 1, -1, 0]
    values = {"x": np.array([1.0, 2.0, 3.0, 100.0, np.nan]), "y": np.array([0.0, 4.0, 0, 0, 6.0])}
    rows = {(row.model, row.slice): row for row in slice_rows(cells_of(values, slicing, "M"), 10)}
    assert rows["x", "a"].value == 2.0
    assert rows["x", "b"].value == 2.0
    assert rows["x", "b"].n == 1, "a customer without a value is not counted"
    assert rows["y", "b"].value == 5.0
    # Two customers: Student's interval reaches far beyond what there can be.
    assert (rows["y", "b"].low, rows["y", "b"].high) == (0, 10)
    assert not rows["y", "b"].enough


def test_intervals_hold_the_mean_and_shrink_with_more_customers(rng: np.random.Generator) -> None:
    labels = ["few"] * 40 + ["many"] * 4000
    slicing = slicing_of("kind", "Kind", labels, ["few", "many"])
    values = {"x": rng.random(4040)}
    few, many = slice_rows(cells_of(values, slicing, "M"), 1.0)
    assert few.low < few.value < few.high
    assert many.high - many.low < (few.high - few.low) / 5
    assert few.enough == (few.n >= TOO_FEW)


def test_a_slice_without_a_value_has_no_figure() -> None:
    slicing = slicing_of("kind", "Kind", ["a", "b"], ["a", "b"])
    rows = slice_rows(cells_of({"x": np.array([1.0, np.nan])}, slicing, "M"), 1.0)
    assert rows[1].n == 0
    assert np.isnan([rows[1].value, rows[1].low, rows[1].high]).all()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5], [0, 1, 2, 3, 4]),
        ([7, 7, 7, 7, 7], [0, 0, 0, 0, 0]),
        ([1, 1, 1, 1, 9], [0, 0, 0, 0, 1]),
        ([np.nan, 1, 2], [-1, 0, 1]),
        ([], []),
    ],
)
def test_bands_by_hand(values: list[float], expected: list[int]) -> None:
    assert bands(np.array(values, dtype=float)).tolist() == expected


@given(st.lists(st.integers(0, 20), min_size=1, max_size=200), st.integers(2, 6))
def test_bands_follow_the_order_and_keep_equals_together(values: list[int], most: int) -> None:
    given_values = np.array(values, dtype=float)
    band = bands(given_values, most)
    order = np.argsort(given_values, kind="stable")
    assert (np.diff(band[order]) >= 0).all()
    for value in set(values):
        assert len(set(band[given_values == value])) == 1
    assert set(band) == set(range(band.max() + 1)), "no number is skipped"
    assert band.max() < most
