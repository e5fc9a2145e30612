"""Rules that contradict each other, and rules that empty every list."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.reranking.filters import fails
from recsys_core.reranking.rule_findings import RuleFinding
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.rules import EVERYBODY, Rule
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import KnownRule
from recsys_core.schema.rules.matching import applies_to, products_matched
from recsys_core.wording.dates import full_day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

MOST_GROUPS = 64
"""Combinations of groups looked at; more would need dozens of groups that cross each other."""


def conflicts(rules: Sequence[Rule], everybody: ListContext) -> list[RuleFinding]:
    """Contradictions between the rules in force on the same days for the same customers, and
    rules after which no product is left. Rules switched off take no part.

    everybody: all customers, with the groups the rules name.
    """
    known = [_known(n, rule, everybody) for n, rule in enumerate(rules) if rule.enabled]
    found = list(_emptying_alone(known))
    lonely = {number for finding in found for number in finding.rules}
    rest = [one for one in known if one.number not in lonely]
    found += _contradictions(rest)
    found += _crowds(rest)
    seen_pairs = {pair for finding in found for pair in combinations(finding.rules, 2)}
    return [*found, *_emptying_together(rest, seen_pairs)]


def _known(number: int, rule: Rule, everybody: ListContext) -> KnownRule:
    products = products_matched(rule, everybody.facts)
    off, rows = fails(rule, everybody.facts), applies_to(rule, everybody)
    return KnownRule(number, rule, rule.kind, products, off, rows)


def _meet(first: KnownRule, second: KnownRule) -> bool:
    """Whether two rules are ever in force on the same day for the same customer."""
    starts = [one.rule.start for one in (first, second) if one.rule.start]
    ends = [one.rule.end for one in (first, second) if one.rule.end]
    if starts and ends and max(starts) > min(ends):
        return False
    return bool((first.rows & second.rows).any())


def _contradictions(known: Sequence[KnownRule]) -> Iterator[RuleFinding]:
    for one, other in combinations(known, 2):
        if not _meet(one, other):
            continue
        sentence = one.kind.contradicts(one, other) or other.kind.contradicts(other, one)
        if sentence:
            yield RuleFinding("conflict", (one.number, other.number), sentence)


def _crowds(known: Sequence[KnownRule]) -> Iterator[RuleFinding]:
    for one in known:
        others = [other for other in known if other is not one and _meet(one, other)]
        if crowd := one.kind.crowded(one, others):
            numbers = sorted([one.number, *(other.number for other in crowd[0])])
            yield RuleFinding("conflict", tuple(numbers), crowd[1])


def _emptying_alone(known: Sequence[KnownRule]) -> Iterator[RuleFinding]:
    for one in known:
        if one.off.size and one.off.all():
            message = m.EMPTIES_ALL if one.rule.segment == EVERYBODY else m.EMPTIES_GROUP
            sentence = say(message, name=one.rule.name, group=one.rule.segment)
            yield RuleFinding("empty", (one.number,), sentence)


def _emptying_together(
    known: Sequence[KnownRule], seen_pairs: set[tuple[int, int]]
) -> Iterator[RuleFinding]:
    """Sets of rules after which nothing is left for somebody on some day."""
    active = [one for one in known if one.off.any()]
    seen: set[tuple[int, ...]] = set()
    for when in _days(active):
        today = [one for one in active if _on(one.rule, when)]
        for mine, customers in _groups(today):
            numbers = tuple(one.number for one in mine)
            if numbers in seen or not np.logical_or.reduce([one.off for one in mine]).all():
                continue
            seen.add(numbers)
            needed = _needed(mine)
            places = tuple(one.number for one in needed)
            if len(needed) != 2 or places not in seen_pairs:
                yield RuleFinding("empty", places, _empty_together(needed, customers, when))


def _groups(today: Sequence[KnownRule]) -> Iterator[tuple[list[KnownRule], int]]:
    """The rules, two or more, that hold for the same customers, with how many these are."""
    if len(today) < 2:
        return
    belongs = np.stack([one.rows for one in today], axis=1)
    kinds, counts = np.unique(belongs, axis=0, return_counts=True)
    for kind, customers in list(zip(kinds, counts, strict=True))[:MOST_GROUPS]:
        mine = [one for one, holds in zip(today, kind, strict=True) if holds]
        if len(mine) > 1:
            yield mine, int(customers)


def _empty_together(rules: Sequence[KnownRule], customers: int, when: date | None) -> str:
    names = and_list(say(m.NAME, name=one.rule.name) for one in rules)
    if when is None:
        return say(m.TOGETHER_EMPTY, names=names, n=customers)
    return say(m.TOGETHER_EMPTY_FROM, names=names, n=customers, day=full_day(when))


def _needed(rules: Sequence[KnownRule]) -> list[KnownRule]:
    """The rules without those that the emptiness does not need."""
    kept = list(rules)
    for one in rules:
        others = [other for other in kept if other is not one]
        if others and np.logical_or.reduce([other.off for other in others]).all():
            kept = others
    return kept


def _days(known: Sequence[KnownRule]) -> list[date | None]:
    """Days on which the set of rules in force changes; None for a day no rule names."""
    starts = sorted({one.rule.start for one in known if one.rule.start})
    return [None, *starts]


def _on(rule: RuleFields, when: date | None) -> bool:
    """Before the first start, rules without one hold, whatever their end."""
    return rule.start is None if when is None else rule.holds_on(when)
