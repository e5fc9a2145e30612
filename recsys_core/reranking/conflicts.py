"""Rules that contradict each other, and rules that empty every list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from recsys_core.reranking.filters import fails
from recsys_core.reranking.matching import applies_to, products_matched
from recsys_core.reranking.rule_findings import RuleFinding
from recsys_core.reranking.rule_words import day
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.rules import EVERYBODY, Rule
from recsys_core.schema.types import BoolArray

MOST_GROUPS = 64
"""Combinations of groups looked at; more would need dozens of groups that cross each other."""


@dataclass(frozen=True)
class _Known:
    """A rule with what it speaks of (n_items,), takes off (n_items,) and is for (n,)."""

    number: int
    rule: Rule
    products: BoolArray
    off: BoolArray
    rows: BoolArray


def conflicts(rules: Sequence[Rule], everybody: ListContext) -> list[RuleFinding]:
    """Contradictions between the rules in force on the same days for the same customers, and
    rules after which no product is left. Rules switched off take no part.

    everybody: all customers, with the groups the rules name.
    """
    facts = everybody.facts
    known = [
        _Known(
            number,
            rule,
            products_matched(rule, facts),
            _off(rule, facts),
            applies_to(rule, everybody),
        )
        for number, rule in enumerate(rules)
        if rule.enabled
    ]
    alone = list(_emptying_alone(known))
    lonely = {number for finding in alone for number in finding.rules}
    rest = [one for one in known if one.number not in lonely]
    found = [*alone]
    for first, second in combinations(rest, 2):
        if _meet(first, second):
            sentence = _contradiction(first, second, facts)
            if sentence:
                found.append(RuleFinding("conflict", (first.number, second.number), sentence))
    found += _caps_against_pins(rest)
    said = {pair for finding in found for pair in combinations(finding.rules, 2)}
    found += _emptying_together(rest, said)
    return found


def _off(rule: Rule, facts: ItemFacts) -> BoolArray:
    if rule.action == "cap" and rule.limit == 0:
        return products_matched(rule, facts)
    return fails(rule, facts)


def _meet(first: _Known, second: _Known) -> bool:
    """Whether two rules are ever in force on the same day for the same customer."""
    starts = [one.rule.start for one in (first, second) if one.rule.start]
    ends = [one.rule.end for one in (first, second) if one.rule.end]
    if starts and ends and max(starts) > min(ends):
        return False
    return bool((first.rows & second.rows).any())


def _contradiction(first: _Known, second: _Known, facts: ItemFacts) -> str:
    """One sentence about two rules that meet; empty where they get on."""
    for check in (_idle_beside_filter, _nothing_left, _opposite, _same_place):
        for one, other in ((first, second), (second, first)):
            sentence = check(one, other, facts)
            if sentence:
                return sentence
    return ""


def _idle_beside_filter(wish: _Known, ban: _Known, facts: ItemFacts) -> str:
    """A pin, boost or bury of products that another rule takes off altogether."""
    if wish.rule.action not in ("pin", "boost", "bury") or not wish.products.any():
        return ""
    if not ban.off.any() or not ban.off[wish.products].all():
        return ""
    verb = {"pin": "pins", "boost": "moves up", "bury": "moves down"}[wish.rule.action]
    return (
        f"“{wish.rule.name}” {verb} products that “{ban.rule.name}” takes off the lists, so it "
        "has no effect."
    )


def _nothing_left(first: _Known, second: _Known, facts: ItemFacts) -> str:
    """Two filters that leave nothing of what at least one of them is about."""
    a, b = first.rule, second.rule
    both = bool((first.products & second.products).any())
    if a.action == b.action == "include":
        if both or not (first.products.any() and second.products.any()):
            return ""
        return (
            f"“{a.name}” and “{b.name}” leave no product together: each shows only products that "
            "the other takes off."
        )
    if a.action == "include" and second.off.any() and second.off[first.products].all():
        return f"“{a.name}” shows only products that “{b.name}” takes off."
    if a.action == b.action == "price-range":
        low = max(rule.low or 0.0 for rule in (a, b))
        high = min(np.inf if rule.high is None else rule.high for rule in (a, b))
        if low > high and both:
            return (
                f"“{a.name}” and “{b.name}” leave no price: one asks for {low:,g} or more, the "
                f"other for {high:,g} or less."
            )
    return ""


def _opposite(first: _Known, second: _Known, facts: ItemFacts) -> str:
    if (first.rule.action, second.rule.action) != ("boost", "bury"):
        return ""
    both = int(np.count_nonzero(first.products & second.products))
    if not both:
        return ""
    what = "the same product" if both == 1 else f"the same {both:,} products"
    return f"“{first.rule.name}” moves {what} up that “{second.rule.name}” moves down."


def _same_place(first: _Known, second: _Known, facts: ItemFacts) -> str:
    a, b = first.rule, second.rule
    if a.action != "pin" or b.action != "pin" or a.place != b.place:
        return ""
    if first.number > second.number:
        return ""
    return (
        f"“{a.name}” and “{b.name}” both want place {a.place}: “{a.name}” stands first and gets "
        f"it, “{b.name}” takes the next free place."
    )


def _caps_against_pins(known: Sequence[_Known]) -> Iterator[RuleFinding]:
    """More pins from within a cap than the cap allows."""
    for cap in known:
        if cap.rule.action != "cap" or cap.rule.limit == 0:
            continue
        pins = [
            one
            for one in known
            if one.rule.action == "pin"
            and one.products.any()
            and cap.products[one.products].all()
            and _meet(cap, one)
        ]
        if len(pins) > cap.rule.limit:
            names = " and ".join(f"“{one.rule.name}”" for one in pins)
            yield RuleFinding(
                "conflict",
                tuple(sorted([cap.number, *(one.number for one in pins)])),
                f"“{cap.rule.name}” allows {cap.rule.limit} on a list, and {names} put "
                f"{len(pins)} there: the pinned ones stay.",
            )


def _emptying_alone(known: Sequence[_Known]) -> Iterator[RuleFinding]:
    for one in known:
        if one.off.size and one.off.all():
            yield RuleFinding(
                "empty",
                (one.number,),
                f"“{one.rule.name}” takes every product off: {_whose(one.rule)} would be empty.",
            )


def _emptying_together(
    known: Sequence[_Known], said: set[tuple[int, int]]
) -> Iterator[RuleFinding]:
    """Sets of rules after which nothing is left for somebody on some day."""
    active = [one for one in known if one.off.any()]
    told: set[tuple[int, ...]] = set()
    for when in _days(active):
        today = [one for one in active if _on(one.rule, when)]
        if len(today) < 2:
            continue
        belongs = np.stack([one.rows for one in today], axis=1)
        kinds, counts = np.unique(belongs, axis=0, return_counts=True)
        for kind, many in list(zip(kinds, counts, strict=True))[:MOST_GROUPS]:
            mine = [one for one, holds in zip(today, kind, strict=True) if holds]
            numbers = tuple(one.number for one in mine)
            if len(mine) < 2 or numbers in told:
                continue
            if not np.logical_or.reduce([one.off for one in mine]).all():
                continue
            told.add(numbers)
            needed = _needed(mine)
            if len(needed) == 2 and tuple(one.number for one in needed) in said:
                continue
            names = ", ".join(f"“{one.rule.name}”" for one in needed[:-1])
            since = "" if when is None else f" on {day(when)}"
            yield RuleFinding(
                "empty",
                tuple(one.number for one in needed),
                f"{names} and “{needed[-1].rule.name}” together take every product off: the lists "
                f"of {_customers(int(many))} would be empty{since}.",
            )


def _needed(rules: Sequence[_Known]) -> list[_Known]:
    """The rules without those that the emptiness does not need."""
    kept = list(rules)
    for one in rules:
        others = [other for other in kept if other is not one]
        if others and np.logical_or.reduce([other.off for other in others]).all():
            kept = others
    return kept


def _days(known: Sequence[_Known]) -> list[date | None]:
    """Days on which the set of rules in force changes; None for a day no rule names."""
    starts = sorted({one.rule.start for one in known if one.rule.start})
    return [None, *starts]


def _on(rule: Rule, when: date | None) -> bool:
    """Before the first start, rules without one hold, whatever their end."""
    return rule.start is None if when is None else rule.holds_on(when)


def _whose(rule: Rule) -> str:
    return "every list" if rule.segment == EVERYBODY else f"every list of “{rule.segment}”"


def _customers(many: int) -> str:
    return "one customer" if many == 1 else f"{many:,} customers"
