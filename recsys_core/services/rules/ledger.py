"""What every business rule costs: all rules in force against all but this one."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from recsys_core.evaluation.exposure import exposure_shares
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.what_if import FigureRow, SampleFigures, compare
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import in_force, products_matched
from recsys_core.schema.statistics.intervals import intervals_of_differences
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.schema.vectors import ItemVectors
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.rule_groups import list_context
from recsys_core.services.evaluation.model_in_use import IN_USE, named_model
from recsys_core.services.recommend.lists import (
    Lists,
    ListSettings,
    lists_of_scores,
)
from recsys_core.services.recommend.many import BLOCK_BYTES
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.rules import messages as m
from recsys_core.services.rules.ruleset import list_rules, rule_sentences
from recsys_core.services.what_if.sample import WhatIfSample, what_if_sample
from recsys_core.services.what_if.what_if import MOST_SAMPLE
from recsys_core.services.workspace.item_facts import facts_for
from recsys_core.services.workspace.runs import fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

EMPTIED, FILLER, DIVERSITY = "Places emptied", "Filler added", "Variety"
PLACES = m.PLACES
"""What the rule's own products have of all places, upper ones weighing more (`exposure_shares`)."""
NDCG, REVENUE = m.NDCG, m.REVENUE
HELD_OUT = {NDCG: "NDCG", REVENUE: "Revenue"}
COUNTED = (EMPTIED, FILLER)
OF_LISTS = 0.7
"""Share of the work that goes into everybody's lists, for the progress."""


@dataclass(frozen=True)
class Effect:
    """With all rules minus without this one, per list, over n customers.

    value: the mean.  low, high: its 95 % interval.  counted: whether `total`,
    the sum over all customers, means something (places), or only the mean does.
    """

    value: float
    low: float
    high: float
    n: int
    counted: bool = False

    @property
    def total(self) -> int:
        """The sum over all customers."""
        return round(self.value * self.n)

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class LedgerRow:
    """One rule. number: its place among all rules, from 0.  lists_touched: of how many customers
    it changes the list.  effects: by their name, None where it could not be measured.
    """

    number: int
    name: str
    sentence: str
    lists_touched: int
    effects: dict[str, Effect | None]


@dataclass(frozen=True)
class RuleLedger:
    """All rules in force, with what was measured on whom.

    customers: how many lists.  tested: on how many customers accuracy and revenue were measured, 0
    for none.  remarks: what a reader has to know, in sentences.
    """

    model: str
    k: int
    customers: int
    tested: int
    rows: tuple[LedgerRow, ...]
    remarks: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """JSON-ready; rules are numbered from 1."""
        return {
            "model": self.model,
            "k": self.k,
            "customers": self.customers,
            "tested": self.tested,
            "rows": [
                {
                    "rule": row.number + 1,
                    "name": row.name,
                    "sentence": row.sentence,
                    "lists_touched": row.lists_touched,
                    "effects": {
                        name: None
                        if effect is None
                        else asdict(effect) | ({"total": effect.total} if effect.counted else {})
                        for name, effect in row.effects.items()
                    },
                }
                for row in self.rows
            ],
            "remarks": list(self.remarks),
        }


