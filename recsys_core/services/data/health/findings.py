"""What the counts of the data mean, in sentences a marketer understands."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from recsys_core.wording.numbers import count, day, period, plural, share

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
    title, numbers = same["title"].iat[0], list(same["numbers"].iat[0])
    if in_groups > MANY_ALIKE * items:
        yield {
            "code": "titles_not_unique",
            "severity": "info",
            "sentence": f"{plural(in_groups, 'product')} share title, brand and category with "
            f"another ({share(in_groups / items)}), so a list may show the same words twice; only "
            "the number tells them apart.",
        }
        return
    some = " and ".join(numbers[:2])
    yield {
        "code": "duplicate_products",
        "severity": "warning" if in_groups > 0.02 * items else "info",
        "sentence": f"{plural(in_groups, 'product')} have the same title as another but a number "
        f"of their own (“{title}”: {some}). Models learn about each of them separately, from "
        "fewer purchases; give them one number if they are one product.",
    }


def _all(found: Mapping[str, Any]) -> Iterator[Finding]:
    if not found["interactions"]:
        yield (
            "empty",
            "problem",
            "There are no purchases or ratings yet. Load a sample, or import a file of purchases "
            "on the Data page.",
        )
        return
    rated = found["kind"] == "explicit"
    yield from _products(found, "rated" if rated else "sold", "ratings" if rated else "sales")
    yield from _customers(found, "ratings" if rated else "purchases")
    yield from _rows(found)
    yield from _repeats(found, rated)
    yield from _time(found)


def _products(found: Mapping[str, Any], sold: str, sales: str) -> Iterator[Finding]:
    cold = found["cold_items"] / found["items"] if found["items"] else 0.0
    if cold:
        yield (
            "rarely_sold",
            "warning" if cold >= 0.5 else "info",
            f"{share(cold)} of products were {sold} fewer than five times; models cannot learn "
            "much about them.",
        )
    never = found["items"] - found["items_sold"]
    if never > 0:
        yield (
            "never_sold",
            "info",
            f"{plural(never, 'product')} of the product list {_was(never)} never {sold}; only "
            "models that read descriptions can recommend such products.",
        )
    if found["items_unlisted"]:
        number = found["items_unlisted"]
        yield (
            "unlisted",
            "warning",
            f"{plural(number, 'product')} that {_was(number)} {sold} {_is(number)} missing from "
            "the product list and will be shown by number; import a product list that has them.",
        )
    if found["items_sold"] >= 100 and found["top_share"] >= 0.1:
        yield (
            "concentrated",
            "info",
            f"The best-selling 1 % of products make up {share(found['top_share'])} of {sales}; "
            "a model can look good by recommending only these.",
        )


def _customers(found: Mapping[str, Any], purchases: str) -> Iterator[Finding]:
    cold = found["cold_users"]
    if cold:
        yield (
            "new_customers",
            "warning" if cold * 2 >= found["users"] else "info",
            f"{count(cold)} of {plural(found['users'], 'customer')} have fewer than five "
            f"{purchases}; their lists will lean on what sells best.",
        )
    if found["users"] < 50:
        yield (
            "few_customers",
            "warning",
            f"There {'is' if found['users'] == 1 else 'are'} only "
            f"{plural(found['users'], 'customer')}; comparisons between models need at least 50 "
            "to mean anything.",
        )


def _rows(found: Mapping[str, Any]) -> Iterator[Finding]:
    if found["returns"]:
        number = found["returns"]
        yield (
            "returns",
            "info",
            f"{plural(number, 'row')} {_is(number)} returns or have no quantity "
            f"({share(number / found['interactions'])}); they are taken off the purchases.",
        )
    if found["rows_quarantined"]:
        number = found["rows_quarantined"]
        yield (
            "refused",
            "warning",
            f"{plural(number, 'row')} could not be used; the Data page shows each with its reason.",
        )


def _repeats(found: Mapping[str, Any], rated: bool) -> Iterator[Finding]:
    repeated, back = found["share_repeated"], found["share_returning"]
    if rated or not found["dated"]:
        return
    if repeated >= 0.25:
        yield (
            "repeats",
            "info",
            f"{share(repeated)} of rows repeat a product the customer had bought before; decide "
            "on the Recommendations page whether lists may show such products again.",
        )
    if back < 0.2:
        yield (
            "seldom_back",
            "warning",
            f"Only {share(back)} of customers bought on more than one day; what comes after a "
            "first purchase can hardly be learned from so few.",
        )


def _time(found: Mapping[str, Any]) -> Iterator[Finding]:
    missing = found["interactions"] - found["dated"]
    if not found["dated"]:
        yield (
            "undated",
            "warning",
            "The rows carry no dates, so models cannot be tested on later purchases and nothing "
            "can be said about trends. Add a date column if there is one.",
        )
        return
    if missing:
        yield (
            "partly_undated",
            "warning",
            f"{count(missing)} of {plural(found['interactions'], 'row')} carry no date; tests on "
            "later purchases will not be possible.",
        )
    first, last = found["first_ts"], found["last_ts"]
    if (last - first).days < 28:
        yield (
            "short_history",
            "warning",
            f"The data covers {period(first, last)} only, from {day(first)} to {day(last)}; "
            "a few months would show what customers come back for.",
        )


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"
