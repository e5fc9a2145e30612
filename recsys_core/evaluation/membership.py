"""How well an attacker tells from a model's lists who it was trained on."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.schema.types import CSR, FloatArray


@dataclass(frozen=True)
class Guesses:
    """How the guesses of an attack came out. right: of `n` customers, half of them members.  low,
    high: 95 % interval of the share that is right.  signal: which of the signals was used.
    """

    right: int
    n: int
    low: float
    high: float
    signal: int

    @property
    def share(self) -> float:
        """Of the guesses, those that are right; 0.5 is chance."""
        return self.right / self.n


def halves(rows: CSR, seed: int) -> tuple[CSR, CSR]:
    """Each customer's products in two random halves; what is left over goes to the first."""
    draw = np.random.default_rng(seed)
    first = np.zeros(rows.nnz, dtype=bool)
    for start, stop in zip(rows.indptr[:-1], rows.indptr[1:], strict=True):
        order = draw.permutation(stop - start)
        first[start + order[: (stop - start + 1) // 2]] = True
    return _only(rows, first), _only(rows, ~first)


def _only(rows: CSR, kept: np.ndarray) -> CSR:
    """The same rows with the stored entries where `kept`."""
    out = rows.copy()
    out.data = np.where(kept, out.data, 0)
    out.eliminate_zeros()
    return out


def fits(scores: FloatArray, owned: CSR) -> FloatArray:
    """(n,) how high a customer's products stand among all: the mean share of products that score
    lower, ties half; 0.5 by chance. NaN for a customer without any.
    """
    out = np.full(len(scores), np.nan)
    for row, values in enumerate(np.asarray(scores, dtype=np.float64)):
        own = owned.indices[owned.indptr[row] : owned.indptr[row + 1]]
        if len(own):
            ordered = np.sort(values)
            below = np.searchsorted(ordered, values[own], side="left")
            upto = np.searchsorted(ordered, values[own], side="right")
            out[row] = float(np.mean((below + upto) / 2)) / len(values)
    return out


def found_in_lists(scores: FloatArray, known: CSR, hidden: CSR, k: int) -> FloatArray:
    """(n,) the share of a list of the k best products, without the `known` ones, that are among the
    `hidden` ones.
    """
    items, _ = top_k(scores, k, exclude=known)
    rows = np.arange(len(items))[:, None]
    there = np.asarray(hidden.tolil()[rows, np.maximum(items, 0)].todense()) != 0
    return np.asarray((there & (items != EMPTY)).mean(axis=1), dtype=np.float64)


def attack(members: FloatArray, outsiders: FloatArray, seed: int) -> Guesses:
    """Guess who was in by a threshold on one signal.

    members, outsiders: (n, k) signals, as many rows each.  Signal, direction and threshold are
    those that are right most often on a random half of both; the guesses counted are those on
    the other half, so that choosing costs nothing in honesty.

    Source: Yeom et al., "Privacy Risk in Machine Learning", CSF 2018 (threshold); Watson et al.,
    "On the Importance of Difficulty Calibration in Membership Inference Attacks", ICLR 2022
    (signals taken relative to a model that never saw either).
    """
    order = np.random.default_rng(seed).permutation(len(members))
    known, asked = order[: len(order) // 2], order[len(order) // 2 :]
    best = (-1, 0, 1, 0.0)
    for signal in range(members.shape[1]):
        for sign in (1, -1):
            inside = sign * members[known, signal]
            outside = sign * outsiders[known, signal]
            cuts = np.unique(np.concatenate([inside, outside]))
            hits = (
                len(inside)
                - np.searchsorted(np.sort(inside), cuts)
                + np.searchsorted(np.sort(outside), cuts)
            )
            at = int(np.argmax(hits))
            best = max(best, (int(hits[at]), signal, sign, float(cuts[at])))
    _, signal, sign, cut = best
    right = int((sign * members[asked, signal] >= cut).sum())
    right += int((sign * outsiders[asked, signal] < cut).sum())
    n = 2 * len(asked)
    low, high = wilson(np.array([right / n]), np.array([n]))
    return Guesses(right, n, float(low[0]), float(high[0]), signal)
