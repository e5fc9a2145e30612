"""What a split left out, counted by the reason that holds, and how that reads."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.schema.types import BoolArray, IntArray
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

COUNTED, HAD_BEFORE, OUTSIDE, RATED_LOW = "counted", "had_before", "outside", "rated_low"
NEWCOMER, NOTHING_KNOWN = "newcomer", "nothing_known"
REASONS = (HAD_BEFORE, NEWCOMER, NOTHING_KNOWN, OUTSIDE, RATED_LOW)
"""In the order in which they are looked at: of several the first one holds. What was had before is
no new pair, whoever had it.
"""


def became(barred: Mapping[str, BoolArray], n: int) -> dict[str, BoolArray]:
    """(n,) which pairs are left out for each reason, none for two, and which are `COUNTED`.

    barred: by reason, (n,) which pairs it speaks against.
    """
    left, out = np.ones(n, dtype=bool), {}
    for reason in REASONS:
        out[reason] = left & barred[reason]
        left = left & ~barred[reason]
    return {**out, COUNTED: left}


def customers_by_reason(user: IntArray, pairs: Mapping[str, BoolArray]) -> dict[str, int]:
    """Customers without a counted pair, each under the last reason that held for a pair of theirs:
    whoever bought again, and one product outside the catalogue, was left out for that one.
    """
    out, done = {}, np.unique(user[pairs[COUNTED]])
    for reason in reversed(REASONS):
        found = np.setdiff1d(user[pairs[reason]], done)
        out[reason], done = len(found), np.union1d(done, found)
    return {reason: out[reason] for reason in REASONS}


def pairs_sentence(info: Mapping[str, Any], event: str, new_items_only: bool) -> str:
    """How many of the pairs held back count, and what the others are; "" where all do.

    event: purchase or rating.  Pairs had before are no part of it where only new ones count.
    """
    lost = {name: n for name, n in of_interest(info, new_items_only).items() if name != COUNTED}
    if not lost:
        return ""
    counted, least = info["pairs"][COUNTED], info["least_customers"]
    held = counted + sum(lost.values())
    names = m.PAIRS | ({OUTSIDE: m.NOBODYS_PAIRS} if least <= 1 else {})
    return say(
        (m.NEW_PAIRS if new_items_only else m.ALL_PAIRS)[event],
        counted=counted,
        held=held,
        share=share(counted / held),
        others=and_list(say(names[name], n=n, least=least) for name, n in lost.items()),
    )


def of_interest(info: Mapping[str, Any], new_items_only: bool) -> dict[str, int]:
    """Pairs by what became of them; those had before only where they may count."""
    pairs = {name: n for name, n in info["pairs"].items() if n}
    if new_items_only:
        pairs.pop(HAD_BEFORE, None)
    return pairs


def customers_sentence(info: Mapping[str, Any], event: str) -> str:
    """How many customers were left out, and why; "" where none was."""
    left = info["users_left_out"]
    if not left:
        return ""
    reasons = {name: n for name, n in info.get("customers", {}).items() if n}
    if not reasons:
        return say(m.LEFT_OUT[event], n=left)
    named = and_list(say(m.CUSTOMERS_LEFT[name], n=n) for name, n in reasons.items())
    return say(m.LEFT_OUT_BECAUSE, n=left, reasons=named)


def denominators(
    info: Mapping[str, Any], known_only: bool, new_items_only: bool, catalogue: int
) -> dict[str, str]:
    """What recall and coverage are shares of, by the metric's name. catalogue: products coded."""
    counted, held = info["pairs"][COUNTED], sum(of_interest(info, new_items_only).values())
    recall = say(
        m.RECALL_OF_NEW if new_items_only else m.RECALL_OF,
        counted=counted,
        held=held,
        share=share(counted / held),
    )
    least, shown = info["least_customers"], info["n_train_items"]
    message = m.COVERAGE_OF if least > 1 else m.COVERAGE_OF_KNOWN
    coverage = say(message, n=shown, all=info["n_products"], least=least)
    if not known_only:
        coverage = say(m.COVERAGE_OF_ALL, n=catalogue)
    return {"Recall": recall, "Coverage": coverage}
