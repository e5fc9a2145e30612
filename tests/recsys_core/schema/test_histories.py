"""Histories keep their moments through everything the app does with them."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import (
    NO_TIME,
    Histories,
    Moments,
    Past,
    history_row,
    leave_one_out,
    moments_of,
    past_of,
    position,
    stack,
    without,
)
from tests.factories import make_dataset

EVENTS = [(0, 0, 1, 10), (0, 1, 1, 20), (0, 0, 1, 30), (0, 2, 1, 20), (1, 2, 1, 5)]


@pytest.fixture
def data() -> Dataset:
    return make_dataset(EVENTS, 2, 3)


def entries(history: sp.csr_matrix) -> list[tuple[int, int, int, int]]:
    return [(one.item, one.first, one.last, one.times) for one in past_of(history)]


def test_moments_of_every_pair(data: Dataset) -> None:
    rows = data.histories()
    assert entries(rows[0]) == [(0, 10, 30, 2), (1, 20, 20, 1), (2, 20, 20, 1)]
    assert entries(rows[1]) == [(2, 5, 5, 1)]
    assert (rows != data.matrix).nnz == 0


def test_selecting_keeps_moments(data: Dataset) -> None:
    rows = data.histories()
    assert entries(rows[np.array([1, 0])][1]) == entries(rows[0])
    assert entries(rows[0:1]) == entries(rows[0])
    assert entries(rows[0][:, [0, 2]]) == [(0, 10, 30, 2), (1, 20, 20, 1)]
    assert entries(rows[np.array([True, False])]) == entries(rows[0])


def test_arithmetic_drops_moments(data: Dataset) -> None:
    assert moments_of(data.histories() * 2) is None
    assert moments_of(data.matrix) is None


def test_position_counts_from_the_latest_and_shares_within_a_basket(data: Dataset) -> None:
    places = position(data.histories())
    assert places is not None
    assert places.tolist() == [0.0, 1.5, 1.5, 0.0]
    assert position(data.matrix) is None


def test_undated_data_has_counts_but_no_position() -> None:
    rows = make_dataset([(0, 0, 1, NO_TIME)] * 2 + [(1, 1, 1, NO_TIME)], 2, 2).histories()
    assert rows.moments is not None
    assert rows.moments.times.tolist() == [2, 1]
    assert moments_of(rows) is None
    assert position(rows) is None


def test_partly_dated_data_has_no_moments() -> None:
    rows = make_dataset([(0, 0, 1, 5), (0, 1, 1, NO_TIME), (1, 1, 1, 7)], 2, 2).histories()
    assert rows.moments is not None
    assert (rows.moments.last == NO_TIME).all()


def test_taking_out_and_stacking(data: Dataset) -> None:
    row = data.histories()[0]
    assert entries(without(row, [1])) == [(0, 10, 30, 2), (2, 20, 20, 1)]
    block = leave_one_out(row, np.array([0, 2]))
    assert entries(block[0]) == [(1, 20, 20, 1), (2, 20, 20, 1)]
    assert entries(block[1]) == [(0, 10, 30, 2), (1, 20, 20, 1)]
    assert entries(stack([row, without(row, [0, 1, 2]), block])[3]) == entries(block[1])
    assert moments_of(stack([row, sp.csr_matrix(row)])) is None


def some_past(item: int, value: float, events: list[int]) -> Past:
    events = sorted(events)
    return Past(item, value, events[0], events[-1], len(events), tuple(events))


@given(
    st.lists(
        st.builds(
            some_past,
            item=st.integers(0, 8),
            value=st.floats(0.5, 9, width=32),
            events=st.lists(st.integers(0, 99), min_size=1, max_size=5),
        ),
        unique_by=lambda one: one.item,
    )
)
def test_row_and_entries_are_inverse(past: list[Past]) -> None:
    back, past = past_of(history_row(past, 9)), sorted(past, key=lambda one: one.item)
    assert back == past
    assert [one.events for one in back] == [one.events for one in past]


def test_every_event_keeps_its_moment(data: Dataset) -> None:
    rows = data.histories()
    for some in (rows, rows[np.array([0, 1])], stack([rows[0], rows[1]])):
        place, when = some.moments.every()
        assert place.tolist() == [0, 0, 1, 2, 3]
        assert when.tolist() == [10, 30, 20, 20, 5]
    assert past_of(rows[1])[0].again(2.0, 9).events == (5, 9)
    assert Past(0, 1.0, 10, 30, 3).events == (10, 20, 30)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=30))
def test_position_agrees_with_a_loop(last: list[int]) -> None:
    n = len(last)
    moments = Moments.of_events(np.array(last), np.ones(n, np.int32))
    matrix = sp.csr_matrix((np.ones(n), np.arange(n), [0, n]), shape=(1, n))
    places = position(Histories.of(matrix, moments))
    expected = [sum(b > a for b in last) + (sum(b == a for b in last) - 1) / 2 for a in last]
    assert places is not None
    assert places.tolist() == pytest.approx(expected)
