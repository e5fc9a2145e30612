import numpy as np

from recsys_core.models.recent_bestsellers import LastFourWeeks, LastWeek
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import NO_TIME
from recsys_core.services.evaluation.job import yardsticks
from tests.factories import make_dataset

DAY = 86_400


def shop(days: int = 60) -> Dataset:
    """Product 0 sold to ten customers long ago, 1 to four within four weeks, 2 to two this week (to
    one of them twice), 3 to three long ago.
    """
    sold = [(0, 10, 0), (1, 4, days - 20), (2, 2, days - 3), (3, 3, 0)]
    events = [(user, item, 1.0, day * DAY) for item, n, day in sold for user in range(n)]
    return make_dataset([*events, (0, 2, 1.0, days * DAY)], 10, 5)


def order(model: type[LastWeek]) -> list[int]:
    fitted = model(model.Config())
    fitted.fit(shop(), silent)
    return np.argsort(-fitted.score(shop().matrix[:1])[0]).tolist()


def test_counts_the_customers_of_the_last_days_then_all() -> None:
    assert order(LastWeek) == [2, 0, 1, 3, 4]
    assert order(LastFourWeeks) == [1, 2, 0, 3, 4]


def test_is_a_yardstick_only_where_dates_reach_further_back() -> None:
    assert yardsticks(shop()) == ["popularity", "bestsellers-7", "bestsellers-28", "random"]
    assert yardsticks(shop(20)) == ["popularity", "bestsellers-7", "random"]
    undated = [(user, item, 1.0, NO_TIME) for user in range(5) for item in range(3)]
    assert yardsticks(make_dataset(undated, 5, 3)) == ["popularity", "random"]
