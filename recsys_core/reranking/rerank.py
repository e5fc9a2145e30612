"""A `RerankConfig` as steps: the one way candidates become a list."""

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
    floors,
    pins,
    temperature,
)
from recsys_core.reranking import messages as m
from recsys_core.reranking.picking import SlotPlan, pick
from recsys_core.reranking.pipeline import RerankStep, Stage, advance, apply
from recsys_core.reranking.registry import DIVERSITIES, MOVERS
from recsys_core.reranking.slots import keep_slots
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import in_force
from recsys_core.schema.types import BoolArray, IntArray
from recsys_core.wording.messages import say

NEXT_BEST = "next-best"


@dataclass(frozen=True)
class Reranked:
    """Lists, and which places hold something else than the model's own choice.

    filler, pinned, explored: (n, k), never two of them for one place.
    """

    final: Recommendations
    filler: BoolArray
    pinned: BoolArray
    explored: BoolArray


def rerank(
    candidates: Recommendations,
    k: int,
    rerank_config: RerankConfig,
    context: ListContext,
    reserve: filters.Reserve | None = None,
    trace: bool | None = None,
) -> Reranked:
    """The first `k` slots after everything the config asks for, in the order of its docstring.

    reserve: asked for what filters and floors need beyond the candidates; None to do without.
    trace: None records only a list of one customer; the record goes on from that of the candidates.

    Scores stay the model's own. They are NaN for filler and for a pinned product that was no
    candidate.
    """
    traced = trace if trace is not None else len(candidates) == 1
    rules = in_force(rerank_config.rules, context.now)
    off = filters.filters_of(rules, context)
    current = _offered(candidates, off, reserve, traced)
    current = apply(current, _mover_steps(rerank_config, rules, context), traced)

    limits = caps.caps_of(rerank_config, rules, context)
    asked = floors.floors_of(rules, context)
    reached = floors.reached(current, asked, off, reserve)
    held = pins.resolve(reached, k, rules, context, off)
    explored = np.zeros((len(current), k), dtype=bool)
    plan = SlotPlan(candidates=current.k, reach=reached.k, floors=asked)
    steps = _plans(rerank_config, plan, limits, held, context, k)
    for name, label, plan in steps if traced else steps[-1:]:
        after = pick(held.candidates, k, plan, context.facts.vectors)
        current = advance(current, after, name, label, traced)
        if plan.explore is not None:
            explored = plan.explore[:, : after.k] & (after.items != EMPTY)
    if not steps:
        current = current.top(k)
    fixed = held.columns[:, : current.k] >= 0

    chosen = current
    if rerank_config.fill:
        order = context.facts.bestsellers
        after = filler.fill_empty(current, k, order, context.barred, off, limits)
        current = advance(current, after, filler.NAME, filler.LABEL, traced)
    final = advance(current, _closed(current), "list", m.LIST_SHOWN, traced)
    marks = [_moved(final.items, chosen.items, mark) for mark in (fixed, explored[:, : chosen.k])]
    known = _moved(final.items, chosen.items, chosen.items != EMPTY)
    return Reranked(final, (final.items != EMPTY) & ~known, *marks)


def _offered(
    candidates: Recommendations,
    off: Sequence[filters.Filter],
    reserve: filters.Reserve | None,
    traced: bool,
) -> Recommendations:
    """What may be chosen from: the candidates the filters leave, or the reserve in their place."""
    current = replace(candidates, trace=candidates.trace if traced else ())
    if traced and not candidates.trace:
        label = say(m.CANDIDATES_FROM, source=candidates.source)
        current = advance(current, current, "candidates", label, traced)
    current = apply(current, [_rule_step(one.rule, one) for one in off], traced)
    if off and reserve is not None:
        current = advance(current, reserve(off), NEXT_BEST, m.NEXT_BEST, traced)
    return current


def _rule_step(rule: Rule, stage: Stage) -> RerankStep:
    return RerankStep(f"rule-{rule.action}", say(m.RULE, name=rule.name), stage)


def _mover_steps(
    rerank_config: RerankConfig, rules: Sequence[Rule], context: ListContext
) -> list[RerankStep]:
    """What moves candidates; idle knobs have no step."""
    found = []
    for mover in MOVERS.values():
        weight = float(getattr(rerank_config, mover.field))
        if weight:
            stage = mover.stage(context.facts, weight)
            found.append(RerankStep(mover.name, mover.label, stage))
    for rule in rules:
        moves = boosting.stage(rule, context)
        if moves is not None:
            found.append(_rule_step(rule, moves))
    if rerank_config.temperature:
        noise = temperature.stage(context.users, rerank_config.temperature, rerank_config.seed)
        found.append(RerankStep(temperature.NAME, temperature.LABEL, noise))
    return found


def _plans(
    rerank_config: RerankConfig,
    whole: SlotPlan,
    limits: Sequence[caps.Cap],
    held: pins.Pins,
    context: ListContext,
    k: int,
) -> list[tuple[str, str, SlotPlan]]:
    """The choice of the list, asking for one thing more each time; the last one counts.

    A block needs the last one only: all are met by one choice. The record of one customer wants to
    know what each of them changes. whole: which columns may be picked, and the floors.
    """
    width = whole.candidates or 0
    plan = replace(whole, floors=())
    found = []
    if limits:
        plan = replace(plan, caps=limits)
        found.append((caps.NAME, caps.LABEL, plan))
    if rerank_config.calibration:
        plan = replace(
            plan,
            calibration=rerank_config.calibration,
            tastes=calibrated.tastes(context),
            categories=context.facts.category_codes,
        )
        found.append((calibrated.NAME, calibrated.LABEL, plan))
    if rerank_config.diversity:
        kind = DIVERSITIES[rerank_config.diversity_by]
        plan = replace(plan, diversity=rerank_config.diversity, diversity_by=kind.name)
        found.append((kind.name, kind.label, plan))
    if whole.floors:
        plan = replace(plan, floors=whole.floors)
        found.append((floors.NAME, floors.LABEL, plan))
    fixed = held.columns >= 0
    if fixed.any():
        plan = replace(plan, pins=held.columns)
        found.append((pins.NAME, pins.LABEL, plan))
    if rerank_config.exploration:
        users, items = context.users, held.candidates.items
        open_places = _within(held.candidates, width, k) & ~fixed
        plan = replace(
            plan,
            explore=exploring.places(
                users, k, rerank_config.exploration, ~open_places, rerank_config.seed
            ),
            draws=exploring.draws(users, items, rerank_config.seed),
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
