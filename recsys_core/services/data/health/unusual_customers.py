"""Customers that are probably no ordinary ones: programs, resellers, one person under two numbers.

Whoever lies far above all others in one respect is named, with the figure beside the typical one.
"Far" is robust: on a logarithmic scale, more than `FAR` times the usual distance from the middle
(median absolute deviation, scaled to a standard deviation), and `TIMES` the typical customer at
least, so that a few giants cannot hide one another and a narrow spread names nobody by chance.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.types import BoolArray, FloatArray
from recsys_core.services.data.health import messages as m
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share

__all__ = ["duplicate_findings", "findings", "unusual"]

FAR = 4.0
TIMES = 8.0
ENOUGH = 30
"""With fewer customers nobody can be called unusual."""
FEWEST_ROWS = 5
"""With fewer rows the size of a lot says nothing."""
DEVIATION = 1.4826
LEAST_SPREAD = 0.25

# what is measured -> (what it suggests, the evidence)
MEASURES: dict[str, tuple[str, str]] = {
    "pace": (m.PROGRAM, m.PACE),
    "rows": (m.PROGRAM, m.MANY_ROWS),
    "lot": (m.RESELLER, m.LOT),
    "spend": (m.RESELLER, m.SPEND),
}


def unusual(totals: pd.DataFrame, left_out: tuple[str, ...]) -> pd.DataFrame:
    """user_id, what, why, rows, share (of all rows): the most extreme first.

    totals: user_id, rows, days, lot, spend of every customer (`counts_unusual.customer_totals`).
    """
    empty = pd.DataFrame(
        {Columns.User: [], "what": [], "why": [], "rows": [], "share": [], "times": []}
    )
    if len(totals) < ENOUGH:
        return empty.drop(columns="times")
    found: dict[int, dict[str, Any]] = {}
    figures = totals.assign(
        pace=totals["rows"] / totals["days"].clip(lower=1),
        lot=totals["lot"].where(totals["rows"] >= FEWEST_ROWS, 0.0),
    )
    if not (totals["days"] > 0).any():
        figures["pace"] = 0.0
    for measure, (what, evidence) in MEASURES.items():
        values = figures[measure].to_numpy(float)
        typical, far = _far_above(values)
        for at in np.flatnonzero(far).tolist():
            times = values[at] / typical
            if at not in found or times > found[at]["times"]:
                found[at] = {
                    Columns.User: totals[Columns.User].iat[at],
                    "what": say(what),
                    "why": say(evidence, value=number(values[at]), typical=number(typical)),
                    "rows": int(totals["rows"].iat[at]),
                    "share": totals["rows"].iat[at] / totals["rows"].sum(),
                    "times": times,
                }
    frame = pd.DataFrame(list(found.values()), columns=list(empty.columns))
    frame = frame[~frame[Columns.User].isin(left_out)]
    frame = frame.sort_values(["times", Columns.User], ascending=[False, True])
    return frame.drop(columns="times").reset_index(drop=True)


def findings(found: pd.DataFrame) -> Iterator[dict[str, str]]:
    """At most one finding for programs and one for resellers."""
    for code, what, message in (
        ("suspected_bots", m.PROGRAM, m.PROGRAMS),
        ("suspected_resellers", m.RESELLER, m.RESELLERS),
    ):
        some = found[found["what"] == say(what)]
        if some.empty:
            continue
        first, part = some.iloc[0], some["share"].sum()
        about = {"customer": first[Columns.User], "why": first["why"], "share": share(part)}
        yield {
            "code": code,
            "severity": "warning" if part >= 0.02 else "info",
            "sentence": say(message, n=len(some), **about),
            "fix": "exclude_customers",
        }


def duplicate_findings(same: pd.DataFrame) -> Iterator[dict[str, str]]:
    """One finding for numbers that differ only in writing, one for identical histories."""
    for why, code, message in (
        ("number", "duplicate_customer_numbers", m.SAME_NUMBERS),
        ("history", "duplicate_customers", m.SAME_HISTORIES),
    ):
        some = same[same["why"] == why]
        if some.empty:
            continue
        numbers = and_list(list(some["numbers"].iat[0])[:2])
        yield {
            "code": code,
            "severity": "warning",
            "sentence": say(message, customers=int(some["n"].sum()), numbers=numbers),
        }


def _far_above(values: FloatArray) -> tuple[float, BoolArray]:
    """The typical value, and which lie far above it."""
    positive = values > 0
    if positive.sum() < ENOUGH:
        return 0.0, np.zeros(len(values), dtype=bool)
    logs = np.log(np.where(positive, values, 1.0))
    middle = float(np.median(logs[positive]))
    spread = DEVIATION * float(np.median(np.abs(logs[positive] - middle)))
    height = logs - middle
    far = positive & (height > FAR * max(spread, LEAST_SPREAD)) & (height > np.log(TIMES))
    return float(np.exp(middle)), far
