import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.explanations.evidence import (
    OCCLUSION_LIMIT,
    evidence_note,
    explain,
    explain_list,
)
from recsys_core.models.ease import Ease, EaseConfig
from recsys_core.models.popularity import PopularityConfig, PopularityModel
from recsys_core.schema.contracts import silent
from recsys_core.schema.histories import without
from tests.recsys_core.explanations.models import Linear, Saturating


def row(values: dict[int, float], n_items: int):
    items = sorted(values)
    return sp.csr_matrix(
        (np.array([values[i] for i in items], np.float32), items, [0, len(items)]),
        shape=(1, n_items),
    )


@given(seed=st.integers(0, 10_000), nnz=st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_exact_evidence_sums_to_the_score(seed, nnz):
    rng = np.random.default_rng(seed)
    model = Linear(rng.normal(size=(20, 20)), rng.normal(size=20))
    history = row({int(i): 1.0 + i for i in rng.permutation(20)[:nnz]}, 20)
    evidence = explain(model, history, 3)
    assert evidence.method == "exact"
    assert evidence.base + evidence.contributions.sum() == pytest.approx(evidence.score, abs=1e-5)
    np.testing.assert_array_equal(evidence.history, history.indices)


@given(seed=st.integers(0, 10_000), nnz=st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_occlusion_is_the_score_minus_the_score_without(seed, nnz):
    rng = np.random.default_rng(seed)
    model = Saturating(rng.normal(size=(20, 20)), rng.normal(size=20))
    history = row({int(i): 1.0 for i in rng.permutation(20)[:nnz]}, 20)
    evidence = explain(model, history, 3)
    full = model.fold_in(history)[0, 3]
    for past, share in zip(evidence.history, evidence.contributions, strict=True):
        expected = full - model.fold_in(without(history, [past]))[0, 3]
        assert share == pytest.approx(expected, abs=1e-9)
    assert evidence.method == "occlusion"
    stranger = model.fold_in(row({}, 20))[0]
    assert evidence.base == pytest.approx(stranger[3])
    assert evidence.level == pytest.approx(stranger.mean())
    assert evidence.score == pytest.approx(model.score(history)[0, 3])


def test_one_batch_serves_the_whole_list(rng):
    model = Saturating(rng.normal(size=(20, 20)))
    history = row({1: 1.0, 5: 2.0, 9: 1.0}, 20)
    together = explain_list(model, history, [2, 3, 4])
    assert model.calls == 2  # With and without each of the past, and without any past.
    for evidence in together:
        np.testing.assert_allclose(
            evidence.contributions, explain(model, history, evidence.item).contributions
        )


def test_long_histories_are_tried_with_their_strongest_and_it_is_said(rng):
    n = OCCLUSION_LIMIT + 100
    weight = {i: 1.0 + (i % 7) for i in range(n)}
    model = Saturating(rng.normal(size=(n, n)) / n)
    history = row(weight, n)
    evidence = explain(model, history, 0)
    assert len(evidence.history) == OCCLUSION_LIMIT
    tried = set(evidence.history.tolist())
    assert min(weight[i] for i in tried) >= max(w for i, w in weight.items() if i not in tried)
    assert evidence_note(evidence, history) == (
        "Tried with the 300 strongest of 400 past products; the others are not in these figures."
    )
    assert evidence_note(explain(model, row({1: 1.0}, n), 0), row({1: 1.0}, n)) == ""


@pytest.mark.parametrize("kind", [Linear, Saturating])
def test_an_empty_history_leaves_everything_to_the_base(kind, rng):
    model = kind(rng.normal(size=(6, 6)), np.arange(6.0))
    evidence = explain(model, row({}, 6), 4)
    assert evidence.method == "none"
    assert evidence.base == evidence.score
    assert len(evidence.contributions) == 0


@pytest.mark.parametrize("kind", [Linear, Saturating])
def test_a_model_that_ignores_the_history_is_not_personal(kind):
    model = kind(np.zeros((6, 6)), np.arange(6.0))
    evidence = explain(model, row({0: 1.0, 2: 1.0}, 6), 4)
    assert evidence.method == "none"
    assert evidence.base == evidence.score


def test_popularity_is_not_personal_and_ease_is(planted_dataset):
    popularity = PopularityModel(PopularityConfig())
    ease = Ease(EaseConfig())
    for model in (popularity, ease):
        model.fit(planted_dataset, silent)
    history = planted_dataset.histories(np.array([1]))
    assert explain(popularity, history, 25).method == "none"
    found = explain(ease, history, 25)
    assert found.method == "exact"
    assert found.base + found.contributions.sum() == pytest.approx(found.score, abs=1e-5)
    strongest = found.history[np.argmax(found.contributions)]
    assert 20 <= strongest < 40  # customer 1 has the taste of products 20 to 39, as item 25 has


def test_dropping_the_top_evidence_lowers_the_score(planted_dataset):
    ease = Ease(EaseConfig())
    ease.fit(planted_dataset, silent)
    for user in range(40):
        history = planted_dataset.histories(np.array([user]))
        item = int(np.argmax(ease.score(history)[0]))
        found = explain(ease, history, item)
        top = found.history[np.argmax(found.contributions)]
        assert ease.fold_in(without(history, [top]))[0, item] < found.score


def test_scores_the_caller_has_are_used(rng):
    model = Linear(rng.normal(size=(6, 6)))
    history = row({0: 1.0}, 6)
    scores = model.score(history)[0, [1, 2]]
    model.calls = 0
    found = explain_list(model, history, [1, 2], scores)
    assert model.calls == 0
    assert [e.score for e in found] == pytest.approx(list(scores))


def test_no_items_no_evidence(rng):
    assert explain_list(Linear(rng.normal(size=(6, 6))), row({0: 1.0}, 6), []) == []
