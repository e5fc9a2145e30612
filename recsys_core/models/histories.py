"""What the models ask of a block of histories: its width, its likes, its ratings, its identity."""

import hashlib
from typing import Literal

import numpy as np
import scipy.sparse as sp

from recsys_core.models import messages as m
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

PSEUDO_SCALE = (1.0, 5.0)
"""The scale of the ratings that `pseudo_ratings` makes of quantities."""

PRIOR_SCALE = 1e-6
"""Height of `popularity_prior` for a product that every customer has."""


def require_width(histories: CSR, n_items: int) -> CSR:
    """`histories` as csr with sorted indices; `InputError` if it is not `n_items` wide."""
    if histories.shape[1] != n_items:
        raise InputError(say(m.OTHER_CATALOGUE, known=n_items, asked=histories.shape[1]))
    rows = sp.csr_matrix(histories)
    if not rows.has_sorted_indices:
        rows = rows.copy()
        rows.sort_indices()
    return rows


def likes(histories: CSR) -> CSR:
    """The same rows with every stored value 1, float32."""
    ones = np.ones(histories.nnz, dtype=np.float32)
    return sp.csr_matrix((ones, histories.indices, histories.indptr), shape=histories.shape)


def pseudo_ratings(quantities: FloatArray) -> FloatArray:
    """Quantities as ratings from 1 to 5: min(5, 1 + log2(quantity)), quantities below 1 count as 1.

    Bought once is a 1, twice a 2, four times a 3, eight times a 4, sixteen times or more a 5.
    """
    low, high = PSEUDO_SCALE
    rating: FloatArray = low + np.log2(np.maximum(quantities.astype(np.float64), 1.0))
    return np.clip(rating, low, high)


def ratings(histories: CSR, kind: Literal["explicit", "implicit"]) -> CSR:
    """The rows as float64 ratings: as they are for explicit data, else by `pseudo_ratings`."""
    explicit = kind == "explicit"
    values = histories.data.astype(np.float64) if explicit else pseudo_ratings(histories.data)
    return sp.csr_matrix((values, histories.indices, histories.indptr), shape=histories.shape)


def strengths(
    histories: CSR,
    kind: Literal["explicit", "implicit"],
    scale: tuple[float, float],
    weights: Literal["log", "counts", "binary"],
) -> FloatArray:
    """(nnz,) float64, how sure each entry makes us that the customer likes the product.

    counts: how often it was bought (the events, where the histories know them, since a quantity
    may be litres or pieces; else the quantity); of a rating its place on the scale,
    (r - low + 1) / (high - low + 1).  log: log(1 + that).  binary: 1.
    """
    if weights == "binary":
        return np.ones(histories.nnz)
    moments = getattr(histories, "moments", None)
    if kind == "explicit":
        low, high = scale
        counts = (histories.data.astype(np.float64) - low + 1) / (high - low + 1)
    elif moments is not None:
        counts = moments.times.astype(np.float64)
    else:
        counts = histories.data.astype(np.float64)
    counts = np.maximum(counts, 0.0)
    return np.asarray(np.log1p(counts) if weights == "log" else counts)


def row_digests(histories: CSR) -> list[bytes]:
    """16 bytes per row that are equal exactly when products and weights are."""
    indices = histories.indices.astype(np.int32)
    values = histories.data.astype(np.float32)
    digests = []
    for start, stop in zip(histories.indptr[:-1], histories.indptr[1:], strict=True):
        digest = hashlib.blake2b(indices[start:stop].tobytes(), digest_size=16)
        digest.update(values[start:stop].tobytes())
        digests.append(digest.digest())
    return digests


def popularity_prior(matrix: CSR) -> FloatArray:
    """(n_items,) float32, share of customers who have each product times `PRIOR_SCALE`.

    Linear models add it to every score: too small to move a list that has evidence, and enough
    to show somebody without any history the bestsellers instead of the first product codes.
    """
    customers = np.bincount(matrix.indices, minlength=matrix.shape[1])
    prior: FloatArray = PRIOR_SCALE * customers / max(matrix.shape[0], 1)
    return prior.astype(np.float32)


def with_values(matrix: CSR, values: FloatArray) -> CSR:
    """The same pattern with other values."""
    return sp.csr_matrix((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def sums_of(places: IntArray, values: FloatArray, n: int) -> FloatArray:
    """(n,) float64 sums of the values by place."""
    return np.asarray(np.bincount(places, values, minlength=n), dtype=np.float64)


def linked(links: CSR, sources: IntArray, items: IntArray) -> FloatArray:
    """(len(items), len(sources)) float64 what `links` (n_items, n_items) hold from the products
    `sources` to `items`.
    """
    # Picking columns looks for each in a whole row; a place for every product finds them all.
    rows = links[sources]
    place = np.full(rows.shape[1], -1)
    place[items] = np.arange(len(items))
    wanted = place[rows.indices]
    hit = np.flatnonzero(wanted >= 0)
    found = np.zeros((len(items), rows.shape[0]))
    found[wanted[hit], np.searchsorted(rows.indptr, hit, side="right") - 1] = rows.data[hit]
    return found[place[items]]
