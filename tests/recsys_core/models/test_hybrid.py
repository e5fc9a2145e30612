import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.hybrid import Hybrid, HybridConfig
from recsys_core.models.registry import create
from recsys_core.schema.contracts import Resources, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotReadyError
from tests.factories import make_dataset


def fitted(data: Dataset, resources: Resources, **settings: object) -> Hybrid:
    model = Hybrid(HybridConfig(**settings), resources)
    model.fit(data, silent)
    return model


@pytest.fixture
def rows(planted_dataset: Dataset) -> sp.csr_matrix:
    return planted_dataset.histories(np.arange(20))


def test_one_model_alone_keeps_its_order(
    planted_dataset: Dataset, resources: Resources, rows: sp.csr_matrix
) -> None:
    ease = create("ease", {})
    ease.fit(planted_dataset, silent)
    for blend in ("standing", "scores", "ranks"):
        model = fitted(
            planted_dataset,
            resources,
            models="ease=2",
            blend=blend,
            few_products=0,
            few_customers=0,
        )
        assert list(model.parts) == ["ease"]
        np.testing.assert_array_equal(
            np.argsort(-model.score(rows), axis=1, kind="stable")[:, :10],
            np.argsort(-ease.score(rows), axis=1, kind="stable")[:, :10],
        )


@pytest.mark.parametrize("blend", ["standing", "scores", "ranks"])
def test_the_shares_of_the_models_make_the_score(
    planted_dataset: Dataset, resources: Resources, rows: sp.csr_matrix, blend: str
) -> None:
    model = fitted(planted_dataset, resources, models="ease, popularity=0.5", blend=blend)
    for item in (0, 41):
        shares = model.component_shares(rows[3], item)
        assert set(shares) == {"ease", "popularity", "content"}
        assert sum(shares.values()) == pytest.approx(model.score(rows[3])[0, item], abs=1e-5)


def test_scores_of_linear_models_split_exactly(
    planted_dataset: Dataset, resources: Resources, rows: sp.csr_matrix
) -> None:
    model = fitted(planted_dataset, resources, blend="scores")
    for item in (0, 41):
        shares = model.contributions(rows[3], item)
        assert shares is not None
        total = shares.sum() + model.base(item)
        assert total == pytest.approx(model.score(rows[3])[0, item], abs=1e-4)
    assert fitted(planted_dataset, resources).contributions(rows[3], 0) is None


def test_new_customers_get_the_list_of_the_texts(
    planted_dataset: Dataset, resources: Resources
) -> None:
    model = fitted(planted_dataset, resources, few_products=3)
    newcomer = sp.csr_matrix(([1.0], ([0], [25])), shape=(1, 80), dtype=np.float32)
    content = model.parts["content"].score(newcomer)[0]
    np.testing.assert_array_equal(
        np.argsort(-model.score(newcomer)[0], kind="stable"), np.argsort(-content, kind="stable")
    )
    assert model.component_shares(newcomer, 30)["ease"] == 0


def test_new_products_are_judged_by_their_texts(resources: Resources) -> None:
    """Products 9 and 19 sold to nobody: the one that reads like the customer's own comes first."""
    events = [
        (user, (user % 2) * 10 + (user // 2 + n) % 9, 1.0, n)
        for user in range(40)
        for n in range(5)
    ]
    titles = [f"{'wine' if i < 10 else 'soap'} {'abcdefghij'[i % 10]}" for i in range(20)]
    data = make_dataset(events, 40, 20, titles=titles, categories=[""] * 20)
    model = fitted(data, resources, few_customers=3)
    scores = model.score(data.histories())
    wine = np.arange(40) % 2 == 0
    assert (scores[wine, 9] > scores[wine, 19]).all()
    assert (scores[~wine, 9] < scores[~wine, 19]).all()
    assert model.component_shares(data.histories(np.array([0])), 9)["ease"] == 0


def test_the_parts_of_a_hybrid_are_chosen_among_models() -> None:
    with pytest.raises(InputError, match="no model 'hybrid' to take part"):
        create("hybrid", {"models": "hybrid=1, ease=1"})


def test_a_part_that_cannot_learn_is_named(planted_dataset: Dataset, resources: Resources) -> None:
    data = planted_dataset.select(np.arange(len(planted_dataset.user)) < 30, "few")
    model = Hybrid(HybridConfig(models="ease"), resources)
    with pytest.raises(NotReadyError, match=r"EASE .* cannot be part of it: Needs 20 customers"):
        model.fit(data, silent)
