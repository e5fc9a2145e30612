"""Scores of different models on one scale."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from recsys_core.models import messages as m
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray
from recsys_core.wording.messages import say

RANK_OFFSET = 60.0
"""The constant of reciprocal rank fusion, as in the paper."""
LEAST_CHANCE = 1e-9


@dataclass(frozen=True)
class Calibration:
    """How one model's scores are brought to the common scale; see `Hybrid`.

    scale: factor of the blend "scores".  chances: scores are probabilities.
    """

    blend: Literal["scores", "standing", "ranks"]
    scale: float = 1.0
    chances: bool = False


def calibrated(scores: FloatArray, how: Calibration) -> FloatArray:
    """(n, n_items) float32 scores on the common scale, each row by itself; `scores` is kept."""
    if how.blend == "scores":
        return np.asarray(scores * np.float32(how.scale), dtype=np.float32)
    if how.blend == "ranks":
        order = np.argsort(-scores, axis=1, kind="stable")
        rank = np.empty(scores.shape, dtype=np.float32)
        places = np.arange(1, scores.shape[1] + 1, dtype=np.float32)
        np.put_along_axis(rank, order, np.broadcast_to(places, scores.shape), axis=1)
        return np.asarray((RANK_OFFSET + 1) / (RANK_OFFSET + rank), dtype=np.float32)
    values = np.log(np.maximum(scores, LEAST_CHANCE)) if how.chances else scores
    centred = values - values.mean(axis=1, keepdims=True)
    spread = values.std(axis=1, keepdims=True)
    return np.asarray(centred / np.where(spread > 0, spread, 1.0), dtype=np.float32)


def parse_weights(text: str, known: Collection[str] | None) -> dict[str, float]:
    """Weights by model from `ease=1, content=0.3`, made to sum to 1.

    A name alone weighs 1. `InputError` in plain words for unusable weights and for names that are
    not `known`; None knows every name, as a model that is read again does.
    """
    weights: dict[str, float] = {}
    for piece in text.replace(";", ",").split(","):
        if not piece.strip():
            continue
        name, _, given = (part.strip() for part in piece.partition("="))
        if known is not None and name not in known:
            raise InputError(say(m.UNKNOWN_PART, model=name, models=", ".join(known)))
        weights[name] = weights.get(name, 0.0) + _weight(name, given or "1")
    total = sum(weights.values())
    if total <= 0:
        raise InputError(say(m.NO_WEIGHT))
    return {name: weight / total for name, weight in weights.items() if weight > 0}


def _weight(name: str, text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = -1.0
    if not 0 <= weight <= 1e6:
        raise InputError(say(m.BAD_WEIGHT, model=name, weight=text))
    return weight
