"""Figures by group of customers and band of products: who is served well, and by which model."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from recsys_core.evaluation import slices_products
from recsys_core.evaluation.fairness import Gap, adjusted, gaps
from recsys_core.evaluation.metrics.base import OverallMetric, PerUserMetric
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.model_per_segment import ModelPerSegment, choose_model_per_segment
from recsys_core.evaluation.slices import (
    UNKNOWN,
    Cells,
    SliceRow,
    Slicing,
    cells_of,
    slice_rows,
    without,
)
from recsys_core.evaluation.slices_products import POPULARITY_BANDS
from recsys_core.evaluation.slices_tests import CellTest, cell_tests
from recsys_core.evaluation.slices_wording import (
    fairness_sentence,
    finding,
    model_per_segment_sentence,
)
from recsys_core.evaluation.verdict import POPULARITY
from recsys_core.schema.errors import InputError
from recsys_core.schema.evaluation import REFERENCES
from recsys_core.schema.types import FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation import messages as m
from recsys_core.services.evaluation.results import Measured, measured
from recsys_core.services.evaluation.slice_groups import SAVED, product_groups, slicings
from recsys_core.services.workspace.item_facts import SEGMENT
from recsys_core.services.workspace.names import unit_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit

JUDGED = ("accuracy", "money")
"""Families of metrics that say which list is better; the others only how lists differ."""
OWN = (SEGMENT, "tenure", "activity")
"""Kinds that come from the purchases; every other is a saved segment or a fact of the customer
list.
"""


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

    def in_sentence(self, name: str) -> str:
        """A slice's name within a sentence: a fact's value needs the fact, "age 65+"."""
        if not self.fact:
            return name
        value = name.lower() if name == UNKNOWN else name
        return say(m.GROUP_OF_FACT, fact=self.name, value=value)


@dataclass(frozen=True)
class Sliced:
    """One metric, divided one way.

    rows: every model in every slice.  tests: against the bestsellers (the references left out:
    nobody asks), Holm over all of them.
    policy: choosing per group, None for bands of products or too few customers.  gaps: by model.
    judged: whether the metric says which list is better, or only how lists differ.  unit:
    of its figures.  lead: the
    model (no reference) with the best figure over everybody.  The sentences say what
    these allow.
    """

    kind: SliceKind
    metric: str
    higher_is_better: bool
    judged: bool
    unit: Unit
    lead: str | None
    rows: tuple[SliceRow, ...]
    tests: tuple[CellTest, ...]
    choose_model_per_segment: ModelPerSegment | None
    gaps: tuple[Gap, ...]
    finding: str
    model_per_segment_sentence: str
    fairness_sentence: str


@needs(Role.VIEWER)
def slice_kinds(ws: Workspace, run_id: str | None = None) -> list[SliceKind]:
    """Every way the customers and products of an evaluation can be divided."""
    found = [
        SliceKind(one.kind, one.title, one.note, True, not _is_own(one.kind))
        for one in slicings(ws, run_id)
    ]
    groups = product_groups(ws, run_id)
    return [*found, *(SliceKind(g.kind, say(g.title), say(g.note), False) for g in groups)]


@needs(Role.VIEWER)
def slice_metrics(ws: Workspace, run_id: str | None = None, kind: str | None = None) -> list[str]:
    """The labels that can be divided: all metrics per customer, or those told by product band."""
    one = measured(ws, run_id)
    k = one.config.k
    if kind in {groups.kind for groups in product_groups(ws, run_id)}:
        return slices_products.band_metrics(k)
    known = {label for figures in one.customers.values() for label in figures.per_user}
    return [metric.label(k) for metric in METRICS.values() if metric.label(k) in known]


@needs(Role.VIEWER)
def sliced(
    ws: Workspace, kind: str, metric: str | None = None, run_id: str | None = None
) -> Sliced:
    """One metric divided one way, with its tests, policy and gaps.

    `InputError` for a kind or metric that this evaluation does not have.
    """
    one = measured(ws, run_id)
    chosen = _kind(slice_kinds(ws, run_id), kind)
    label = _label(one, metric, slice_metrics(ws, run_id, chosen.name))
    about = _about(one, label)
    cells, slicing = _cells(ws, one, chosen, label)
    judged, higher = about.family in JUDGED, about.higher_is_better
    lead = leading_model(one, label, higher_is_better=higher)
    tests = cell_tests([without(cells, REFERENCES)], POPULARITY, one.config.seed)
    choice, wide = _by_group(one, slicing, label)
    return Sliced(
        chosen,
        label,
        higher,
        judged,
        unit_of(about.name, about.family),
        lead,
        tuple(slice_rows(cells, about.bounds[1])),
        tuple(tests),
        choice,
        tuple(wide),
        finding(
            tests,
            lead,
            one.titles,
            higher_is_better=higher,
            judged=judged,
            noun="band" if chosen.name == POPULARITY_BANDS.kind else "group",
            in_sentence=chosen.in_sentence,
        ),
        *_sentences(one, chosen, label, choice, wide),
    )


@needs(Role.VIEWER)
def slices_document(
    ws: Workspace, by: str | None = None, metric: str | None = None
) -> dict[str, Any]:
    """Everything for the command line: `metric, rows, tests, policy, fairness, kinds, sentences`.

    Without `by`, every kind but categories and brands of products, which would be corrected for
    with the others: whoever wants them asks for them. Without `metric`, rows of every metric and
    the rest on NDCG. Tests and gaps are then corrected over all kinds together.
    """
    one, kinds = measured(ws), slice_kinds(ws)
    whole = _label(one, metric, slice_metrics(ws))
    usual = [kind for kind in kinds if kind.customers or kind.name == POPULARITY_BANDS.kind]
    chosen = [_kind(kinds, by)] if by is not None else usual
    if by is None:
        # A metric that bands of products do not know is no reason to refuse the other kinds.
        chosen = [kind for kind in usual if whole in slice_metrics(ws, None, kind.name)]
    rows: list[SliceRow] = []
    tables: list[Cells] = []
    choices: dict[str, ModelPerSegment | None] = {}
    wide: list[Gap] = []
    for kind in chosen:
        labels = slice_metrics(ws, None, kind.name)
        deciding = _label(one, metric, labels)
        for label in [deciding] if metric is not None else labels:
            cells, slicing = _cells(ws, one, kind, label)
            rows += slice_rows(cells, _about(one, label).bounds[1])
            if label == deciding:
                tables.append(without(cells, REFERENCES))
                choices[kind.name], found = _by_group(one, slicing, label)
                wide += found
    wide = adjusted(wide)
    tests = cell_tests(tables, POPULARITY, one.config.seed)
    return {
        "metric": whole,
        "rows": [asdict(row) for row in rows],
        "tests": [asdict(test) for test in tests],
        "policy": [{**asdict(one), "gains": one.gains} for one in choices.values() if one],
        "fairness": [{**asdict(gap), "real": gap.real} for gap in wide],
        "kinds": [asdict(kind) for kind in chosen],
        "sentences": [
            say(m.ABOUT_KIND, title=kind.title, sentence=text)
            for kind in chosen
            for text in _sentences(one, kind, whole, choices.get(kind.name), wide)
            if text
        ],
    }


def _by_group(
    one: Measured, slicing: Slicing | None, label: str
) -> tuple[ModelPerSegment | None, list[Gap]]:
    """Choosing per group, where the metric judges, and the gaps; nothing for bands of products."""
    if slicing is None:
        return None, []
    about, values = _about(one, label), _values(one, label)
    higher, seed = about.higher_is_better, one.config.seed
    found = _chosen_per_segment(one, values, slicing, label) if about.family in JUDGED else None
    return found, gaps(values, slicing, label, higher_is_better=higher, seed=seed)


def _sentences(
    one: Measured, kind: SliceKind, label: str, choice: ModelPerSegment | None, wide: Sequence[Gap]
) -> tuple[str, str]:
    """On choosing per group and on who is served well; "" where nothing can be said."""
    if not kind.customers:
        return "", ""
    about, titles = _about(one, label), one.titles
    lead = leading_model(one, label, higher_is_better=about.higher_is_better)
    choosing = model_per_segment_sentence(choice, titles) if about.family in JUDGED else ""
    own = [gap for gap in wide if gap.kind == kind.name]
    return choosing, fairness_sentence(own, lead, titles, label, kind.in_sentence)


def _cells(
    ws: Workspace, one: Measured, kind: SliceKind, label: str
) -> tuple[Cells, Slicing | None]:
    if not kind.customers:
        lists = {model: one.customers[model].lists for model in one.models}
        groups = next(g for g in product_groups(ws, one.run_id) if g.kind == kind.name)
        return slices_products.band_cells(lists, one.splits, label, one.config.k, groups), None
    slicing = next(s for s in slicings(ws, one.run_id) if s.kind == kind.name)
    return cells_of(_values(one, label), slicing, label), slicing


def _values(one: Measured, label: str) -> dict[str, FloatArray]:
    """The customers' values of every model that has the metric, best model of all first."""
    known = {m: one.customers[m].per_user for m in one.models}
    return {model: values[label] for model, values in known.items() if label in values}


