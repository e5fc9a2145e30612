"""Which products a rule speaks of, which customers it is for, and whether it holds today."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.rules.fields import EVERYBODY, RuleFields
from recsys_core.schema.rules.rule import Rule
from recsys_core.schema.types import BoolArray, StrArray


def products_matched(rule: RuleFields, facts: ItemFacts) -> BoolArray:
    """(n_items,) the products a rule is about; none where a name is not in the product list."""
    if rule.by == "all":
        return np.ones(facts.n_items, dtype=bool)
    names = names_of(rule, facts)
    if names is None:
        return np.zeros(facts.n_items, dtype=bool)
    return np.asarray(pd.Series(names).isin(list(rule.values)).to_numpy(dtype=bool))


def names_of(rule: RuleFields, facts: ItemFacts) -> StrArray | None:
    """(n_items,) what the rule's values are compared with; None for a fact nobody has."""
    columns = {"product": facts.ids, "category": facts.categories, "brand": facts.brands}
    return facts.attributes.get(rule.attribute) if rule.by == "attribute" else columns[rule.by]


def applies_to(rule: RuleFields, context: ListContext) -> BoolArray:
    """(n,) the customers a rule is for; nobody for a group that is not known."""
    if rule.segment == EVERYBODY:
        return np.ones(len(context), dtype=bool)
    return context.groups.get(rule.segment, np.zeros(len(context), dtype=bool))


def day_of(now: int) -> date | None:
    """The day of a moment in seconds since 1970; None where the data has no dates."""
    return None if now == NO_TIME else datetime.fromtimestamp(now, UTC).date()


def in_force(rules: tuple[Rule, ...], now: int) -> tuple[Rule, ...]:
    """The rules that hold at a moment, in their order.

    Where the data has no dates there is no day to compare with: rules that have dates rest.
    """
    day = day_of(now)
    if day is None:
        return tuple(rule for rule in rules if rule.enabled and not (rule.start or rule.end))
    return tuple(rule for rule in rules if rule.holds_on(day))
