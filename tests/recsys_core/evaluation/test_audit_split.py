"""Each check of what a split left out, where it holds and where a number is off."""

from dataclasses import replace

import numpy as np
import pytest

from recsys_core.evaluation.audit import Finding
from recsys_core.evaluation.audit_split import left_out_checks
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits import Split, make_splits
from recsys_core.evaluation.splits.left_out import denominators
from recsys_core.schema.dataset import Dataset, Outside
from tests.factories import make_dataset

# Days 1 to 8 train, from day 9 on is tested; product 3 has two customers, but one before the cut.
TRAIN = [(0, 0), (0, 1), (1, 0), (1, 2), (2, 1), (2, 3), (3, 2), (3, 0)]
TEST = [(0, 1), (0, 2), (1, 3), (5, 0), (2, 0)]
# Product 4 has one customer in all: customer 1 buys it after the cut; 4 knew nothing but product 5.
LEFT = [(4, 1, 7), (1, 0, 11), (4, 0, 12)]


@pytest.fixture
def data() -> Dataset:
    events = [(u, i, 1.0, 1 + n) for n, (u, i) in enumerate(TRAIN)]
    events += [(u, i, 1.0, 9 + n) for n, (u, i) in enumerate(TEST)]
    kept = make_dataset(events, 6, 4)
    left = sorted(LEFT, key=lambda event: (event[0], event[2]))
    user, item, ts = (np.array(column) for column in zip(*left, strict=True))
    after = zip(user, ts, strict=True)
    at = np.array([((kept.user < u) | ((kept.user == u) & (kept.ts <= t))).sum() for u, t in after])
    return replace(kept, outside=Outside(2, 2, at, user, item, np.ones(len(user)), ts))


@pytest.fixture
def split(data: Dataset) -> Split:
    return make_splits(data, EvaluationConfig(test_share=0.44))[0]


def found(data: Dataset, split: Split, coverage: float = 2 / 3) -> dict[str, Finding]:
    lists = {"x": [(split.users, np.array([[0, 1], [1, -1]]))]}
    return {one.check: one for one in left_out_checks(data, [split], lists, {"x": coverage})}


def test_all_events_come_back_in_order(data: Dataset) -> None:
    whole = data.whole()
    assert (whole.n_items, len(whole.user)) == (6, 16)
    assert (np.lexsort((whole.ts, whole.user)) == np.arange(16)).all()
    assert set(zip(whole.user, whole.item, strict=True)) >= {(4, 5), (1, 4), (4, 4)}
    assert make_dataset([(0, 0, 1.0, 1)], 1, 1).whole().outside is None


def test_every_pair_and_every_customer_has_one_true_reason(split: Split) -> None:
    info = split.info
    assert split.train.item_counts.tolist() == [3, 2, 2, 0], "product 3 had one customer then"
    assert {name: n for name, n in info.pairs.items() if n} == {
        "newcomer": 1, "nothing_known": 1, "had_before": 1, "outside": 2, "counted": 2,
    }  # fmt: skip
    assert {name: n for name, n in info.customers.items() if n} == {
        "newcomer": 1, "nothing_known": 1, "outside": 1,
    }  # fmt: skip
    assert split.users.tolist() == [0, 2]
    assert info.sentence.endswith(
        "2 of 6 newly bought pairs of customer and product count, 33.3 %; the others are 1 of "
        "newcomers, 1 of customers of whom only products outside the catalogue were known and 2 of "
        "products with fewer than 2 customers in what the models learnt from. 3 customers with "
        "nothing to be right about were left out, not counted as misses: 1 newcomer of whom "
        "nothing was known before the test, 1 of whom only products outside the catalogue were "
        "known and 1 whose new products all lie outside the catalogue."
    )


def test_recall_and_coverage_say_of_what_they_are_a_share(split: Split) -> None:
    recall, coverage = denominators(split.info.to_dict(), True, True, 4).values()
    assert recall == (
        "Recall is a share of the 2 pairs of customer and product that count, 33.3 % of the 6 held "
        "back of customers and products new to them."
    )
    recall, coverage_of_all = denominators(split.info.to_dict(), False, False, 4).values()
    assert recall.endswith("that count, 28.6 % of the 7 held back.")
    assert coverage_of_all == "Coverage is a share of all 4 products of the catalogue."
    assert coverage == (
        "Coverage is a share of the 3 products that may be shown, of 6 in the data: those with at "
        "least 2 customers in what the models learnt from."
    )


def test_nothing_outside_the_catalogue_is_not_spoken_of(planted_dataset: Dataset) -> None:
    (split,) = make_splits(planted_dataset, EvaluationConfig(split="per-user-time"))
    assert split.info.pairs["outside"] == split.info.customers["outside"] == 0
    assert "catalogue" not in split.info.sentence


def test_a_sound_split_passes(data: Dataset, split: Split) -> None:
    checks = found(data, split)
    assert {name: one.severity for name, one in checks.items()} == {
        "catalogue-from-training": "fine",
        "pairs-accounted-for": "look",  # a third of the new pairs
        "denominators": "fine",
        "customers-accounted-for": "fine",
    }
    assert "3 products with at least 2 customers" in checks["catalogue-from-training"].sentence


def test_a_catalogue_chosen_with_the_test_is_found(data: Dataset, split: Split) -> None:
    """Product 3 has two customers only when the test is counted in."""
    peeking = replace(data, outside=replace(data.outside, least=1))
    (leaky,) = make_splits(peeking, EvaluationConfig(test_share=0.44))
    leaky = replace(leaky, info=replace(leaky.info, least_customers=2))
    assert found(data, leaky)["catalogue-from-training"].severity == "stop"
    missing = replace(split, train=split.train.select(split.train.item != 1, "less"))
    assert found(data, missing)["catalogue-from-training"].severity == "stop"


def test_what_is_not_accounted_for_is_found(data: Dataset, split: Split) -> None:
    pairs, people = {**split.info.pairs, "outside": 1}, {**split.info.customers, "newcomer": 0}
    off = replace(split, info=replace(split.info, pairs=pairs, customers=people))
    checks = found(data, off)
    assert checks["pairs-accounted-for"].severity == "stop"
    assert checks["customers-accounted-for"].severity == "stop"


def test_shares_of_something_else_are_found(data: Dataset, split: Split) -> None:
    assert found(data, split, coverage=2 / 6)["denominators"].severity == "stop"
    other = replace(split, info=replace(split.info, n_relevant_pairs=6))
    assert found(data, other)["denominators"].severity == "stop"
