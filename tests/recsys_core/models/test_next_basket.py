import numpy as np
import pytest

from recsys_core.models.fading import Fading
from recsys_core.models.next_basket import NextBasket, NextBasketConfig
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import Past, history_row
from recsys_core.schema.visits import visits_of
from tests.factories import make_dataset

DAY = 86_400
FIXED = {
    "visit_decay": 0.9,
    "group_decay": 0.5,
    "visit_days": 10.0,
    "group_size": 2,
    "coming_back": 0.5,
    "neighbour_weight": 0.01,
    "popularity_weight": 0.3,
    "popularity_days": 28.0,
}


def shop(customers: int = 80) -> Dataset:
    """20 weekly visits: milk (0) always, one of two brands (1 until the tenth visit, 2 from then
    on), bread (3) on every other visit of every other customer, and a kettle (4) once.
    """
    events = []
    for user in range(customers):
        for visit in range(20):
            when = (7 * visit + user % 5) * DAY + 3600
            events += [(user, 0, 1.0, when), (user, 1 if visit < 10 else 2, 1.0, when)]
            if user % 2 and visit % 2:
                events.append((user, 3, 1.0, when))
        events.append((user, 4, 1.0, (7 * 3 + user % 5) * DAY + 3600))
    return make_dataset(events, customers, 6)


@pytest.fixture(scope="module")
def model() -> NextBasket:
    fitted = NextBasket(NextBasketConfig())
    fitted.fit(shop(), silent)
    return fitted


def past(item: int, *days: int) -> Past:
    events = tuple(day * DAY for day in days)
    return Past(item, float(len(days)), events[0], events[-1], len(days), events)


def test_a_visit_is_a_day_and_counts_a_product_once() -> None:
    row = history_row([past(0, 1, 1, 5), past(1, 5), past(2, 9)], 4)
    visits = visits_of(row)
    assert visits is not None
    assert visits.day.tolist() == [1, 5, 9]
    assert visits.after.tolist() == [2, 1, 0]
    assert visits.ago.tolist() == [8, 4, 0]
    assert list(zip(visits.pair, visits.visit, strict=True)) == [(0, 0), (0, 1), (1, 1), (2, 2)]
    assert visits_of(row * 1) is None


def test_the_shares_are_those_of_the_formula() -> None:
    row = history_row([past(0, 1, 5, 9), past(1, 1), past(2, 9)], 4)
    worth = np.array([0.5 * 0.5**0.8, 0.9 * 0.5**0.4, 1.0])
    expected = np.array([worth.sum(), worth[0], worth[2]]) / worth.sum()
    shares = Fading(0.9, 0.5, 10.0, 2).shares(row)
    np.testing.assert_allclose(shares.data, expected, rtol=1e-6)


def test_other_customers_and_undated_rows_do_not_change_a_share() -> None:
    block = shop().histories()
    fading = Fading(0.95, 0.7, 100.0, 3)
    one_by_one = [fading.shares(block[row]).data for row in range(6)]
    np.testing.assert_allclose(fading.shares(block[:6]).data, np.concatenate(one_by_one))
    undated = fading.shares(block[:1] * 1)
    assert undated.data.tolist() == pytest.approx([1.0, 0.5, 0.5, 0.05])


def test_the_latest_visits_decide(model: NextBasket) -> None:
    data = shop()
    best = np.argsort(-model.score(data.histories(np.array([0, 1]))), axis=1)
    assert best[0, :2].tolist() == [0, 2]
    assert best[1, :3].tolist() == [0, 2, 3]


def test_it_chooses_on_last_visits_and_says_so(model: NextBasket) -> None:
    assert "last visits of 80 customers" in model.remark()
    assert model.chosen.value > 0.9
    given = NextBasket(NextBasketConfig(**FIXED))
    given.fit(shop(), silent)
    assert given.remark() == ""
    few = NextBasket(NextBasketConfig())
    few.fit(shop(40), silent)
    assert few.remark() == ""


def test_given_settings_make_the_score_of_the_formula() -> None:
    model, data = NextBasket(NextBasketConfig(**FIXED)), shop()
    model.fit(data, silent)
    row = data.histories(np.array([1]))
    share = Fading(0.9, 0.5, 10.0, 2).shares(row).toarray()[0]
    customers = data.binary.toarray()
    lengths = np.maximum(np.sqrt(customers.sum(axis=0)), 1)
    cosine = customers.T @ customers / np.outer(lengths, lengths)
    np.fill_diagonal(cosine, 0)
    counts = np.array([80, 80, 80, 40, 80, 0])
    again = np.array([80, 80, 80, 40, 0, 0])
    usual = again.sum() / counts.sum()
    own = np.sqrt((again + 20 * usual) / (counts + 20) / usual)
    expected = share @ (np.diag(own) + 0.01 * cosine) + 0.3 * _popularity(data)
    np.testing.assert_allclose(model.score(row)[0], expected, rtol=1e-5, atol=1e-7)


def _popularity(data: Dataset) -> np.ndarray:
    """By a loop over the days of everybody."""
    newest = data.ts.max() // DAY
    sold, visits = np.zeros(data.n_items), 0.0
    for user in range(data.n_users):
        own = data.user == user
        for day in set(data.ts[own] // DAY):
            worth = 0.5 ** ((newest - day) / 28)
            visits += worth
            sold[np.unique(data.item[own & (data.ts // DAY == day)])] += worth
    return sold / visits


def test_the_evidence_of_dated_purchases_adds_up(model: NextBasket) -> None:
    row = history_row([past(0, 1, 5, 9), past(3, 2, 9)], 6)
    scores = model.score(row)[0]
    for item in range(6):
        total = model.contributions(row, item).sum() + model.base(item)
        assert total == pytest.approx(scores[item], abs=1e-6)


def test_says_what_is_missing() -> None:
    once = [(user, item, 1.0, user * DAY) for user in range(30) for item in range(3)]
    assert "bought again later" in NextBasket.readiness(make_dataset(once, 30, 3)).reason
    assert NextBasket.readiness(shop()).reason == "Ready to train."
