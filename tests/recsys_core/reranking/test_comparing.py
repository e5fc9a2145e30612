"""Cosines worked out beforehand choose the same lists."""

import numpy as np
import pytest

from recsys_core.reranking.picking import SlotPlan, pick
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.vectors import ComparedVectors, ItemVectors


@pytest.fixture
def vectors(rng: np.random.Generator) -> ItemVectors:
    values = rng.normal(size=(60, 12)).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    values[7] = 0
    return ItemVectors(values, "test")


@pytest.fixture
def candidates(rng: np.random.Generator) -> Recommendations:
    items = np.array([rng.choice(40, 20, replace=False) for _ in range(300)], dtype=np.int32)
    scores = -np.sort(-rng.random((300, 20)).astype(np.float32), axis=1)
    items[::7, 15:], scores[::7, 15:] = EMPTY, np.nan
    return Recommendations(np.arange(300), items, scores, "test")


@pytest.mark.parametrize("kind", ["mmr", "dpp"])
@pytest.mark.parametrize("diversity", [0.2, 0.7, 1.0])
def test_the_lists_are_the_same(candidates, vectors, kind: str, diversity: float) -> None:
    plan = SlotPlan(diversity=diversity, diversity_by=kind)
    compared = ComparedVectors.of(vectors, candidates.items)
    assert len(compared.cosines) == 40
    found, expected = pick(candidates, 8, plan, compared), pick(candidates, 8, plan, vectors)
    np.testing.assert_array_equal(found.items, expected.items)
    np.testing.assert_array_equal(found.scores, expected.scores)


def test_products_that_were_not_compared_are_compared_then(candidates, vectors) -> None:
    compared = ComparedVectors.of(vectors, candidates.items[:, :10])
    assert compared.covers(candidates.items[:, :10])
    half = ComparedVectors.of(vectors, np.arange(20))
    assert not half.covers(candidates.items)
    plan = SlotPlan(diversity=0.5)
    np.testing.assert_array_equal(
        pick(candidates, 8, plan, half).items, pick(candidates, 8, plan, vectors).items
    )
