"""A `Treatment` as steps: the one way candidates become a list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from recsys_core.reranking import (
    boosting,
    calibrated,
    caps,
    exploring,
    filler,
    filters,
    pins,
    pipeline,
    temperature,
)
from recsys_core.reranking.matching import in_force
from recsys_core.reranking.picking import Plan, pick
from recsys_core.reranking.registry import DIVERSITIES, MOVERS
from recsys_core.reranking.slots import keep_slots
from recsys_core.schema.item_facts import Audience, ItemFacts
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.rerank_config import Treatment
from recsys_core.schema.rules import Rule
from recsys_core.schema.types import CSR, BoolArray, IntArray

NEXT_BEST = "next-best"


@dataclass(frozen=True)
class Treated:
    """Lists, and which places hold something else than the model's own choice.

    filler, pinned, explored: (n, k), never two of them for one place.
    """

    final: Recommendations
    filler: BoolArray
    pinned: BoolArray
    explored: BoolArray


def treat(
    candidates: Recommendations,
    k: int,
    treatment: Treatment,
    facts: ItemFacts,
    audience: Audience,
    barred: CSR | None = None,
    trace: bool | None = None,
    reserve: Recommendations | None = None,
) -> Recommendations:
    """The first `k` slots after everything the treatment asks for: `treat_marked` without marks."""
    return treat_marked(candidates, k, treatment, facts, audience, barred, trace, reserve).final


def treat_marked(
    candidates: Recommendations,
    k: int,
    treatment: Treatment,
    facts: ItemFacts,
    audience: Audience,
    barred: CSR | None = None,
    trace: bool | None = None,
    reserve: Recommendations | None = None,
) -> Treated:
    """The first `k` slots after everything the treatment asks for, in the order of its docstring.

    barred: (n, n_items) what filler and pins must not use (bought already), None for nothing.
    trace: None records only a list of one customer; the record goes on from that of the candidates.
    reserve: the model's shortlist after the filters, as far as it reaches deeper than `candidates`
    do once filtered; None to go on with what the filters leave.

    Scores stay the model's own. They are NaN for filler and for a pinned product that was no
    candidate.
    """
    traced = trace if trace is not None else len(candidates) == 1
    rules = in_force(treatment.rules, audience.now)
    off = filters.filters_of(rules, facts, audience)
    current = replace(candidates, trace=candidates.trace if traced else ())
    if traced and not candidates.trace:
        label = f"Candidates from {candidates.source}"
        current = pipeline.advance(current, current, "candidates", label, traced)
    current = pipeline.apply(current, _filter_steps(off), k, facts.vectors, traced)
    if off and reserve is not None:
        label = "The model's next best in their place"
        current = pipeline.advance(current, reserve, NEXT_BEST, label, traced)
    movers = _mover_steps(treatment, rules, facts, audience)
    current = pipeline.apply(current, movers, k, facts.vectors, traced)

    held = pins.resolve(current, k, rules, facts, audience, off, barred)
    limits = caps.caps_of(treatment, rules, facts, audience)
    explored = np.zeros((len(current), k), dtype=bool)
    steps = _plans(treatment, limits, held, current.k, facts, audience, k)
    for name, label, plan in steps if traced else steps[-1:]:
        after = pick(held.candidates, k, plan, facts.vectors)
        current = pipeline.advance(current, after, name, label, traced)
        if plan.explore is not None:
            explored = plan.explore[:, : after.k] & (after.items != EMPTY)
    if not steps:
        current = current.top(k)
    fixed = held.columns[:, : current.k] >= 0

    chosen = current
    if treatment.fill:
        after = filler.fill_empty(current, k, facts.bestsellers, barred, off, limits)
        current = pipeline.advance(current, after, filler.NAME, filler.LABEL, traced)
    final = pipeline.advance(current, _closed(current), "list", "List shown", traced)
    marks = [_moved(final.items, chosen.items, mark) for mark in (fixed, explored[:, : chosen.k])]
    known = _moved(final.items, chosen.items, chosen.items != EMPTY)
    return Treated(final, (final.items != EMPTY) & ~known, *marks)


def _filter_steps(off: Sequence[filters.Filter]) -> list[pipeline.Step]:
    return [pipeline.Step(f"rule-{one.rule.action}", f"Rule: {one.rule.name}", one) for one in off]


def _mover_steps(
    treatment: Treatment, rules: Sequence[Rule], facts: ItemFacts, audience: Audience
) -> list[pipeline.Step]:
    """What moves candidates; idle knobs have no step."""
    found = []
    for mover in MOVERS.values():
        weight = float(getattr(treatment, mover.field))
        if weight:
            found.append(pipeline.Step(mover.name, mover.label, mover.stage(facts, weight)))
    for rule in rules:
        if rule.action in boosting.ACTIONS and rule.strength:
            stage = boosting.stage(rule, facts, audience)
            found.append(pipeline.Step(f"rule-{rule.action}", f"Rule: {rule.name}", stage))
    if treatment.temperature:
        noise = temperature.stage(audience.users, treatment.temperature, treatment.seed)
        found.append(pipeline.Step(temperature.NAME, temperature.LABEL, noise))
    return found


def _plans(
    treatment: Treatment,
    limits: Sequence[caps.Cap],
    held: pins.Pins,
    width: int,
    facts: ItemFacts,
    audience: Audience,
    k: int,
) -> list[tuple[str, str, Plan]]:
    """The choice of the list, asking for one thing more each time; the last one counts.

    A block needs the last one only: all are met by one choice. The record of one customer wants to
    know what each of them changes.
    """
    plan = Plan(candidates=width)
    found = []
    if limits:
        plan = replace(plan, caps=limits)
        found.append((caps.NAME, caps.LABEL, plan))
    if treatment.calibration:
        plan = replace(
            plan,
            calibration=treatment.calibration,
            tastes=calibrated.tastes(facts, audience),
            categories=facts.category_codes,
        )
        found.append((calibrated.NAME, calibrated.LABEL, plan))
    if treatment.diversity:
        kind = DIVERSITIES[treatment.diversity_by]
        plan = replace(plan, diversity=treatment.diversity, diversity_by=kind.name)
        found.append((kind.name, kind.label, plan))
    fixed = held.columns >= 0
    if fixed.any():
        plan = replace(plan, pins=held.columns)
        found.append((pins.NAME, pins.LABEL, plan))
    if treatment.exploration:
        users, items = audience.users, held.candidates.items
        open_places = _within(held.candidates, width, k) & ~fixed
        plan = replace(
            plan,
            explore=exploring.places(users, k, treatment.exploration, ~open_places, treatment.seed),
            lots=exploring.lots(users, items, treatment.seed),
        )
        found.append((exploring.NAME, exploring.LABEL, plan))
    return found


def _within(candidates: Recommendations, width: int, k: int) -> BoolArray:
    """(n, k) the places there are candidates for."""
    many = np.count_nonzero(candidates.items[:, :width] != EMPTY, axis=1)
    return np.asarray(np.arange(k)[None, :] < many[:, None])


def _closed(recs: Recommendations) -> Recommendations:
    """Without holes: a pin below the end of a short list moves up to it."""
    filled = recs.items != EMPTY
    if not (filled[:, 1:] & ~filled[:, :-1]).any():
        return recs
    return keep_slots(recs, filled)


def _moved(items: IntArray, earlier: IntArray, marks: BoolArray) -> BoolArray:
    """(n, k) the marks of `earlier` (n, m) at the places their items have in `items` (n, k)."""
    marked = np.where(marks, earlier, EMPTY)
    same = (items[:, :, None] == marked[:, None, :]) & (items != EMPTY)[:, :, None]
    return np.asarray(same.any(axis=2))
