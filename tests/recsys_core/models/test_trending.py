import numpy as np
import pytest

from recsys_core.models.trending import Trending, TrendingConfig
from recsys_core.schema.contracts import silent
from recsys_core.schema.histories import NO_TIME
from tests.factories import make_dataset

DAY = 86_400


def growth(events: list[tuple[int, int]], **settings: object) -> np.ndarray:
    """Scores of three products from (product, day) sales, each by a customer of its own."""
    data = make_dataset([(u, i, 1, d * DAY) for u, (i, d) in enumerate(events)], len(events), 3)
    model = Trending(TrendingConfig(**settings))
    model.fit(data, silent)
    return model.score(data.histories())[0]


def test_growth_is_counted_in_doublings() -> None:
    """Ten recent days, twenty before: product 0 went from 4 in 20 days to 4 in 10."""
    events = [(0, 2)] * 4 + [(0, 29)] * 4 + [(1, 1)] * 4 + [(1, 28)] * 2 + [(2, 0), (2, 30)]
    found = growth(events, recent_days=10, earlier_days=20, smoothing=1e-6)
    np.testing.assert_allclose(found[:2], [1.0, 0.0], atol=1e-4)


def test_few_customers_make_no_trend() -> None:
    """From nobody to one is no more than from 100 to 200."""
    events = [(0, 25)] + [(1, 5)] * 100 + [(1, 25)] * 200 + [(2, 0), (2, 30)]
    found = growth(events, recent_days=10, earlier_days=10)
    assert found[1] > found[0] > 0


def test_a_customer_counts_once_a_period() -> None:
    events = [(0, 0, 1, 25 * DAY + n) for n in range(50)] + [(1, 1, 1, 0), (1, 1, 1, 30 * DAY)]
    model = Trending(TrendingConfig(recent_days=10, smoothing=1.0))
    model.fit(make_dataset(events, 2, 2), silent)
    assert model.growth[0] == pytest.approx(np.log2(2.0))


def test_short_data_counts_its_last_third() -> None:
    """Of 9 days the last 3 are recent, however many are asked for."""
    events = [(0, 0), (0, 9), (1, 5), (1, 5), (2, 7), (2, 7)]
    found = growth(events, recent_days=300, smoothing=0.1)
    assert found[2] > 0 > found[1]


def test_needs_dates() -> None:
    undated = make_dataset([(0, 0, 1, NO_TIME), (1, 0, 1, 5 * DAY)], 2, 1)
    short = make_dataset([(0, 0, 1, 0), (1, 0, 1, 5 * DAY)], 2, 1)
    assert Trending.readiness(undated).reason.startswith("Needs the date of every row")
    assert "at least 7 days; you have 5." in Trending.readiness(short).reason
