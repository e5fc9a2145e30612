"""A rule as a sentence anybody can check."""

from collections.abc import Mapping, Sequence
from datetime import date

from recsys_core.schema.rules import EVERYBODY, Rule

SHOWN = 4
"""More names than this are counted, not listed."""
MONTHS = "January February March April May June July August September October November December"
PLURAL = {"product": "products", "category": "categories", "brand": "brands"}


def sentence(rule: Rule, titles: Mapping[str, str] | None = None) -> str:
    """What the rule does, for whom and when.

    As in "Show no product of category “Wine” to customers of “Segment: Loyal” until 3 May 2026."

    titles: product number -> title, to name products by; missing ones are named by their number.
    """
    some = subject(rule, titles)
    match rule.action:
        case "exclude":
            text = f"Show no {_one(some)}"
        case "include":
            text = f"Show only {some}"
        case "boost":
            text = f"Move {some} up, {rule.strength:.0%} of the way to the top"
        case "bury":
            text = f"Move {some} down, {rule.strength:.0%} of the way to the bottom"
        case "pin":
            text = f"Put {_best(rule, some)} at place {rule.place}"
        case "cap" if rule.limit == 0:
            text = f"Show no {_one(some)}"
        case "cap":
            text = f"Show at most {rule.limit} {_one(some) if rule.limit == 1 else some}"
        case "in-stock":
            text = f"Show {some} only while they are in stock"
        case "price-range":
            text = f"Show {some} only at a price {_range(rule.low, rule.high)}"
        case "margin-floor":
            text = f"Show {some} only with a margin of {rule.low:,g} or more"
        case "bought-within":
            text = f"Show no {_one(some)} that the customer bought in the last {_days(rule.days)}"
    return f"{text}{_whom(rule, text)}{_when(rule.start, rule.end)}."


def subject(rule: Rule, titles: Mapping[str, str] | None = None) -> str:
    """The products a rule speaks of, in the plural: "products of brand “Acme” or “Best”"."""
    if rule.by == "all":
        return "products"
    names = list(rule.values)
    if rule.by == "product":
        if len(names) > SHOWN:
            return f"products from a list of {len(names):,}"
        return f"products {either([(titles or {}).get(name) or name for name in names])}"
    if rule.by == "attribute":
        if len(names) > SHOWN:
            return f"products with one of {len(names):,} values of “{rule.attribute}”"
        return f"products with {rule.attribute} {either(names)}"
    if len(names) > SHOWN:
        return f"products of {len(names):,} {PLURAL[rule.by]}"
    return f"products of {rule.by} {either(names)}"


def either(names: Sequence[str]) -> str:
    """“A”, “B” or “C”."""
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def day(moment: date) -> str:
    """3 May 2026, whatever the computer's language."""
    months = MONTHS.split()
    return f"{moment.day} {months[moment.month - 1]} {moment.year}"


def _one(some: str) -> str:
    return some.replace("products", "product", 1)


def _best(rule: Rule, some: str) -> str:
    if rule.by == "product" and len(rule.values) == 1:
        return _one(some)
    return f"the best of {some}"


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return f"of {high:,g} or less"
    return f"of {low:,g} or more" if high is None else f"from {low:,g} to {high:,g}"


def _days(days: int) -> str:
    return "day" if days == 1 else f"{days:,} days"


def _whom(rule: Rule, text: str) -> str:
    if rule.segment == EVERYBODY:
        return ""
    return f"{' to' if text.startswith('Show') else ' for'} customers of “{rule.segment}”"


def _when(start: date | None, end: date | None) -> str:
    if start and end:
        return f" from {day(start)} to {day(end)}"
    if start:
        return f" from {day(start)} on"
    return f" until {day(end)}" if end else ""
