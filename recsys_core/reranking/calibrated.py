"""Calibration: towards the mix of categories the customer has bought so far."""

import numpy as np
import scipy.sparse as sp

from recsys_core.reranking import messages as m
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray

NAME = "calibration"
LABEL = m.CALIBRATED
SMOOTHING = 0.01


def tastes(context: ListContext) -> CSR:
    """(n, categories) each customer's mix of categories, every product counted once; an empty row
    for who has bought nothing with a category.
    """
    facts = context.facts
    codes = facts.category_codes
    known = np.flatnonzero(codes >= 0)
    belongs = sp.csr_matrix(
        (np.ones(len(known), np.float32), (known, codes[known])),
        shape=(facts.n_items, int(codes.max(initial=-1)) + 1),
    )
    has = sp.csr_matrix(context.histories, copy=True)
    has.data = np.ones_like(has.data, dtype=np.float32)
    counts = has @ belongs
    total = np.asarray(counts.sum(axis=1)).ravel()
    return sp.csr_matrix(sp.diags(1 / np.maximum(total, 1)) @ counts, dtype=np.float32)


def useful(facts: ItemFacts) -> bool:
    """Whether any product has a category."""
    return bool((facts.category_codes >= 0).any())


class Mix:
    """Calibrated recommendations (Steck, 2018, RecSys) for a block of customers.

    The next place goes to argmax of (1 - l) * gain(i) - l * KL(p || q + i), p the customer's own
    mix, q the list's mix, smoothed to (1 - 0.01) q + 0.01 p. Only one term of the sum depends on
    the candidate, so `bonus` is that term: p ln(q with it / q without it). A product without a
    category counts in the length of the list and brings nothing.
    """

    def __init__(self, own: FloatArray, groups: IntArray) -> None:
        """own: (rows, categories) the mixes.  groups: (rows, width) category codes, -1 unknown."""
        known = groups >= 0
        share = np.zeros(groups.shape, dtype=np.float32)
        if own.shape[1]:
            share = np.take_along_axis(own, np.maximum(groups, 0), axis=1)
        self.share = np.where(known, share, 0).astype(np.float32)
        self.groups = np.where(known, groups, -1)
        self.count = np.zeros(groups.shape, dtype=np.float32)
        self.size = np.zeros((len(groups), 1), dtype=np.float32)

    def bonus(self) -> FloatArray:
        """(rows, width) by how much each candidate brings its list nearer to the customer's mix."""
        per = np.float32(1 - SMOOTHING) / (self.size + 1)
        floor = np.float32(SMOOTHING) * np.maximum(self.share, np.float32(1e-12))
        grown = np.log((per * (self.count + 1) + floor) / (per * self.count + floor))
        return np.asarray(self.share * grown)

    def add(self, picked: IntArray, valid: BoolArray) -> None:
        """picked: (rows,) the column chosen in each row, where `valid` (rows,) holds."""
        group = self.groups[np.arange(len(picked)), picked]
        same = (self.groups == group[:, None]) & (valid & (group >= 0))[:, None]
        self.count += same
        self.size += valid[:, None]
