import numpy as np
import pytest

from recsys_core.models.registry import create
from recsys_core.schema.contracts import Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.item_facts import Audience, ItemFacts
from recsys_core.schema.vectors import ItemVectors
from recsys_core.services.lists import Lists, ListSettings, make_lists

NO_VECTORS = ItemVectors(np.zeros((80, 1), dtype=np.float32), "none")


@pytest.fixture
def lists_of(planted_dataset: Dataset):
    def make(name: str, *, include_seen: bool) -> Lists:
        model: Recommender = create(name, {})
        model.fit(planted_dataset, silent)
        user = np.array([0])
        settings = ListSettings(5, include_seen)
        audience = Audience(user, planted_dataset.histories(user))
        return make_lists(
            model, name, audience, ItemFacts.of(planted_dataset, NO_VECTORS), settings
        )

    return make


def test_bought_products_are_left_out_unless_asked_for(lists_of, planted_dataset: Dataset) -> None:
    past = set(planted_dataset.histories(np.array([0])).indices)
    assert not past & set(lists_of("popularity", include_seen=False).final.items[0])
    assert past & set(lists_of("popularity", include_seen=True).final.items[0])


def test_a_list_about_buying_again_keeps_bought_products_and_says_so(
    lists_of, planted_dataset: Dataset
) -> None:
    past = set(planted_dataset.histories(np.array([0])).indices)
    lists = lists_of("buy-again", include_seen=False)
    assert set(lists.final.items[0]) <= past
    steps = {step.name: step.label for step in lists.final.trace[0]}
    assert "already-bought" not in steps
    assert steps["bought-stay"].startswith("Bought products stay")
    asked = lists_of("buy-again", include_seen=True)
    np.testing.assert_array_equal(asked.final.items, lists.final.items)
    assert "bought-stay" not in {step.name for step in asked.final.trace[0]}
