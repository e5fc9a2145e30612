"""How often a product was bought, in a sentence that counts visits as a person would."""

import numpy as np
import pytest

from recsys_core.explanations.habits import Habits
from recsys_core.explanations.reason_words import reason
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.histories import Histories, Past, history_row

DAY = 86_400
TITLES = ["Milk", "Bread", "Beer", "Salt"]


def past(item: int, days: list[int]) -> Past:
    events = tuple(day * DAY for day in days)
    return Past(item, 1.0, events[0], events[-1], len(events), events)


@pytest.fixture
def history() -> Histories:
    """20 visits, every third day; two orders with milk on the last."""
    milk = [3 * n for n in range(20) if n % 4]
    return history_row(
        [past(0, [*milk, milk[-1]]), past(1, [0, 3]), past(2, [3 * n for n in range(20)])], 4
    )


def test_counts_the_last_twelve_visits_and_the_days_between(history: Histories) -> None:
    habits = Habits(history)
    assert habits.of(0) == "Bought on 9 of the last 12 visits, about every 4 days."
    assert habits.of(2) == "Bought on 12 of the last 12 visits, about every 3 days."
    assert habits.of(1) == "Bought on 2 of 20 visits, on none of the last 12."
    assert habits.of(3) == ""


def test_few_visits_and_no_dates(history: Histories) -> None:
    assert Habits(history_row([past(0, [1])], 4)).of(0) == ""
    two = history_row([past(0, [1, 2]), past(1, [2])], 4)
    assert Habits(two).of(0) == "Bought on 2 of the last 2 visits, about every day."
    assert Habits(two).of(1) == "Bought on 1 of the last 2 visits."
    assert Habits(history * 1).of(0) == ""


@pytest.mark.parametrize(("own", "said"), [(0.6, True), (0.4, False)])
def test_is_the_reason_where_the_product_itself_brings_most(own: float, said: bool) -> None:
    shares = np.array([own, 1 - own, -5.0])
    evidence = Evidence(0, 1.0, 0.0, np.array([0, 1, 2]), shares, "exact")
    line = reason(evidence, TITLES, habit="Bought often.")
    assert (line == "Bought often.") is said
    assert reason(evidence, TITLES) != "Bought often."
