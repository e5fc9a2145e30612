"""Figures by group of customers and band of products: who is served well, and by which model."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from threading import RLock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from recsys_core.evaluation import slices_products
from recsys_core.evaluation.fairness import Gap, adjusted, gaps
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.policy import Policy, policy
from recsys_core.evaluation.slices import (
    UNKNOWN,
    Cells,
    SliceRow,
    Slicing,
    cells_of,
    slice_rows,
    slicing_of,
    without,
)
from recsys_core.evaluation.slices_customers import (
    NOTHING_BEFORE,
    Before,
    before_test,
    by_activity,
    by_facts,
    by_tenure,
    totals,
)
from recsys_core.evaluation.slices_tests import CellTest, cell_tests
from recsys_core.evaluation.slices_wording import fairness_sentence, finding, policy_sentence
from recsys_core.evaluation.verdict import POPULARITY, RANDOM
from recsys_core.profiles.rfm import SEGMENTS, rfm
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.services.describing import DECIDING, short_title
from recsys_core.services.facts import SEGMENT
from recsys_core.services.measured import Measured, measured
from recsys_core.services.workspace import Workspace

JUDGED = ("accuracy", "money")
"""Families of metrics that say which list is better; the others only how lists differ."""
OWN = (SEGMENT, "tenure", "activity")
"""Kinds that come from the purchases; every other is a fact of the customer list."""
KEPT = 4
_held: WeakKeyDictionary[Workspace, dict[str, list[Slicing]]] = WeakKeyDictionary()
_lock = RLock()


@dataclass(frozen=True)
class SliceKind:
    """A way of dividing: name for the command line, title and note for people.

    customers: groups of customers, else bands of products.  fact: from the customer list.
    """

    name: str
    title: str
    note: str
    customers: bool
    fact: bool = False

    def said(self, name: str) -> str:
        """A slice's name within a sentence: a fact's value needs the fact, "age 65+"."""
        if not self.fact:
            return name
        return f"{self.name} {name.lower() if name == UNKNOWN else name}"


@dataclass(frozen=True)
class Sliced:
    """One metric, divided one way.

    rows: every model in every slice.  tests: against the bestsellers (the random order left out:
    nobody asks), Holm over all of them.
    policy: choosing per group, None for bands of products or too few customers.  gaps: by model.
    judged: whether the metric says which list is better, or only how lists differ.  lead: the
    model (no reference) with the best figure over everybody.  The sentences say what
    these allow.
    """

    kind: SliceKind
    metric: str
    higher_is_better: bool
    judged: bool
    lead: str | None
    rows: tuple[SliceRow, ...]
    tests: tuple[CellTest, ...]
    policy: Policy | None
    gaps: tuple[Gap, ...]
    finding: str
    policy_sentence: str
    fairness_sentence: str


def slice_kinds(ws: Workspace, run_id: str | None = None) -> list[SliceKind]:
    """Every way the customers and products of an evaluation can be divided."""
    found = [
        SliceKind(one.kind, one.title, one.note, True, one.kind not in OWN)
        for one in slicings(ws, run_id)
    ]
    bands = slices_products
    return [*found, SliceKind(bands.KIND, bands.TITLE, bands.NOTE, False)]


def slice_metrics(ws: Workspace, run_id: str | None = None, kind: str | None = None) -> list[str]:
    """The labels that can be divided: all metrics per customer, or those told by product band."""
    one = measured(ws, run_id)
    k = one.config.k
    if kind == slices_products.KIND:
        return slices_products.band_metrics(k)
    known = {label for figures in one.customers.values() for label in figures.per_user}
    return [metric.label(k) for metric in METRICS.values() if metric.label(k) in known]


def slicings(ws: Workspace, run_id: str | None = None) -> list[Slicing]:
    """The groups of the customers tested, from what was known before the test where dates exist.

    Order: segment, tenure, activity, then the facts of the customer list.
    """
    one = measured(ws, run_id)
    with _lock:
        held = _held.setdefault(ws, {})
        if one.run_id not in held:
            held[one.run_id] = _slicings(one)
            while len(held) > KEPT:
                held.pop(next(iter(held)))
        return held[one.run_id]


def sliced(
    ws: Workspace, kind: str, metric: str | None = None, run_id: str | None = None
) -> Sliced:
    """One metric divided one way, with its tests, policy and gaps.

    `InputError` for a kind or metric that this evaluation does not have.
    """
    one = measured(ws, run_id)
    chosen = _kind(slice_kinds(ws, run_id), kind)
    label = _label(one, metric, slice_metrics(ws, run_id, chosen.name))
    about = next(m for m in METRICS.values() if m.label(one.config.k) == label)
    cells, slicing = _cells(ws, one, chosen, label)
    seed, samples = one.config.seed, one.config.bootstrap_samples
    judged = about.family in JUDGED
    values = _values(one, label)
    lead = _lead(one, label, about.higher_is_better)
    titles = {model: short_title(model) for model in one.models}
    tests = cell_tests([without(cells, RANDOM)], POPULARITY, seed)
    found: Policy | None = None
    wide: list[Gap] = []
    if slicing is not None:
        found = _policy(one, values, slicing, label) if judged else None
        wide = gaps(values, slicing, label, higher_is_better=about.higher_is_better, seed=seed)
    return Sliced(
        chosen,
        label,
        about.higher_is_better,
        judged,
        lead,
        tuple(slice_rows(cells, samples, seed)),
        tuple(tests),
        found,
        tuple(wide),
        finding(
            tests,
            lead,
            titles,
            higher_is_better=about.higher_is_better,
            judged=judged,
            noun="group" if slicing is not None else "band",
            said=chosen.said,
        ),
        policy_sentence(found, titles) if slicing is not None and judged else "",
        fairness_sentence(wide, lead, titles, label, chosen.said) if slicing is not None else "",
    )


def slices_document(
    ws: Workspace, by: str | None = None, metric: str | None = None
) -> dict[str, Any]:
    """Everything for the command line: `metric, rows, tests, policy, fairness, kinds, sentences`.

    Without `by`, every kind; without `metric`, rows of every metric and the rest on NDCG. Tests
    and gaps are then corrected over all kinds together.
    """
    one = measured(ws)
    kinds = slice_kinds(ws)
    chosen = kinds if by is None else [_kind(kinds, by)]
    seed, samples = one.config.seed, one.config.bootstrap_samples
    rows: list[SliceRow] = []
    tables: list[Cells] = []
    found: list[Policy] = []
    wide: list[Gap] = []
    sentences: list[str] = []
    titles = {model: short_title(model) for model in one.models}
    for kind in chosen:
        labels = slice_metrics(ws, None, kind.name)
        deciding = _label(one, metric, labels)
        for label in [deciding] if metric is not None else labels:
            cells, slicing = _cells(ws, one, kind, label)
            rows += slice_rows(cells, samples, seed)
            if label != deciding:
                continue
            tables.append(without(cells, RANDOM))
            if slicing is None:
                continue
            higher = _higher(one, label)
            wide += gaps(_values(one, label), slicing, label, higher_is_better=higher, seed=seed)
            policy_found = _policy(one, _values(one, label), slicing, label)
            if policy_found is not None:
                found.append(policy_found)
            sentences.append(f"{kind.title}: {policy_sentence(policy_found, titles)}")
    tests = cell_tests(tables, POPULARITY, seed)
    return {
        "metric": _label(one, metric, slice_metrics(ws)),
        "rows": [asdict(row) for row in rows],
        "tests": [asdict(test) for test in tests],
        "policy": [{**asdict(p), "gains": p.gains} for p in found],
        "fairness": [{**asdict(gap), "real": gap.real} for gap in adjusted(wide)],
        "kinds": [asdict(kind) for kind in chosen],
        "sentences": sentences,
    }


def _slicings(one: Measured) -> list[Slicing]:
    """From the first round: with several there is no "before", every part trains in turn."""
    split = one.splits[0]
    users = one.customers[one.models[0]].users
    before = before_test(split.train, split.info.cut_ts)
    tested = before.take(users)
    found = [_segments(before, users), by_tenure(tested), by_activity(tested)]
    found += by_facts(one.data.users, users)
    taken: set[str] = set()
    kept = []
    for slicing in found:
        if slicing is not None and len(slicing.names) > 1 and slicing.kind.lower() not in taken:
            taken.add(slicing.kind.lower())
            kept.append(slicing)
    return kept


def _segments(before: Before, users: IntArray) -> Slicing:
    """RFM as of the cut, scored among all customers of the training part."""
    known = np.flatnonzero(before.known)
    now = None if before.now is None else pd.Timestamp(before.now, unit="s")
    names = np.full(len(before.products), NOTHING_BEFORE, dtype=object)
    names[known] = rfm(totals(before.take(known)), now)[Columns.Segment].to_numpy(dtype=object)
    note = (
        "Recency, shopping days and number of different products in what the models learnt from; "
        "what came later plays no part."
    )
    labels = [str(name) for name in names[users]]
    title = "Segment before the test"
    return slicing_of(SEGMENT, title, labels, [*SEGMENTS, NOTHING_BEFORE], note)


def _cells(
    ws: Workspace, one: Measured, kind: SliceKind, label: str
) -> tuple[Cells, Slicing | None]:
    if not kind.customers:
        lists = {model: one.customers[model].lists for model in one.models}
        return slices_products.band_cells(lists, one.splits, label, one.config.k), None
    slicing = next(s for s in slicings(ws, one.run_id) if s.kind == kind.name)
    return cells_of(_values(one, label), slicing, label), slicing


def _values(one: Measured, label: str) -> dict[str, FloatArray]:
    """The customers' values of every model that has the metric, best model of all first."""
    known = {m: one.customers[m].per_user for m in one.models}
    return {model: values[label] for model, values in known.items() if label in values}


