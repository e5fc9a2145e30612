"""What is said of small made-up shops whose truth is known."""

import re

import numpy as np
import pytest

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.leaderboard import Leaderboard, build
from recsys_core.evaluation.runner import evaluate_model
from recsys_core.evaluation.slices import cells_of, slicing_of
from recsys_core.evaluation.slices_tests import cell_tests
from recsys_core.evaluation.slices_wording import finding
from recsys_core.evaluation.splits import make_splits
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray
from tests.factories import make_dataset
from tests.recsys_core.evaluation.standins import Bestsellers, Neighbours, StandIn, card

PRODUCTS, BOUGHT, LATER = 40, 8, 3


class Shelfwarmers(StandIn):
    """What hardly anybody buys, first: worse than the bestsellers in any shop with some."""

    card = card("shelfwarmers", "Shelfwarmers")

    def score(self, histories: CSR) -> FloatArray:
        return np.tile(-self.data.item_counts.astype(np.float32), (histories.shape[0], 1))


def shop(customers: int, *, tastes: int, seed: int = 3) -> Dataset:
    """Everybody buys eight products, then three more; with two tastes, half of them keep to the
    even products and half to the odd ones.
    """
    rng, events = np.random.default_rng(seed), []
    liked = 1 / (2 + np.arange(PRODUCTS))
    for user in range(customers):
        own = liked * (np.arange(PRODUCTS) % tastes == user % tastes)
        bought = rng.choice(PRODUCTS, BOUGHT + LATER, replace=False, p=own / own.sum())
        events += [(user, int(item), 1.0, place) for place, item in enumerate(bought)]
    return make_dataset(events, customers, PRODUCTS)


def measured(data: Dataset, *models: StandIn) -> Leaderboard:
    config = EvaluationConfig(split="per-user-time", test_share=LATER / (BOUGHT + LATER))
    (split,) = make_splits(data, config)
    for model in models:
        model.fit(split.train, silent)
    every = [evaluate_model(model, split, None, config) for model in models]
    return build([every], [split], config)


def missed(sentence: str) -> int:
    """The share of the bestsellers' figure that would have been missed, in percent."""
    found = re.search(r"a difference under ([\d,]+) % of that would be missed", sentence)
    assert found, sentence
    return int(found[1].replace(",", ""))


@pytest.mark.parametrize("customers", [100, 400])
def test_whoever_knows_tastes_leads_where_there_are_some(customers: int) -> None:
    board = measured(shop(customers, tastes=2), Bestsellers(), Neighbours())
    assert board.leader == "neighbours"
    assert board.sentence.startswith("Neighbours leads (NDCG@10")


@pytest.mark.parametrize("customers", [30, 100, 400])
def test_without_tastes_nothing_is_shown_and_nothing_is_denied(customers: int) -> None:
    board = measured(shop(customers, tastes=1), Bestsellers(), Neighbours())
    assert board.leader is None
    assert board.sentence.startswith(f"With {customers} customers, no model could be shown")
    assert missed(board.sentence) > 0


def test_more_customers_miss_less() -> None:
    shares = [
        missed(measured(shop(n, tastes=1), Bestsellers(), Neighbours()).sentence)
        for n in (30, 100, 400)
    ]
    assert shares[0] > shares[1] > shares[2]


@pytest.mark.parametrize("customers", [30, 100, 400])
def test_whoever_is_worse_is_named(customers: int) -> None:
    board = measured(shop(customers, tastes=1), Bestsellers(), Shelfwarmers())
    assert board.leader is None
    assert "Shelfwarmers is worse than the bestsellers, by more than chance" in board.sentence


@pytest.mark.parametrize(("customers", "tastes"), [(100, 1), (400, 1), (400, 2)])
def test_groups_are_told_what_would_have_been_missed(customers: int, tastes: int) -> None:
    board = measured(shop(customers, tastes=tastes), Bestsellers(), Neighbours())
    values = {name: one.per_user["NDCG@10"] for name, one in board.customers.items()}
    labels = [("first", "second")[user % 2] for user in range(customers)]
    cells = cells_of(values, slicing_of("kind", "Kind", labels, ["first", "second"]), "NDCG@10")
    tests = cell_tests([cells], "popularity", 1)
    said = finding(
        tests, "neighbours", {"neighbours": "Neighbours"}, higher_is_better=True, judged=True
    )
    if tastes == 2:
        assert said == "Neighbours beats the bestsellers in every group"
    else:
        assert said.startswith("In no group could a model be shown to differ from the bestsellers;")
        assert "would be missed more than one time in five" in said
        assert min(one.missed for one in tests) > 0