@needs(Role.VIEWER)
def rule_ledger(
    ws: Workspace,
    model: str = IN_USE,
    settings: ListSettings | None = None,
    report: Progress = silent,
) -> RuleLedger:
    """What each rule in force on the last day of the data does to the lists of all customers.

    Places, filler, variety and lists touched come from the trained model's lists for everybody;
    accuracy and revenue from the newest evaluation's test customers, None without one. Filler is
    counted as it would be needed to fill every place, whatever the knob says. Raises
    `NotReadyError` without a trained model or without a rule in force.
    """
    settings = settings or ListSettings()
    trained = trained_model(ws, named_model(ws, model, settings.include_seen))
    fitted_model, data = fitted(ws, trained)
    rules = list_rules(ws)
    active = in_force(rules, data.span[1] if data.span else NO_TIME)
    if not active:
        raise NotReadyError(say(m.NOTHING_IN_FORCE))
    # Their days are settled: in the held-out part, which ends earlier, they hold as well.
    held = [rule.model_copy(update={"start": None, "end": None}) for rule in active]
    parts: list[list[ListFigures]] = []
    per_block = max(1, BLOCK_BYTES // (4 * max(data.n_items, 1)))
    for start in range(0, data.n_users, per_block):
        users = np.arange(start, min(start + per_block, data.n_users))
        report(OF_LISTS * start / data.n_users, say(m.CUSTOMERS_DONE, done=start, n=data.n_users))
        context = list_context(ws, data, users, data.histories(users), held)
        every = fitted_model.score(context.histories)
        parts.append(
            [
                _figures_of(
                    lists_of_scores(
                        every,
                        fitted_model.recommends_bought,
                        trained.model,
                        context,
                        one,
                    ),
                    settings,
                    context.facts.vectors,
                )
                for one in _variants(settings, held, fill=True)
            ]
        )
    shown = [_joined(blocks) for blocks in zip(*parts, strict=True)]
    tested, held_out, remarks = _held_out(ws, trained.model, settings, held, report)
    sentences = rule_sentences(ws, active)
    numbers = _numbers(rules, active)
    facts = facts_for(ws, data)
    rows = [
        LedgerRow(
            number=numbers[at],
            name=rule.name,
            sentence=sentences[at],
            lists_touched=int((shown[0].items != shown[at + 1].items).any(axis=1).sum()),
            effects=_effects(shown[0], shown[at + 1])
            | {PLACES: _places(shown[0], shown[at + 1], products_matched(rule, facts))}
            | held_out[at],
        )
        for at, rule in enumerate(active)
    ]
    report(1.0, say(m.RULES_DONE, n=len(rows)))
    return RuleLedger(trained.model, settings.k, data.n_users, tested, tuple(rows), tuple(remarks))


@dataclass(frozen=True)
class ListFigures:
    """Lists of some customers: what is shown, and three figures of each list (n, 3)."""

    items: IntArray
    figures: FloatArray


def _variants(settings: ListSettings, rules: Sequence[Rule], fill: bool) -> Iterator[ListSettings]:
    """With all rules, then without each of them in turn."""
    for left_out in (None, *range(len(rules))):
        some = tuple(rule for number, rule in enumerate(rules) if number != left_out)
        changes: dict[str, Any] = {"rules": some}
        if fill:
            changes["fill"] = True
        yield replace(settings, rerank_config=settings.rerank_config.model_copy(update=changes))


def _figures_of(made: Lists, settings: ListSettings, vectors: ItemVectors) -> ListFigures:
    items = made.final.items
    if items.shape[1] < settings.k:
        short = ((0, 0), (0, settings.k - items.shape[1]))
        items = np.pad(items, short, constant_values=EMPTY)
    filler = np.pad(made.filler, ((0, 0), (0, settings.k - made.filler.shape[1])))
    empty = (filler | (items == EMPTY)).sum(axis=1)
    if not settings.rerank_config.fill:
        items = np.where(filler, EMPTY, items)
    return ListFigures(
        items, np.column_stack([empty, filler.sum(axis=1), _variety(items, vectors)])
    )


def _variety(items: IntArray, vectors: ItemVectors) -> FloatArray:
    """(n,) mean over pairs of 1 - cosine, as the metric `Diversity`; NaN below two products."""
    filled = (items != EMPTY)[:, :, None]
    own = np.where(filled, vectors.values[np.maximum(items, 0)], 0)
    many = filled[:, :, 0].sum(axis=1).astype(np.float64)
    alike = (own.sum(axis=1) ** 2).sum(axis=1) - (own**2).sum(axis=(1, 2))
    pairs = many * (many - 1)
    return np.where(pairs > 0, 1 - alike / np.maximum(pairs, 1), np.nan)


def _joined(blocks: Sequence[ListFigures]) -> ListFigures:
    return ListFigures(
        np.concatenate([block.items for block in blocks]),
        np.concatenate([block.figures for block in blocks]),
    )


def _effects(now: ListFigures, without: ListFigures) -> dict[str, Effect | None]:
    """What is read off everybody's lists."""
    difference = now.figures - without.figures
    low, high = intervals_of_differences(difference)
    found: dict[str, Effect | None] = {}
    for at, name in enumerate((EMPTIED, FILLER, DIVERSITY)):
        known = difference[:, at][~np.isnan(difference[:, at])]
        found[name] = (
            Effect(
                float(known.mean()), float(low[at]), float(high[at]), len(known), name in COUNTED
            )
            if len(known)
            else None
        )
    return found


def _places(now: ListFigures, without: ListFigures, products: BoolArray) -> Effect | None:
    shares = [exposure_shares(one.items, products) for one in (now, without)]
    difference = np.nan_to_num(shares[0]) - np.nan_to_num(shares[1])
    if not len(difference):
        return None
    low, high = intervals_of_differences(difference[:, None])
    return Effect(float(difference.mean()), float(low[0]), float(high[0]), len(difference))


def _held_out(
    ws: Workspace,
    model: str,
    settings: ListSettings,
    rules: Sequence[Rule],
    report: Progress,
) -> tuple[int, list[dict[str, Effect | None]], list[str]]:
    """How many customers accuracy and revenue were measured on, both for each rule, and remarks."""
    nothing: list[dict[str, Effect | None]] = [dict.fromkeys(HELD_OUT) for _ in rules]
    report(OF_LISTS, say(m.HELD_OUT))
    try:
        sample = what_if_sample(ws, MOST_SAMPLE)
        repeats = sample.lets_bought_in(Choice(model, settings))
        figures = []
        for number, one in enumerate(_variants(settings, rules, fill=False)):
            share = OF_LISTS + (1 - OF_LISTS) * number / (len(rules) + 1)
            report(share, say(m.HELD_OUT))
            figures.append(sample.figures(Choice(model, one), repeats))
    except NotReadyError as problem:
        return 0, nothing, [say(m.NOT_KNOWN, problem=problem)]
    found = [_measured(figures[0], other, sample) for other in figures[1:]]
    remarks = [say(m.NEXT_BOUGHT if sample.reaches_deeper(model) else m.SHORTLISTS)]
    if all(effects[REVENUE] is None for effects in found):
        remarks.append(say(m.NO_PRICES))
    return len(sample), found, remarks


def _measured(
    now: SampleFigures, without: SampleFigures, sample: WhatIfSample
) -> dict[str, Effect | None]:
    rows: dict[str, FigureRow] = {row.name: row for row in compare(now, without, sample.seed)}
    found: dict[str, Effect | None] = {}
    for title, name in HELD_OUT.items():
        row = rows.get(METRICS[name].name)
        known = row is not None and not np.isnan(row.difference)
        found[title] = (
            Effect(row.difference, row.low, row.high, row.n) if row is not None and known else None
        )
    return found


def _numbers(rules: Sequence[Rule], active: Sequence[Rule]) -> list[int]:
    """The places of the active rules among all; equal rules are told apart by their order."""
    numbers, start = [], 0
    for rule in active:
        start = next(at for at in range(start, len(rules)) if rules[at] is rule)
        numbers.append(start)
        start += 1
    return numbers
