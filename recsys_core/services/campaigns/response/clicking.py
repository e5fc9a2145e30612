"""Who clicks what was shown: exposures as rows for the models, and what a position is worth."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.campaigns.response.clicks import (
    FEW,
    PAST_RATE,
    click_numbers,
    position_codes,
    position_rates,
)
from recsys_core.campaigns.response.order import KEPT_BACK
from recsys_core.campaigns.response.rows import ResponseRows
from recsys_core.campaigns.response.trial import KnownAnswers
from recsys_core.schema.contracts import Progress, Readiness, silent
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.response import messages as m
from recsys_core.services.campaigns.response.wide import codes, things_shown
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import click_queries
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike, share

LEAST_CLICKS = 200
MOST_SHOWN = 200_000
"""The latest exposures models learn from and are tried on."""
NEWEST = 0.2
"""The latest share of the exposures learned from sets chances right."""


@dataclass(frozen=True)
class ClickSplit:
    """Earlier exposures to learn from, later ones to try models on; cut: the day between."""

    cut: pd.Timestamp
    known: KnownAnswers
    later: KnownAnswers
    bought: bool = False
    """Whether it is known what was bought, and not what was clicked."""


@needs(Role.VIEWER)
def click_readiness(ws: Workspace) -> Readiness:
    """Whether there are clicks enough."""
    with ws.db.read() as cursor:
        came = click_queries.what_came_of_it(cursor)
        seen, hits = click_queries.clicks_known(cursor, came)
    bought = came == click_queries.BOUGHT
    if hits < LEAST_CLICKS:
        message = m.TOO_FEW_BOUGHT if bought else m.TOO_FEW_CLICKS
        reason = say(message, have=hits, least=LEAST_CLICKS)
        return Readiness(False, reason, needed=LEAST_CLICKS, have=hits)
    message = m.ENOUGH_BOUGHT if bought else m.ENOUGH_CLICKS
    return Readiness(True, say(message, clicks=hits, shown=seen), have=hits)


@needs(Role.VIEWER)
def usual_click_day(ws: Workspace) -> pd.Timestamp:
    """The day from which on exposures are kept back unless one is named: that of the latest with
    which they hold a third of all clicks; told at once.
    """
    with ws.db.read() as cursor:
        came = click_queries.what_came_of_it(cursor)
        by_day = click_queries.clicks_by_day(cursor, came, MOST_SHOWN)
    return _usual(by_day.set_index("start")["clicked"])


def _usual(by_day: pd.Series) -> pd.Timestamp:
    latest = by_day.sort_index(ascending=False)
    return pd.Timestamp((latest.cumsum() >= by_day.sum() * KEPT_BACK).idxmax())


@needs(Role.VIEWER)
def split_clicks(
    ws: Workspace, test_from: pd.Timestamp | None = None, report: Progress = silent
) -> ClickSplit:
    """Exposures before `test_from` and those from it on; by default the latest days with a third of
    all clicks. `NotReadyError` with too few clicks, or none on either side. CancelledError passes.
    """
    state = click_readiness(ws)
    if not state.ready:
        raise NotReadyError(state.reason)
    with ws.db.read() as cursor:
        report(0.0, say(m.READING_SHOWN))
        came = click_queries.what_came_of_it(cursor)
        shown = click_queries.shown(cursor, came, MOST_SHOWN)
        report(0.5, say(m.READING_BOUGHT))
        history, target = things_shown(cursor, shown)
        report(0.95)
    clicked = shown["clicked"].to_numpy(dtype=bool)
    start = shown["start"]
    cut = test_from or _usual(shown.groupby("start")["clicked"].sum())
    later = (start >= cut).to_numpy()
    for side in (later, ~later):
        if not clicked[side].any() or clicked[side].all():
            raise NotReadyError(say(m.CLICKS_ON_ONE_SIDE, day=day(cut)))
    named = [codes(shown[name]) for name in ("user_id", "thing", "category", "placement")]
    fields = np.column_stack([*named, position_codes(shown)])
    rows = ResponseRows(click_numbers(shown), fields, history, target, PAST_RATE)
    newest = np.zeros(len(shown), dtype=bool)
    learned = np.flatnonzero(~later)
    newest[learned[round(len(learned) * (1 - NEWEST)) :]] = True
    stands = shown["stands_for"].to_numpy(dtype=float)
    everything = KnownAnswers(
        rows, clicked, codes(shown["user_id"]), newest, stands if (stands != 1).any() else None
    )
    bought = came == click_queries.BOUGHT
    return ClickSplit(cut, everything.take(~later), everything.take(later), bought)


@needs(Role.VIEWER)
def clicks_by_position(ws: Workspace) -> pd.DataFrame:
    """See `position_rates`; empty where no position is known."""
    with ws.db.read() as cursor:
        return position_rates(click_queries.clicks_by_position(cursor))


def often_shown(rates: pd.DataFrame) -> pd.DataFrame:
    """The positions with exposures enough to say something of."""
    return rates[rates["shown"] >= FEW]


def position_sentence(rates: pd.DataFrame) -> str:
    """The finding: how much more the first position is clicked than the last one that was shown
    often, and the same things there; that it is not known where there are not two such positions.
    """
    often = often_shown(rates)
    if len(often) < 2:
        return say(m.NO_POSITIONS)
    first, last = often.iloc[0], often.iloc[-1]
    fields = {
        "first": int(first["position"]),
        "last": int(last["position"]),
        "rate": share(float(first["rate"])),
        "other": share(float(last["rate"])),
    }
    times, low, high = (float(last[name]) for name in ("times", "times_low", "times_high"))
    if not times > 0:
        return say(m.POSITIONS_NOT_COMPARED, **fields)
    written = dict(zip(("times", "low", "high"), alike(times, low, high), strict=True))
    apart = high < 1 or low > 1
    return say(m.POSITIONS_DIFFER if apart else m.POSITIONS_ALIKE, **fields, **written)
