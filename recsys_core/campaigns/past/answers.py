"""When answers came: how many of those who answered had done so by which day."""

import numpy as np
import pandas as pd


def answer_curve(first: pd.Series, start: pd.Timestamp) -> pd.DataFrame:
    """Frame of day (since `start`, which is day 0), customers (so far) and share (of all), from day
    0, or from the earliest answer before it, to the last first answer.

    first: the first answer of each customer who answered (NaT: not known, left out). Empty without
    a start.
    """
    known = pd.to_datetime(first).dropna()
    if known.empty or pd.isna(start):
        return pd.DataFrame({"day": [], "customers": [], "share": []})
    days = (known.dt.normalize() - start.normalize()).dt.days.to_numpy(dtype=int)
    axis = np.arange(min(int(days.min()), 0), int(days.max()) + 1)
    so_far = np.searchsorted(np.sort(days), axis, side="right")
    return pd.DataFrame({"day": axis, "customers": so_far, "share": so_far / len(days)})


def half_by(curve: pd.DataFrame) -> int | None:
    """The first day by which half of those who answered had done so; None without answers."""
    reached = curve.loc[curve["share"] >= 0.5, "day"]
    return None if reached.empty else int(reached.iloc[0])
