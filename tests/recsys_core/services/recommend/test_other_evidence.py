import numpy as np
import pytest

from recsys_core.explanations.evidence import explain
from recsys_core.models.registry import create
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.services.recommend.other_evidence import OtherEvidence, other_evidence
from tests.factories import make_dataset


def told(name: str, data: Dataset, settings: dict | None = None, user: int = 0) -> OtherEvidence:
    model = create(name, settings or {})
    model.fit(data, silent)
    history = data.histories(np.array([user]))
    scores = model.score(history)[0].astype(float)
    scores[history.indices] = -np.inf
    item = int(scores.argmax())
    return other_evidence(model, data, history, item, explain(model, history, item))


def test_the_customers_who_speak_for_a_product_have_it(planted_dataset: Dataset) -> None:
    found = told("user-knn", planted_dataset)
    assert 0 < len(found.customers) <= 5 <= found.n_customers
    shares = [one.share for one in found.customers]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1 + 1e-9
    own = planted_dataset.binary[0]
    for one in found.customers:
        theirs = planted_dataset.binary[planted_dataset.user_code(one.user_id)]
        assert one.in_common == int(own.multiply(theirs).sum()) > 0


def test_the_models_of_a_blend_share_the_score(planted_dataset: Dataset) -> None:
    found = told("hybrid", planted_dataset, {"models": "ease=2, item-knn=1"})
    assert {name for name, _ in found.components} == {"EASE", "Bought together"}
    assert sum(abs(part) for _, part in found.components) == pytest.approx(1)


def test_a_single_model_has_no_parts_and_no_other_customers(planted_dataset: Dataset) -> None:
    found = told("ease", planted_dataset)
    assert not found.components
    assert not found.customers
    assert not found.words


def test_popularity_is_the_same_for_everybody(planted_dataset: Dataset) -> None:
    assert told("popularity", planted_dataset).everybody == 1


def test_words_shared_with_past_products_are_named_and_common_ones_are_not() -> None:
    titles = ["smoked tofu cubes 12", "smoked tofu slices 12"]
    titles += [f"plain thing {n} 12" for n in range(18)]
    data = make_dataset([(0, 0, 1, 1), (1, 5, 1, 1)], 2, 20, titles=titles, categories=[""] * 20)
    found = told("content", data, {"vectors": "tfidf"})
    assert [one.title for one in found.words] == ["smoked tofu cubes 12"]
    assert set(found.words[0].words) == {"smoked", "tofu"}
