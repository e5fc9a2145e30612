"""What the counts of the data mean, in sentences a marketer understands."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from recsys_core.services.data.health import messages as m
from recsys_core.wording.dates import day, period
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import given, share
from recsys_core.wording.numbers import money as amount

Finding = tuple[str, str, str]
"""Code, severity ("info", "warning", "problem"), sentence."""


FIXES = {"rarely_sold": "core", "new_customers": "core", "concentrated": "damping"}
"""Which setting puts a finding right (a name in `data_settings.FIXES`)."""
MANY_ALIKE = 0.2


def findings(found: Mapping[str, Any]) -> list[dict[str, str]]:
    """The findings for the counts of a `Health`, the gravest first."""
    return in_order(
        {"code": code, "severity": severity, "sentence": sentence}
        | ({"fix": FIXES[code]} if code in FIXES else {})
        for code, severity, sentence in _all(found)
    )


def in_order(found: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """The gravest first; of the same gravity, those that a setting puts right first."""
    order = {"problem": 0, "warning": 1, "info": 2}
    return sorted(found, key=lambda one: (order[one["severity"]], "fix" not in one))


def duplicate_products(same: pd.DataFrame, in_groups: int, items: int) -> Iterator[dict[str, str]]:
    """One finding for products that only their number tells apart."""
    if not in_groups:
        return
    if in_groups > MANY_ALIKE * items:
        alike = share(in_groups / items)
        yield {
            "code": "titles_not_unique",
            "severity": "info",
            "sentence": say(m.TITLES_NOT_UNIQUE, products=int(in_groups), share=alike),
        }
        return
    title, numbers = same["title"].iat[0], and_list(list(same["numbers"].iat[0])[:2])
    yield {
        "code": "duplicate_products",
        "severity": "warning" if in_groups > 0.02 * items else "info",
        "sentence": say(m.SAME_TITLE, products=int(in_groups), title=title, numbers=numbers),
    }


def sales_to_nobody(rows: int, pieces: float, money: float | None) -> Iterator[dict[str, str]]:
    """What rows without a customer brought, which counts for products only."""
    if not rows:
        return
    message = m.SALES_TO_NOBODY if money is None else m.MONEY_OF_NOBODY
    fields = {"pieces": given(pieces), "money": amount(money or 0)}
    yield {
        "code": "sales_to_nobody",
        "severity": "info",
        "sentence": say(message, n=rows, **fields),
    }


def _all(found: Mapping[str, Any]) -> Iterator[Finding]:
    if not found["interactions"]:
        yield "empty", "problem", say(m.EMPTY)
        return
    rated = found["kind"] == "explicit"
    yield from _products(found, rated)
    yield from _customers(found, rated)
    yield from _rows(found)
    yield from _repeats(found, rated)
    yield from _time(found)


def _products(found: Mapping[str, Any], rated: bool) -> Iterator[Finding]:
    cold = found["cold_items"] / found["items"] if found["items"] else 0.0
    if cold:
        message = m.RARELY_RATED if rated else m.RARELY_SOLD
        yield (
            "rarely_sold",
            "warning" if cold >= 0.5 else "info",
            say(message, share=share(cold), n=found["items"]),
        )
    never = found["items"] - found["items_sold"]
    if never > 0:
        yield "never_sold", "info", say(m.NEVER_RATED if rated else m.NEVER_SOLD, n=never)
    if found["items_unlisted"] == found["items_sold"] > 0:
        none = m.NONE_LISTED_RATED if rated else m.NONE_LISTED_SOLD
        yield "list_matches_nothing", "problem", say(none, n=found["items_sold"])
    elif found["items_unlisted"]:
        unlisted = m.RATED_UNLISTED if rated else m.SOLD_UNLISTED
        yield "unlisted", "warning", say(unlisted, n=found["items_unlisted"])
    if found["items_sold"] >= 100 and found["top_share"] >= 0.1:
        message = m.CONCENTRATED_RATINGS if rated else m.CONCENTRATED_SALES
        yield "concentrated", "info", say(message, share=share(found["top_share"]))


def _customers(found: Mapping[str, Any], rated: bool) -> Iterator[Finding]:
    cold, users = found["cold_users"], found["users"]
    if cold:
        yield (
            "new_customers",
            "warning" if cold * 2 >= users else "info",
            say(m.FEW_RATINGS if rated else m.FEW_PURCHASES, few=cold, n=users),
        )
    if users < 50:
        yield "few_customers", "warning", say(m.FEW_CUSTOMERS, n=users)


def _rows(found: Mapping[str, Any]) -> Iterator[Finding]:
    if found["returns"]:
        part = share(found["returns"] / found["interactions"])
        yield "returns", "info", say(m.RETURNS, n=found["returns"], share=part)
    if found["rows_quarantined"]:
        yield "refused", "warning", say(m.REFUSED, n=found["rows_quarantined"])


def _repeats(found: Mapping[str, Any], rated: bool) -> Iterator[Finding]:
    repeated, back = found["share_repeated"], found["share_returning"]
    if rated or not found["dated"]:
        return
    if repeated >= 0.25:
        yield "repeats", "info", say(m.REPEATS, share=share(repeated))
    if back < 0.2:
        yield "seldom_back", "warning", say(m.SELDOM_BACK, share=share(back))


def _time(found: Mapping[str, Any]) -> Iterator[Finding]:
    rows = found["interactions"]
    if not found["dated"]:
        yield "undated", "warning", say(m.UNDATED)
        return
    if rows > found["dated"]:
        undated = say(m.PARTLY_UNDATED, undated=rows - found["dated"], n=rows)
        yield "partly_undated", "warning", undated
    first, last = found["first_ts"], found["last_ts"]
    if (last - first).days < 28:
        days = {"period": period(first, last), "first": day(first), "last": day(last)}
        yield "short_history", "warning", say(m.SHORT_HISTORY, **days)