def _chosen_per_segment(
    one: Measured, values: dict[str, FloatArray], slicing: Slicing, label: str
) -> ModelPerSegment | None:
    candidates = [model for model in values if model not in REFERENCES]
    return choose_model_per_segment(
        {model: values[model] for model in candidates},
        slicing,
        label,
        higher_is_better=_about(one, label).higher_is_better,
        seed=one.config.seed,
    )


def leading_model(one: Measured, label: str, *, higher_is_better: bool) -> str | None:
    """The model, bestsellers and references aside, with the best figure over all customers."""
    values = _values(one, label)
    known = {
        model: float(np.nanmean(figures))
        for model, figures in values.items()
        if model not in (POPULARITY, *REFERENCES) and not np.isnan(figures).all()
    }
    if not known:
        return None
    return (max if higher_is_better else min)(known, key=lambda model: known[model])


def _about(one: Measured, label: str) -> PerUserMetric | OverallMetric:
    return next(metric for metric in METRICS.values() if metric.label(one.config.k) == label)


def _is_own(kind: str) -> bool:
    return kind in OWN or kind.startswith(SAVED)


def _kind(kinds: Sequence[SliceKind], name: str) -> SliceKind:
    for kind in kinds:
        if kind.name.lower() == name.lower():
            return kind
    known = ", ".join(kind.name for kind in kinds)
    raise InputError(say(m.NO_SUCH_KIND, kind=name, kinds=known))


def _label(one: Measured, metric: str | None, known: Sequence[str]) -> str:
    """The label asked for, with or without its length; NDCG when nothing was asked."""
    if metric is None:
        return one.deciding
    for label in known:
        if metric.lower() in (label.lower(), label.lower().split("@")[0]):
            return label
    raise InputError(say(m.NO_SUCH_METRIC, metric=metric, metrics=", ".join(known)))
