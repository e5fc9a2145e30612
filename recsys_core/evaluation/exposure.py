"""Which products get the places: exposure of groups of products beside the right answers.

Exposure is the share of a list's places that a group holds, each place r weighted by
1 / log2(r + 1), the discount of NDCG (Singh and Joachims, 2018, KDD, "Fairness of Exposure in
Rankings").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.slices import Cells, SliceRow, slice_rows
from recsys_core.evaluation.slices_products import ProductGroups
from recsys_core.evaluation.slices_tests import CellTest, cell_tests
from recsys_core.evaluation.splits.split import Split
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray

RIGHT = "right answers"
"""Stands among the models: what the customers tested had in the test, each customer alike."""
EXPOSURE = "Exposure"


@dataclass(frozen=True)
class Exposure:
    """Shares of groups of products, by model.

    rows: every model and `RIGHT` in every group, means over customers, 0 to 1.  tests: model less
    right in the same group, Holm over all.  catalogue: (groups,) share of the products.
    """

    names: tuple[str, ...]
    rows: tuple[SliceRow, ...]
    tests: tuple[CellTest, ...]
    catalogue: FloatArray


def exposure_shares(items: IntArray, inside: BoolArray) -> FloatArray:
    """(n,) the share of each list's exposure that the products `inside` (n_items,) hold; NaN for
    an empty list. items: (n, k), best place first.
    """
    filled = items != EMPTY
    weights = filled / np.log2(np.arange(items.shape[1]) + 2)
    own = np.where(filled, np.take(inside, items, mode="clip"), False)
    return ratio((weights * own).sum(axis=1), weights.sum(axis=1))


def exposure_cells(
    lists: Mapping[str, Sequence[tuple[IntArray, IntArray]]],
    splits: Sequence[Split],
    groups: ProductGroups,
    k: int,
) -> Cells:
    """Customers' shares by group, of every model's lists (as in `slices_products.band_cells`) and
    of the right answers. With several rounds a customer's value is the mean over them.
    """
    models = (RIGHT, *lists)
    everybody = np.unique(np.concatenate([split.users for split in splits]))
    totals = np.zeros((len(groups.names), len(everybody), len(models)))
    counts = np.zeros_like(totals)
    for number, split in enumerate(splits):
        codes = groups.of(split)
        rows = np.searchsorted(everybody, split.users)
        own = [lists[model][number] for model in lists]
        ordered = [items[np.searchsorted(users, split.users), :k] for users, items in own]
        for group in range(len(groups.names)):
            inside = codes == group
            shares = [_right(split.test[split.users], inside)]
            shares += [exposure_shares(items, inside) for items in ordered]
            values = np.column_stack(shares)
            totals[group, rows] += np.nan_to_num(values)
            counts[group, rows] += ~np.isnan(values)
    means = tuple(ratio(total, count) for total, count in zip(totals, counts, strict=True))
    return Cells(groups.kind, f"{EXPOSURE}@{k}", models, groups.names, means)


def exposure(
    lists: Mapping[str, Sequence[tuple[IntArray, IntArray]]],
    splits: Sequence[Split],
    groups: ProductGroups,
    k: int,
    seed: int,
) -> Exposure:
    """Shares of every group with 95 % intervals, and where models show a group more or less than
    it is right, beyond chance.
    """
    cells = exposure_cells(lists, splits, groups, k)
    codes = groups.of(splits[0])
    sizes = np.bincount(codes[codes >= 0], minlength=len(groups.names))
    catalogue = sizes / max(len(codes), 1)
    tests = cell_tests([cells], RIGHT, seed)
    return Exposure(groups.names, tuple(slice_rows(cells, 1.0)), tuple(tests), catalogue)


def _right(test: CSR, inside: BoolArray) -> FloatArray:
    """(n,) the share of each customer's right answers that are inside."""
    counted = test.copy()
    counted.data = np.ones_like(counted.data, dtype=np.float64)
    return ratio(np.asarray(counted @ inside.astype(float)), np.diff(test.indptr).astype(float))
