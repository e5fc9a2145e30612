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
from recsys_core.wording.numbers import number, plural, share

__all__ = ["duplicate_findings", "findings", "unusual"]

FAR = 4.0
TIMES = 8.0
ENOUGH = 30
"""With fewer customers nobody can be called unusual."""
FEWEST_LOTS = 5
"""With fewer rows the size of a lot says nothing."""
DEVIATION = 1.4826
LEAST_SPREAD = 0.25

# what is measured -> (what it suggests, words for the evidence)
MEASURES: dict[str, tuple[str, str]] = {
    "pace": ("a program or a shared account", "rows a day on which anything happened"),
    "rows": ("a program or a shared account", "rows"),
    "lot": ("a reseller", "units at a time"),
    "spend": ("a reseller", "spent"),
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
        lot=totals["lot"].where(totals["rows"] >= FEWEST_LOTS, 0.0),
    )
    if not (totals["days"] > 0).any():
        figures["pace"] = 0.0
    for measure, (what, words) in MEASURES.items():
        values = figures[measure].to_numpy(float)
        typical, far = _far_above(values)
        for at in np.flatnonzero(far).tolist():
            times = values[at] / typical
            if at not in found or times > found[at]["times"]:
                found[at] = {
                    Columns.User: totals[Columns.User].iat[at],
                    "what": what,
                    "why": f"{number(values[at])} {words}; a typical customer {number(typical)}",
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
    for code, what, means in (
        (
            "suspected_bots",
            "a program or a shared account",
            "What they do says nothing about one person's taste",
        ),
        ("suspected_resellers", "a reseller", "They buy for others, not by taste"),
    ):
        some = found[found["what"] == what]
        if some.empty:
            continue
        one = len(some) == 1
        first = some.iloc[0]
        yield {
            "code": code,
            "severity": "warning" if some["share"].sum() >= 0.02 else "info",
            "sentence": f"{plural(len(some), 'customer')} {'looks' if one else 'look'} like {what} "
            f"({first[Columns.User]}: {first['why']}): {share(some['share'].sum())} of rows. "
            f"{means}; leave them out, or limit what one customer counts.",
            "fix": "exclude_customers",
        }


def duplicate_findings(same: pd.DataFrame) -> Iterator[dict[str, str]]:
    """One finding for numbers that differ only in writing, one for identical histories."""
    for why, code, sentence in (
        (
            "number",
            "duplicate_customer_numbers",
            "numbers that differ only in writing",
        ),
        ("history", "duplicate_customers", "exactly the same purchases at the same moments"),
    ):
        some = same[same["why"] == why]
        if some.empty:
            continue
        people = int(some["n"].sum())
        example = " and ".join(list(some["numbers"].iat[0])[:2])
        yield {
            "code": code,
            "severity": "warning",
            "sentence": f"{plural(people, 'customer')} have {sentence} ({example}): probably one "
            "person or a file that came in twice. Half of what a model could learn about them is "
            "lost; correct the file and import it again.",
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
