"""When customers come next: the day expected by their own gaps, and how likely they stay away."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.profiles.gaps import expected_orders, latest_gaps_held
from recsys_core.profiles.timing import messages as m
from recsys_core.profiles.timing.hazard import Correction, calibrated, fit_hazard
from recsys_core.profiles.timing.spells import Spells, spells
from recsys_core.profiles.timing.trial import TimingTrial, bands
from recsys_core.schema.columns import Columns
from recsys_core.schema.types import FloatArray
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say

CUSTOMERS, OUTCOMES = 300, 20
"""So many customers are needed for the trial, and so many of them who came and who stayed away."""
SPANS = 4
"""The data covers so many horizons at least: two to learn from, one to correct by, one to try."""
QUIET_DAYS = 30
"""Longer without any order at the end of the data is no pause."""


@dataclass(frozen=True)
class Coming:
    """When customers come next, and whether they stay away for `days` days after `until`.

    customers: user_id, last, orders (days with one), next_expected, next_from, next_to (between
    the last two lie half of such gaps), and where not `refused` stay_away (chance of no order) and
    band.  held: of `told` latest gaps so many lay within what was known before them.
    """

    days: int
    until: pd.Timestamp | None
    customers: pd.DataFrame
    trial: TimingTrial | None
    refused: str
    held: int
    told: int


def tell_coming(
    orders: pd.DataFrame,
    until: pd.Timestamp | None,
    days: int,
    progress: Callable[[float], None] = lambda done: None,
) -> Coming:
    """orders: user_id, day (midnights), each pair once; until: the newest day of the data.

    The chance is fitted on the orders before the last `days` days, corrected by what came true
    within as many days before those, and tried on them; what is told is fitted on all of them.
    """
    if orders.empty or until is None:
        return Coming(days, until, pd.DataFrame(), None, say(m.NO_DATED_ORDERS), 0, 0)
    # Numbers instead of names: millions of texts take most of the time otherwise.
    codes, names = pd.factorize(orders[Columns.User])
    orders = pd.DataFrame({Columns.User: codes, "day": orders["day"].to_numpy()})
    frame = expected_orders(orders)
    held, told = latest_gaps_held(orders[[Columns.User, "day"]])
    progress(0.2)
    refused = _refused_at_once(orders, until, days)
    trial = None
    if not refused:
        trial, now = _tried(orders, until, days, progress)
        refused = _refused_by(trial)
    if trial is not None and not refused:
        line = calibrated(now, trial.stayed)
        frame = frame.assign(**_chances(orders, until, days, line, frame))
    progress(1.0)
    frame[Columns.User] = names.to_numpy(dtype=object)[frame[Columns.User]]
    return Coming(days, until, frame, trial, refused, held, told)


def _tried(
    orders: pd.DataFrame, until: pd.Timestamp, days: int, progress: Callable[[float], None]
) -> tuple[TimingTrial, FloatArray]:
    """The trial, and its chances as they were before the correction."""
    span = pd.Timedelta(days=days)
    cut, before = until - span, until - 2 * span
    chance, stayed, _ = _said(orders, before, days)
    progress(0.4)
    uncorrected, later, _ = _said(orders, cut, days)
    progress(0.6)
    line = calibrated(chance, stayed) if _varies(stayed) else Correction(1.0, 0.0)
    base = float(stayed.mean()) if len(stayed) else 0.0
    return TimingTrial(cut, days, base, line.of(uncorrected), later), uncorrected


def _said(
    orders: pd.DataFrame, cut: pd.Timestamp, days: int
) -> tuple[FloatArray, FloatArray, Spells]:
    """What is said on `cut` of each customer then, what came, and who they are."""
    known = spells(orders, cut)
    last = known.open
    chance = fit_hazard(known).none_within(last, days)
    later = orders["day"].between(cut, cut + pd.Timedelta(days=days), inclusive="right")
    stayed = ~np.isin(last.users[last.user], orders.loc[later, Columns.User].unique())
    return chance, stayed.astype(np.float64), last


def _chances(
    orders: pd.DataFrame, until: pd.Timestamp, days: int, line: Correction, frame: pd.DataFrame
) -> dict[str, pd.Series]:
    known = spells(orders, until)
    last = known.open
    chance = line.of(fit_hazard(known).none_within(last, days))
    by_user = pd.Series(chance, index=last.users[last.user])
    ordered = by_user.reindex(frame[Columns.User]).to_numpy()
    return {"stay_away": ordered, "band": bands(ordered)}


def _refused_at_once(orders: pd.DataFrame, until: pd.Timestamp, days: int) -> str:
    """Why the chance cannot be told, before anything is fitted; empty where it can."""
    first, last = orders["day"].min(), orders["day"].max()
    if (until - last).days > QUIET_DAYS:
        return say(m.STOPPED, day=day(last), until=day(until))
    covered = (until - first).days + 1
    if covered < SPANS * days:
        return say(m.TOO_SHORT, n=covered, horizon=days, least=SPANS * days)
    cut = until - pd.Timedelta(days=2 * days)
    n = int(orders.loc[orders["day"] <= cut, Columns.User].nunique())
    if n < CUSTOMERS:
        return say(m.FEW_CUSTOMERS, n=n, least=CUSTOMERS)
    if not orders[orders["day"] <= cut][Columns.User].duplicated().any():
        return say(m.ALL_ALIKE, n=n, away=n, days=days)
    return ""


def _refused_by(trial: TimingTrial) -> str:
    """Why the trial forbids to show a chance; empty where it does not."""
    n, away = len(trial.stayed), int(trial.stayed.sum())
    if not _varies(trial.stayed):
        return say(m.ALL_ALIKE, n=n, away=away, days=trial.days)
    if trial.brier >= trial.base_brier:
        return say(m.NO_BETTER, days=trial.days, day=day(trial.day))
    return ""


def _varies(stayed: FloatArray) -> bool:
    away = int(stayed.sum())
    return OUTCOMES <= away <= len(stayed) - OUTCOMES
