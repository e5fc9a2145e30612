"""Clicks on what was shown, for the same models; where a thing stood is one of their numbers."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recsys_core.campaigns.response.rows import DOUBT, PERCENT, ResponseRows
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.schema.types import FloatArray

CLICK_NUMBERS = (
    "user_rate", "user_shown", "thing_rate", "thing_shown", "bought", "bought_kind", "since_bought",
    "since_kind", "ever_bought", "ever_kind", "user_lines", "thing_lines", "position",
    "position_known",
)  # fmt: skip
PAST_RATE = CLICK_NUMBERS.index("user_rate")
RATE_COLUMNS = ("rate", "low", "high", "times", "times_low", "times_high")
REACH = 1.96
"""Standard errors to either side that hold 95 %."""
FEW = 30
"""With fewer exposures nothing is said of a position."""
BESIDE = " + "
MOST_PLACES = 50
NEVER = 400.0
"""Days that stand for a purchase that never was."""
FURTHEST = 50
"""Positions further down count as this one."""


def click_numbers(shown: pd.DataFrame) -> FloatArray:
    """(n, f) `CLICK_NUMBERS` of `storage.click_queries.shown`, in logarithms, then 0 or 1 for each
    of `kinds_of_places`; rates are shrunk to that of a tenth of a click.
    """
    columns = []
    for who in ("user", "thing"):
        seen, hits = shown[f"{who}_shown"], shown[f"{who}_clicked"]
        columns += [np.log1p(PERCENT * (hits + DOUBT) / (seen + 1)), np.log1p(seen)]
    columns += [np.log1p(shown["bought"]), np.log1p(shown["bought_kind"])]
    columns += [np.log1p(shown[name].fillna(NEVER)) for name in ("since_bought", "since_kind")]
    columns += [shown["bought"] > 0, shown["bought_kind"] > 0]
    columns += [np.log1p(shown["user_lines"]), np.log1p(shown["thing_lines"])]
    where = _places(shown["position"])
    columns += [np.log1p(where), (where > 0).astype(float)]
    names, which = np.unique(shown["placement"].to_numpy(dtype=str), return_inverse=True)
    for kind in kinds_of_places(names):
        columns.append(np.array([kind in one.split(BESIDE) for one in names])[which])
    return np.column_stack([np.asarray(column, dtype=float) for column in columns])


def kinds_of_places(placements: Sequence[str] | NDArray[np.str_]) -> list[str]:
    """What placements name, one or several at once ("Store front + Mailer, front page"), without
    the empty one; at most `MOST_PLACES`, in alphabetical order.
    """
    return sorted({kind for one in placements for kind in one.split(BESIDE)} - {""})[:MOST_PLACES]


def at_position(rows: ResponseRows, position: int) -> ResponseRows:
    """The rows as if everything had stood at one position, so that chances compare things and not
    places. The last field is the position's.
    """
    numbers, fields = rows.numbers.copy(), rows.fields.copy()
    where = min(max(position, 1), FURTHEST)
    numbers[:, CLICK_NUMBERS.index("position")] = np.log1p(where)
    numbers[:, CLICK_NUMBERS.index("position_known")] = 1.0
    fields[:, -1] = where
    return replace(rows, numbers=numbers, fields=fields)


def position_codes(shown: pd.DataFrame) -> FloatArray:
    """(n,) the position as a code: itself up to `FURTHEST`, 0 unknown."""
    return _places(shown["position"]).astype(np.int64)


def position_rates(counts: pd.DataFrame) -> pd.DataFrame:
    """position, shown, clicked, rate, low, high (Wilson); and times, times_low, times_high: how
    often the same things are clicked there for each click at the first position shown `FEW` times.

    counts: position, thing, shown, clicked.  times is the ratio of Mantel and Haenszel over things
    with the interval of Greenland and Robins (Biometrics 41, 1985): each thing is compared with
    itself, so that better things at the top do not count for the place. 1 at that position itself;
    NaN where nothing stood at both. Whoever chose places by the customer is not seen through.
    """
    whole = counts.groupby("position", as_index=False)[["shown", "clicked"]].sum()
    n = whole["shown"].to_numpy(dtype=np.int64)
    rate = whole["clicked"].to_numpy(dtype=float) / np.maximum(n, 1)
    low, high = wilson(rate, n)
    if whole.empty:
        return whole.assign(**dict.fromkeys(RATE_COLUMNS, 0.0))
    by_thing = counts.set_index(["thing", "position"]).unstack(fill_value=0)
    shown, clicked = by_thing["shown"].to_numpy(float), by_thing["clicked"].to_numpy(float)
    first = int((n >= FEW).argmax())
    bias = [_same_things(shown[:, [at, first]], clicked[:, [at, first]]) for at in range(len(n))]
    bias[first] = (1.0, np.nan, np.nan)
    columns = (rate, low, high, *np.array(bias).T)
    return whole.assign(**dict(zip(RATE_COLUMNS, columns, strict=True)))


def _same_things(shown: FloatArray, clicked: FloatArray) -> tuple[float, float, float]:
    """Ratio of rates and its interval; both (things, 2): there, and at the first position."""
    own = (shown > 0).all(axis=1)
    shown, clicked = shown[own], clicked[own]
    both = shown.sum(axis=1)
    there, first = (float((clicked[:, at] * shown[:, 1 - at] / both).sum()) for at in range(2))
    if not there or not first:
        return (float("nan"),) * 3
    hits, cells = clicked.sum(axis=1), clicked.prod(axis=1)
    spread = float(((hits * shown.prod(axis=1) - cells * both) / both**2).sum())
    ratio, reach = there / first, float(np.exp(REACH * np.sqrt(spread / (there * first))))
    return ratio, ratio / reach, ratio * reach


def _places(position: pd.Series) -> FloatArray:
    known = position.fillna(0).clip(lower=0, upper=FURTHEST)
    return np.asarray(known, dtype=float)
