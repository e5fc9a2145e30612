from dataclasses import replace

import numpy as np
import pandas as pd

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.slices_customers import (
    NOTHING_BEFORE,
    before_test,
    by_activity,
    by_facts,
    by_tenure,
    totals,
)
from recsys_core.evaluation.splits import make_splits
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import NO_TIME
from tests.factories import make_dataset

DAY = 86_400


def test_what_is_known_before_by_hand(tiny_dataset: Dataset) -> None:
    before = before_test(tiny_dataset, 10 * DAY)
    assert before.products.tolist() == [3, 3, 3, 2, 2]
    assert (before.first / DAY).tolist() == [1, 1, 2, 1, 2]
    assert (before.last / DAY).tolist() == [9, 8, 9, 5, 6]
    assert before.days.tolist() == [3, 3, 3, 2, 2]
    assert before.now == 10 * DAY
    frame = totals(before)
    assert frame[C.Visits].tolist() == [3, 3, 3, 2, 2]
    assert frame[C.Spend].isna().all()


def test_nothing_after_the_cut_moves_anybody_to_another_group(planted_dataset: Dataset) -> None:
    """Later purchases are changed beyond recognition; the groups stay as they are."""
    config = EvaluationConfig(split="time")
    (split,) = make_splits(planted_dataset, config)
    cut = split.info.cut_ts
    assert cut is not None
    later = planted_dataset.ts > cut
    other = replace(
        planted_dataset,
        item=np.where(later, (planted_dataset.item * 7 + 3) % 80, planted_dataset.item).astype(
            np.int32
        ),
        weight=np.where(later, 50, planted_dataset.weight).astype(np.float32),
    )
    (changed,) = make_splits(other, config)
    assert changed.info.cut_ts == cut
    everybody = np.arange(200)
    one, two = (
        before_test(part.train, part.info.cut_ts).take(everybody) for part in (split, changed)
    )
    np.testing.assert_array_equal(by_activity(one).member, by_activity(two).member)
    first, second = by_tenure(one), by_tenure(two)
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.member, second.member)
    pd.testing.assert_frame_equal(totals(one), totals(two))


def test_bands_say_what_lies_in_them() -> None:
    events = [(u, i, 1.0, (u + 1) * DAY) for u in range(10) for i in range(u + 1)]
    before = before_test(make_dataset(events, 11, 10), None)
    activity = by_activity(before)
    assert activity.names == (
        "Fewest: 1 to 2 products",
        "Few: 3 to 4 products",
        "Middle: 5 to 6 products",
        "Many: 7 to 8 products",
        "Most: 9 to 10 products",
        NOTHING_BEFORE,
    )
    assert activity.names[activity.member[10]] == NOTHING_BEFORE
    tenure = by_tenure(before)
    assert tenure is not None
    assert tenure.names[0] == "Newest: 0 to 1 day"
    assert tenure.names[tenure.member[0]].startswith("Oldest")


def test_without_dates_there_is_no_tenure(tiny_dataset: Dataset) -> None:
    undated = replace(tiny_dataset, ts=np.full(len(tiny_dataset.ts), NO_TIME))
    before = before_test(undated, None)
    assert by_tenure(before) is None
    assert by_activity(before).names == ("Fewest: 2 products", "Most: 3 products")


def test_facts_with_few_values_become_groups() -> None:
    users = pd.DataFrame(
        {
            Columns.User: [f"u{n}" for n in range(40)],
            "age": [["9", "10", "Under 9", ""][n % 4] for n in range(40)],
            "name": [f"name {n}" for n in range(40)],
            "country": "Austria",
        }
    )
    (age,) = by_facts(users, np.arange(40))
    assert age.kind == "age"
    assert age.title == "Age"
    assert age.names == ("Under 9", "9", "10", "Not known")
    (fewer,) = by_facts(users, np.array([1, 2, 5]))
    assert fewer.names == ("Under 9", "10")
    assert fewer.member.tolist() == [1, 0, 1]
