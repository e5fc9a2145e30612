from pathlib import Path

import numpy as np
import pytest

from recsys_core.evaluation import candidates
from recsys_core.evaluation.candidates import (
    CandidateKeeper,
    load_candidates,
    models_with_candidates,
    sample_of,
    save_candidates,
)
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.runner import evaluate_model
from recsys_core.evaluation.splits import Split, make_splits
from recsys_core.models.registry import create
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotFoundError
from recsys_core.schema.ranking import top_k

CONFIG = EvaluationConfig()


@pytest.fixture
def split(planted_dataset: Dataset) -> Split:
    return make_splits(planted_dataset, CONFIG)[0]


def kept(split: Split, monkeypatch: pytest.MonkeyPatch, width: int = 12):
    """A model's shortlists, 12 wide so that neither list holds the whole catalogue."""
    monkeypatch.setattr(candidates, "WIDTH", width)
    model = create("ease", {})
    model.fit(split.train, silent)
    keeper = CandidateKeeper(split, CONFIG.seed)
    found = evaluate_model(model, split, None, CONFIG, watch=keeper.see)
    return model, found, keeper.candidates()


@pytest.mark.parametrize("new_only", [True, False])
def test_both_shortlists_are_those_of_the_scores(split: Split, monkeypatch, new_only: bool) -> None:
    model, _, stored = kept(split, monkeypatch)
    histories = split.train.histories(stored.users)
    had = histories if new_only else None
    items, scores = stored.shortlist(had, 12)
    allowed = np.flatnonzero(split.train.item_counts)
    expected, values = top_k(model.score(histories), 12, had, allowed)
    np.testing.assert_array_equal(items, expected)
    np.testing.assert_array_equal(scores, values)


def test_the_shortlists_begin_with_the_lists_that_were_measured(split: Split, monkeypatch) -> None:
    _, found, stored = kept(split, monkeypatch)
    items, _ = stored.shortlist(split.train.histories(stored.users), 12)
    at = np.searchsorted(found.users, stored.users)
    np.testing.assert_array_equal(items[:, : CONFIG.k], found.batch.items[at])


def test_the_sample_is_a_random_order_that_the_seed_decides(split: Split) -> None:
    first = sample_of(split.users, 1)
    np.testing.assert_array_equal(first, sample_of(split.users, 1))
    assert not np.array_equal(first, sample_of(split.users, 2))
    np.testing.assert_array_equal(np.sort(first), split.users)


def test_only_the_sample_is_kept(split: Split, monkeypatch) -> None:
    monkeypatch.setattr(candidates, "MOST_CUSTOMERS", 7)
    _, _, stored = kept(split, monkeypatch)
    np.testing.assert_array_equal(stored.users, sample_of(split.users, CONFIG.seed))
    assert len(stored.size) == 7


def test_what_is_written_is_read_back_and_a_part_of_it_too(
    split: Split, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(candidates, "BLOCK", 16)
    _, _, stored = kept(split, monkeypatch)
    save_candidates(stored, tmp_path, "ease")
    assert models_with_candidates(tmp_path) == ["ease"]
    every = load_candidates(tmp_path, "ease", 10_000)
    for name in ("users", "size", "items", "scores"):
        np.testing.assert_array_equal(getattr(every, name), getattr(stored, name))
    some = load_candidates(tmp_path, "ease", 20)
    np.testing.assert_array_equal(some.users, stored.users[:20])
    np.testing.assert_array_equal(some.shortlist(None, 12)[0], stored.shortlist(None, 12)[0][:20])


def test_an_evaluation_without_shortlists_asks_to_measure_again(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="measure the models again"):
        load_candidates(tmp_path, "ease", 10)
