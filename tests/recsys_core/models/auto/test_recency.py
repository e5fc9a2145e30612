import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.auto.recency import Recency, recencies
from recsys_core.models.auto.trend import Trend, recent_share
from recsys_core.schema.histories import Past, history_row
from recsys_core.wording.dates import SECONDS_PER_DAY
from tests.factories import make_dataset

NOW = 100 * int(SECONDS_PER_DAY)
PAST = [
    Past(0, 1.0, NOW, NOW, 1),
    Past(1, 1.0, 0, NOW - 2 * int(SECONDS_PER_DAY), 3),
    Past(2, 1.0, 0, 0, 1),
]


def test_half_after_so_many_later_products() -> None:
    weights = Recency("products", 2.0).weights(history_row(PAST, 4))
    assert weights.tolist() == pytest.approx([1, 2**-0.5, 0.5])


def test_half_after_so_many_days_before_the_customers_latest() -> None:
    weights = Recency("days", 2.0).weights(history_row(PAST, 4))
    assert weights[:2].tolist() == pytest.approx([1, 0.5])
    assert weights[2] < 1e-9
    late = history_row([Past(1, 1.0, 0, 50, 1)], 4)
    assert Recency("days", 2.0).weights(late).tolist() == [1.0]


def test_length_divides_by_the_sum() -> None:
    assert Recency(length=1.0).weights(history_row(PAST, 4)).tolist() == pytest.approx([1 / 3] * 3)


def test_rows_without_dates_count_alike() -> None:
    plain = sp.csr_matrix(np.ones((2, 3), dtype=np.float32))
    assert Recency("products", 2.0).weights(plain).tolist() == [1.0] * 6
    assert Recency("days", 2.0).weights(plain).tolist() == [1.0] * 6


def test_only_dated_data_is_weighted_by_age() -> None:
    assert recencies(0.0) == [Recency()]
    assert {one.kind for one in recencies(365.0)} == {"none", "products", "days"}


def test_trend_holds_half_of_the_overall_share_against_the_recent() -> None:
    day = int(SECONDS_PER_DAY)
    events = [(0, 0, 1.0, 0), (1, 0, 1.0, 0), (2, 1, 1.0, 10 * day), (3, 1, 1.0, 10 * day)]
    data = make_dataset(events, 4, 2)
    assert recent_share(data, 10.0).tolist() == pytest.approx([1 / 3, 2 / 3])
    lift = Trend(1.0, 10.0).lift(data)
    assert lift.tolist() == pytest.approx(
        [np.log(1 / 3 / 0.5**0.5), np.log(2 / 3 / 0.5**0.5)], abs=1e-4
    )
    assert not Trend().lift(data).any()