def _policy(
    one: Measured, values: dict[str, FloatArray], slicing: Slicing, label: str
) -> Policy | None:
    candidates = [model for model in values if model != RANDOM]
    return policy(
        {model: values[model] for model in candidates},
        slicing,
        label,
        higher_is_better=_higher(one, label),
        samples=one.config.bootstrap_samples,
        seed=one.config.seed,
    )


def _lead(one: Measured, label: str, higher_is_better: bool) -> str | None:
    """The model, references aside, with the best figure over all customers."""
    values = _values(one, label)
    known = {
        model: float(np.nanmean(figures))
        for model, figures in values.items()
        if model not in (POPULARITY, RANDOM) and not np.isnan(figures).all()
    }
    if not known:
        return None
    return (max if higher_is_better else min)(known, key=lambda model: known[model])


def _higher(one: Measured, label: str) -> bool:
    return next(m for m in METRICS.values() if m.label(one.config.k) == label).higher_is_better


def _kind(kinds: Sequence[SliceKind], name: str) -> SliceKind:
    for kind in kinds:
        if kind.name.lower() == name.lower():
            return kind
    known = ", ".join(kind.name for kind in kinds)
    raise InputError(f"Customers cannot be divided by {name!r} here. Choose from: {known}.")


def _label(one: Measured, metric: str | None, known: Sequence[str]) -> str:
    """The label asked for, with or without its length; NDCG when nothing was asked."""
    if metric is None:
        return METRICS[DECIDING].label(one.config.k)
    for label in known:
        if metric.lower() in (label.lower(), label.lower().split("@")[0]):
            return label
    raise InputError(
        f"There is no figure {metric!r} customer by customer. Choose from: {', '.join(known)}."
    )
