import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.profiles.rfm import SEGMENTS, fifths, meaning, rfm, segments
from recsys_core.schema.columns import Columns

NOW = pd.Timestamp(2024, 6, 30)


def totals(visits, spend, away, products=None):
    return pd.DataFrame(
        {
            "user_id": [f"u{i}" for i in range(len(visits))],
            "visits": visits,
            "spend": spend,
            "products": products or [np.nan] * len(visits),
            "last_ts": [NOW - pd.Timedelta(days=d) if d is not None else pd.NaT for d in away],
        }
    )


def test_ten_customers_fall_into_fifths_of_two():
    assert fifths(np.arange(10.0)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_equal_figures_score_alike_and_unknown_ones_not_at_all():
    assert fifths(np.array([7.0, 7.0, 7.0])).tolist() == [3, 3, 3]
    assert fifths(np.array([1.0, np.nan, 2.0])).tolist() == [2, 0, 4]
    assert fifths(np.array([4.0])).tolist() == [3]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
@settings(max_examples=80, deadline=None)
def test_fifths_never_rank_a_smaller_figure_higher(values):
    scores = fifths(np.array(values))
    assert set(scores) <= {1, 2, 3, 4, 5}
    order = np.argsort(values)
    assert (np.diff(scores[order]) >= 0).all()


@pytest.mark.parametrize(
    ("r", "f", "m", "name"),
    [
        (5, 5, 5, "Champions"),
        (4, 4, 4, "Champions"),
        (5, 3, 3, "Loyal"),
        (3, 5, 5, "Loyal"),
        (4, 1, 2, "Promising"),
        (3, 2, 2, "Occasional"),
        (2, 5, 5, "At risk"),
        (1, 3, 3, "At risk"),
        (1, 1, 1, "Dormant"),
        (4, 4, 0, "Champions"),
        (0, 5, 5, "Frequent"),
        (0, 3, 3, "Regular"),
        (0, 1, 2, "Occasional"),
    ],
)
def test_segments_follow_the_documented_grid(r, f, m, name):
    assert segments(np.array([r]), np.array([f]), np.array([m]))[0] == name


def test_every_combination_has_a_segment_with_a_meaning():
    grid = np.array(np.meshgrid(range(6), range(6), range(6))).reshape(3, -1)
    assert set(segments(*grid)) == set(SEGMENTS)


def test_without_money_no_meaning_speaks_of_it():
    for name in SEGMENTS:
        assert "spend" not in meaning(name, spends=False)
        assert ("spend" in meaning(name, spends=True)) == (name not in ("Frequent", "Regular"))


def test_a_single_visit_is_no_habit_however_large():
    once = np.array([True])
    five = np.array([5])
    assert segments(five, five, five, once)[0] == "Promising"
    assert segments(np.array([1]), five, five, once)[0] == "Dormant"


def test_recency_counts_to_the_end_of_the_data():
    out = rfm(totals([3, 9], [10.0, 90.0], [30, 1]), NOW)
    assert out["recency_days"].tolist() == [30, 1]
    assert out["r"].tolist() == [2, 4]
    assert out["m"].tolist() == [2, 4]


def test_without_dates_recency_is_unknown_and_never_invented():
    out = rfm(totals([1, 5, 9], [1.0, 5.0, 9.0], [None] * 3), None)
    assert out["recency_days"].isna().all()
    assert out["r"].tolist() == [0, 0, 0]
    assert out[Columns.Segment].tolist() == ["Occasional", "Regular", "Frequent"]


def test_without_spend_the_number_of_products_stands_for_value():
    out = rfm(totals([3, 3], [np.nan, np.nan], [1, 1], products=[2.0, 40.0]), NOW)
    assert out["m"].tolist() == [2, 4]
