"""Clicks on what was shown, for the same models; where a thing stood is one of their numbers."""

from dataclasses import replace

import numpy as np
import pandas as pd

from recsys_core.campaigns.response.rows import DOUBT, PERCENT, ResponseRows
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.schema.types import FloatArray

CLICK_NUMBERS = (
    "user_rate", "user_shown", "thing_rate", "thing_shown", "bought", "bought_kind", "position",
    "position_known",
)  # fmt: skip
PAST_RATE = CLICK_NUMBERS.index("user_rate")
FURTHEST = 50
"""Positions further down count as this one."""


def click_numbers(shown: pd.DataFrame) -> FloatArray:
    """(n, f) `CLICK_NUMBERS` of `storage.click_queries.shown`, in logarithms; rates are shrunk to
    that of a tenth of a click.
    """
    columns = []
    for who in ("user", "thing"):
        seen, hits = shown[f"{who}_shown"], shown[f"{who}_clicked"]
        columns += [np.log1p(PERCENT * (hits + DOUBT) / (seen + 1)), np.log1p(seen)]
    columns += [np.log1p(shown["bought"]), np.log1p(shown["bought_kind"])]
    where = _places(shown["position"])
    columns += [np.log1p(where), (where > 0).astype(float)]
    return np.column_stack([np.asarray(column, dtype=float) for column in columns])


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
    """position, shown, clicked, rate, low, high (Wilson) of `storage.click_queries`'
    `rates_by_position`.
    """
    n = counts["shown"].to_numpy(dtype=np.int64)
    rate = counts["clicked"].to_numpy(dtype=float) / np.maximum(n, 1)
    low, high = wilson(rate, n)
    return counts.assign(rate=rate, low=low, high=high)


def _places(position: pd.Series) -> FloatArray:
    known = position.fillna(0).clip(lower=0, upper=FURTHEST)
    return np.asarray(known, dtype=float)
