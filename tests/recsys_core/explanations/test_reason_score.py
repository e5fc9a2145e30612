import numpy as np
import pytest

from recsys_core.explanations.reason_score import reason_score
from recsys_core.models.registry import create
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.ranking import top_k


def lists_of(name: str, data: Dataset):
    model = create(name, {})
    model.fit(data, silent)
    histories = data.histories()
    return model, histories, top_k(model.score(histories), 5, exclude=histories)[0]


def test_reasons_of_a_linear_model_hold(planted_dataset: Dataset) -> None:
    found = reason_score(*lists_of("ease", planted_dataset), seed=1)
    assert found.cases == 3 * found.customers == 120
    assert found.share_lower == 1
    assert found.ratio is not None
    assert found.low is not None
    assert found.low > 1


def test_a_model_without_personal_reasons_has_no_case(planted_dataset: Dataset) -> None:
    found = reason_score(*lists_of("popularity", planted_dataset), seed=1)
    assert found.cases == 0
    assert found.unreasoned == 120
    assert found.share_lower is None
    assert found.ratio is None


def test_made_up_reasons_are_no_better_than_chance(
    planted_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, histories, lists = lists_of("ease", planted_dataset)
    drawn = np.random.default_rng(0)

    def made_up(model, history, items, limit):
        past = np.asarray(history.indices)
        return [Evidence(item, 1.0, 0.0, past, drawn.random(len(past)), "exact") for item in items]

    monkeypatch.setattr("recsys_core.explanations.reason_score.explain_list", made_up)
    found = reason_score(model, histories, lists, seed=1)
    assert found.cases == 120
    assert found.low is not None
    assert found.low < 1 < found.high
    assert found.share_lower < 0.95


def test_the_same_seed_gives_the_same_figures(planted_dataset: Dataset) -> None:
    made = lists_of("item-knn", planted_dataset)
    assert reason_score(*made, seed=3) == reason_score(*made, seed=3)
