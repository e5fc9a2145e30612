"""Which campaigns are learned from, which set chances right, and which are kept back."""

import pandas as pd

ENOUGH = 50
"""Answers on the latest campaigns, together, before they say anything of all chances."""
KEPT_BACK = 1 / 3
"""Share of all answers that the campaigns tried on hold, at least."""


def usual_cut(runs: pd.DataFrame) -> pd.Timestamp | None:
    """The day from which on campaigns are kept back unless one is named: that of the latest one
    with which they hold a third of all answers; None without an answer.

    runs: `storage.response_queries.campaign_runs`.
    """
    total = int(runs["answered"].sum())
    if not total:
        return None
    by_day = runs.groupby("start")["answered"].sum().sort_index(ascending=False)
    enough = by_day.cumsum() >= total * KEPT_BACK
    return pd.Timestamp(enough.idxmax())


def ended_before(runs: pd.DataFrame, cut: pd.Timestamp) -> pd.DataFrame:
    """The campaigns that began before `cut` and whose answers were all in by then. One that still
    ran has more to come, and teaches that too few answer.
    """
    return runs[(runs["start"] < cut) & ~(runs["ends"] >= cut)]


def latest(runs: pd.DataFrame) -> set[str]:
    """The latest campaigns that together have `ENOUGH` answers; never the first of them all."""
    last_first = runs.sort_values(["start", "campaign_id"], ascending=False).iloc[:-1]
    before = last_first["answered"].cumsum() - last_first["answered"]
    return set(last_first.loc[before < ENOUGH, "campaign_id"])
