"""Whether it is said that the bestsellers of late do better in the weeks to come."""

import numpy as np

from recsys_core.models.auto.confirming import PLAIN
from recsys_core.models.auto.ledger import TrialLedger
from recsys_core.models.auto.weeks import weeks_to_come
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from tests.factories import make_dataset
from tests.recsys_core.models.auto.conftest import DAY

USERS, TASTES, NEWS = 300, 40, 20


def shop(news: bool) -> Dataset:
    """Two visits of each customer: one of their taste, then what is new that month, or as before
    one of their taste; twenty months, each with a product of its own that everybody wants.
    """
    rng = np.random.default_rng(8)
    events = []
    for user in range(USERS):
        first = int(rng.integers(NEWS * 30 - 60))
        taste = 10 * (user % 4)
        for item in rng.choice(10, 6, replace=False):
            events.append((user, taste + int(item), 1.0, first * DAY))
        again = first + int(rng.integers(20, 60))
        wanted = TASTES + again // 30 if news else taste + int(rng.integers(10))
        events.append((user, wanted, 1.0, again * DAY))
    return make_dataset(events, USERS, TASTES + NEWS)


def said(data: Dataset, minutes: float = 5.0) -> str:
    ledger = TrialLedger(minutes, silent)
    ledger.costs["ease"] = 1.0
    return weeks_to_come(PLAIN, data, 1, ledger)


def test_where_everybody_wants_what_is_new_it_is_said() -> None:
    sentence = said(shop(news=True))
    assert sentence.startswith("For lists of the coming weeks look at the bestsellers of late")
    assert "at 3 earlier dates" in sentence


def test_where_customers_keep_their_taste_nothing_is_said() -> None:
    assert said(shop(news=False)) == ""


def test_without_time_to_learn_nothing_is_said() -> None:
    assert said(shop(news=True), minutes=0.01) == ""
