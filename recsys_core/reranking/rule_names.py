"""Rules that speak of what is not there: unknown categories, brands, products, facts, groups."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import numpy as np

from recsys_core.reranking.matching import names_of
from recsys_core.reranking.rule_findings import RuleFinding
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.rules import EVERYBODY, Rule

KNOWN_BY = {
    "in-stock": ("stock", "of no product it is known how many are in stock"),
    "price-range": ("prices", "no product has a price"),
    "margin-floor": ("margins", "no product has a margin"),
}


def unknown_names(
    rules: Sequence[Rule], facts: ItemFacts, groups: Sequence[str], dated: bool
) -> list[RuleFinding]:
    """What the rules name and the workspace does not have, each in a sentence.

    groups: every group of customers there is.  dated: whether purchases carry dates.
    """
    found = []
    for number, rule in enumerate(rules):
        for sentence in _sentences(rule, facts, groups, dated):
            found.append(RuleFinding("unknown", (number,), sentence))
    return found


def _sentences(rule: Rule, facts: ItemFacts, groups: Sequence[str], dated: bool) -> Iterable[str]:
    if rule.by == "attribute" and rule.attribute not in facts.attributes:
        yield _missing("fact of the products", rule.attribute, facts.attributes)
    elif rule.by != "all":
        names = names_of(rule, facts)
        known = set() if names is None else set(names)
        unknown = [value for value in rule.values if value not in known or not value]
        for value in unknown[:3]:
            if rule.by == "attribute":
                yield _missing("", f"{value}” as “{rule.attribute}", known, value)
            else:
                yield _missing(rule.by, value, known)
        if len(unknown) > 3:
            yield (
                f"“{rule.name}” names {len(unknown) - 3:,} more that are not in the product list."
            )
    if rule.segment != EVERYBODY and rule.segment not in groups:
        yield _missing("group of customers", rule.segment, groups)
    if rule.action in KNOWN_BY:
        field, what = KNOWN_BY[rule.action]
        if np.isnan(getattr(facts, field)).all():
            yield f"“{rule.name}” changes nothing: {what}. Bring it in with the product list."
    if rule.action == "bought-within" and not dated:
        yield f"“{rule.name}” changes nothing: the purchases have no dates."
    if (rule.start or rule.end) and not dated:
        yield (
            f"“{rule.name}” is never in force: it has dates, and the purchases have none to "
            "compare with. Take its dates out."
        )


def _missing(kind: str, value: str, known: Iterable[str], wanted: str = "") -> str:
    """Says that there is none of that name and, where one is written much alike, which."""
    names = sorted(name for name in known if name)
    lower: dict[str, str] = {}
    for name in names:
        lower.setdefault(name.lower(), name)
    close = get_close_matches((wanted or value).lower(), list(lower), n=1, cutoff=0.6)
    text = f"There is no {kind} “{value}”" if kind else f"No product has “{value}”"
    return f"{text}; did you mean “{lower[close[0]]}”?" if close else f"{text}."
