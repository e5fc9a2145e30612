"""Figures by group of products: by how popular they are, by category, by brand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.slices import UNKNOWN, Cells
from recsys_core.evaluation.splits.split import Split
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import CSR, FloatArray, IntArray, StrArray
from recsys_core.wording.messages import say

BANDS = m.BANDS
EDGES = (0.2, 0.8)
MOST_GROUPS = 8
"""Groups of a fact with a name of their own, as many as a chart can label; the others are one."""


@dataclass(frozen=True)
class ProductGroups:
    """A way of dividing products into groups, none of them in two.

    kind: "popularity", "category", "brand".  title: on screen.  names: the groups in the order in
    which they are shown.  codes: (n_items,) which one each product is in, -1 for none; None for the
    bands of popularity, which each round's training part decides.
    """

    kind: str
    title: str
    note: str
    names: tuple[str, ...]
    codes: IntArray | None = None

    def of(self, split: Split) -> IntArray:
        """(n_items,) the group of each product in this round."""
        return product_bands(split.train.item_counts) if self.codes is None else self.codes


POPULARITY_BANDS = ProductGroups("popularity", m.BY_POPULARITY, m.BANDS_NOTE, BANDS)


def groups_of_fact(
    kind: str, title: str, labels: StrArray, counts: FloatArray | IntArray
) -> ProductGroups | None:
    """The products divided by a fact, the groups most bought first; None with fewer than two.

    labels: (n_items,) "" where unknown.  counts: (n_items,) customers who have the product in the
    training part. Beyond `MOST_GROUPS` groups are one, what is not known stands last.
    """
    known, having = labels != "", np.asarray(counts, dtype=np.float64)
    named, code = np.unique(labels[known], return_inverse=True)
    if len(named) < 2:
        return None
    bought = np.bincount(code, weights=having[known], minlength=len(named))
    order = np.argsort(-bought, kind="stable")
    # With one more than fit, "others" would be a single group under another name.
    own = len(named) if len(named) <= MOST_GROUPS + 1 else MOST_GROUPS
    place = np.full(len(named), own)
    place[order[:own]] = np.arange(own)
    names = [str(named[at]) for at in order[:own]]
    if own < len(named):
        names.append(say(m.OTHER_GROUPS, n=len(named) - own))
    codes = np.full(len(labels), -1, dtype=np.int64)
    codes[known] = place[code]
    if having[~known].any():
        codes[~known] = len(names)
        names.append(UNKNOWN)
    return ProductGroups(kind, title, m.PRODUCT_GROUPS_NOTE, tuple(names), codes)


def product_bands(counts: FloatArray | IntArray) -> IntArray:
    """(n_items,) 0 bestsellers, 1 middle, 2 long tail.

    counts: (n_items,) customers who have the product in the training part. In descending order,
    the first products that together make 20 % of all customer-product pairs are bestsellers, those
    up to 80 % the middle, the others the tail. Products level with the last one of a band are in
    that band: ties are not broken by chance, and the tail is exactly that of
    `metrics.long_tail`. Source of the division: Abdollahpouri, Burke, Mobasher (2019), FLAIRS.
    """
    counts = np.asarray(counts, dtype=np.float64)
    descending = np.sort(counts)[::-1]
    reached = np.cumsum(descending)
    out = np.full(len(counts), len(EDGES), dtype=np.int64)
    if not len(counts) or reached[-1] <= 0:
        return out
    for band in reversed(range(len(EDGES))):
        last = int(np.searchsorted(reached, EDGES[band] * reached[-1] * (1 - 1e-12)))
        out[counts >= descending[last]] = band
    return out


def band_metrics(k: int) -> list[str]:
    """The labels of the metrics that can be told by band: those that need the lists alone."""
    empty = _batch(np.zeros((0, k), dtype=np.int64), None)
    return [
        metric.label(k)
        for metric in METRICS.values()
        if isinstance(metric, AccuracyMetric) and metric.applies(empty)
    ]


def band_cells(
    lists: Mapping[str, Sequence[tuple[IntArray, IntArray]]],
    splits: Sequence[Split],
    label: str,
    k: int,
    groups: ProductGroups = POPULARITY_BANDS,
) -> Cells:
    """A metric counting one group of products at a time, in the form of `slices.cells_of`.

    lists: by model, for each round the customers tested and their (n, k) lists. For band b the
    truth of customer u is T_b(u) = T(u) ∩ b; places on the list stay as shown, so a hit of b at
    rank r counts what it counts in the metric itself, and products of other bands are misses. The
    ideal list and every divisor are those of T_b(u). A customer with empty T_b(u) has no value
    there. With several rounds a customer's value is the mean over those with one.
    """
    metric = next(m for m in METRICS.values() if m.label(k) == label)
    models = tuple(lists)
    everybody = np.unique(np.concatenate([split.users for split in splits]))
    values = []
    for band in range(len(groups.names)):
        total = np.zeros((len(everybody), len(models)))
        count = np.zeros(len(everybody))
        for number, split in enumerate(splits):
            truth = _only(split.test[split.users], groups.of(split) == band)
            has = np.diff(truth.indptr) > 0
            rows = np.searchsorted(everybody, split.users[has])
            count[rows] += 1
            for at, model in enumerate(models):
                users, items = lists[model][number]
                order = np.searchsorted(users, split.users[has])
                total[rows, at] += metric.compute(_batch(items[order], truth[has]))
        values.append(ratio(total, count[:, None]))
    return Cells(groups.kind, label, models, groups.names, tuple(values))


def _only(truth: CSR, wanted: FloatArray | IntArray) -> CSR:
    """`truth` with the columns that are not wanted emptied."""
    out = truth.copy()
    out.data = out.data * np.asarray(wanted)[out.indices]
    out.eliminate_zeros()
    return out


def _batch(items: IntArray, truth: CSR | None) -> EvalBatch:
    """What metrics of the lists alone need."""
    truth = sp.csr_matrix((len(items), 1)) if truth is None else truth
    n_items = truth.shape[1]
    nothing = np.zeros(n_items)
    return EvalBatch(items, truth, nothing, np.full(n_items, -1), None, n_items)
