"""Whether chances come true group by group, and how many answers the likeliest hold."""

import numpy as np

from recsys_core.campaigns.response.measures import (
    SAMPLES,
    Forecast,
    ResponseFigure,
    bins,
    by_chance,
    middle,
)
from recsys_core.schema.statistics.intervals import FEW_HITS, resampled_weights, wilson
from recsys_core.schema.types import FloatArray

TENTHS = 10


def calibration_curve(said: Forecast) -> list[tuple[int, float, float]]:
    """rows, mean chance, share that answered, of each bin, the lowest chance first."""
    at, found = bins(said), []
    for one in range(at.max() + 1):
        weight = said.weight * (at == one)
        total = float(weight.sum())
        chance, came = weight @ said.chance / total, weight @ said.answered / total
        found.append((round(total), float(chance), float(came)))
    return found


def gain_curve(said: Forecast, points: int = 20) -> list[tuple[float, float]]:
    """Share of the rows, the likeliest first, and the share of all answers they hold, at `points`
    equal steps; equal chances hold their answers evenly. Empty without an answer.
    """
    if not said.answered.any():
        return []
    steps = np.linspace(0, 1, points + 1)
    shares = _held(said, said.weight[None], steps)[0]
    return [(float(one), float(share)) for one, share in zip(steps, shares, strict=True)]


def tenths(said: Forecast, seed: int) -> list[ResponseFigure]:
    """How many times the average rate of answers each tenth of the rows has, the likeliest tenth
    first, with the middle 95 % of `SAMPLES` draws of customers. With fewer than `FEW_HITS` answers
    the high end is no lower than Wilson's: draws of none hold none. Empty without an answer.
    """
    if not said.answered.any():
        return []
    own = _times(said, said.weight[None])[0]
    blocks = [
        _times(said, drawn[:, said.customer] * said.weight)
        for drawn in resampled_weights(int(said.customer.max()) + 1, SAMPLES, seed)
    ]
    draws = np.concatenate(blocks)
    rate = said.weight @ said.answered / said.weight.sum()
    seen = said.weight.sum() / TENTHS / said.weight[said.answered].mean()
    _, most = wilson(np.minimum(own * rate, 1), np.full(TENTHS, seen))
    found = []
    for at, times in enumerate(own):
        low, high = middle(draws[:, at])
        if times * rate * seen < FEW_HITS:
            high = max(high, float(most[at] / rate))
        found.append(ResponseFigure(float(times), low, high))
    return found


def _times(said: Forecast, weight: FloatArray) -> FloatArray:
    """(b, 10); NaN in a draw without an answer."""
    return np.diff(_held(said, weight, np.linspace(0, 1, TENTHS + 1)), axis=1) * TENTHS


def _held(said: Forecast, weight: FloatArray, steps: FloatArray) -> FloatArray:
    """(b, steps) the share of all answers that the likeliest `steps` of the rows hold."""
    hits, misses = (part[:, ::-1] for part in by_chance(said, weight))
    found = np.full((len(weight), len(steps)), np.nan)
    for at, (own, others) in enumerate(zip(hits, misses, strict=True)):
        if own.any():
            reached, held = np.cumsum(own + others), np.cumsum(own)
            found[at] = np.interp(
                steps, np.append(0, reached / reached[-1]), np.append(0, held / held[-1])
            )
    return found
