"""When to send: an hour or weekday of their own, only where that beat the common one."""

from dataclasses import dataclass

import pandas as pd

from recsys_core.campaigns.silent.send_times import CELLS, FEWEST, By, SendTimes, tried
from recsys_core.schema.columns import Columns
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.silent import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import silent_queries
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share


@dataclass(frozen=True)
class SendTimeTrial:
    """What moments of customers foretell of later ones: a trial by hour and one by weekday, each
    with its source, the nearest to a message that has moments of enough customers, else the last.
    """

    trials: tuple[tuple[str, SendTimes], ...]

    @property
    def sentences(self) -> list[str]:
        """A sentence a trial, or why there is none."""
        if not self.trials:
            return [say(m.NO_MOMENTS_KNOWN)]
        told = []
        for source, one in self.trials:
            told.append(send_time_sentence(one, source))
            if one.beats and source == "purchases":
                told.append(say(m.SHOPPING_TIMES))
        return told


_kept: PerWorkspace[int, SendTimeTrial] = PerWorkspace("when messages are answered", most=1)


@needs(Role.VIEWER)
def send_times(ws: Workspace) -> SendTimeTrial:
    """The trials on the latest quarter of the moments, once per data version."""
    return _kept.get(ws, ws.data_version(), lambda: _try(ws))


def _try(ws: Workspace) -> SendTimeTrial:
    found: dict[By, tuple[str, SendTimes]] = {}
    for source in silent_queries.MOMENTS:
        with ws.db.read() as cursor:
            moments = silent_queries.active_moments(cursor, source)
        for by in CELLS:
            if by in found and found[by][1].customers >= FEWEST:
                continue
            if moments[by].notna().all() and (one := tried(moments, by)) is not None:
                found[by] = (source, one)
    return SendTimeTrial(tuple(found[by] for by in CELLS if by in found))


def send_time_sentence(found: SendTimes, source: str) -> str:
    """Whether a time of their own is met more often than the common one."""
    if found.customers < FEWEST:
        return say(m.TOO_FEW_MOMENTS[found.by], n=found.customers, least=FEWEST)
    figures = {
        "hit": share(found.hit),
        "common_hit": share(found.common_hit),
        "low": share(found.low),
        "high": share(found.high),
        "common": time_name(found.by, found.common),
        "source": say(m.SOURCES[source]),
    }
    kinds = m.OWN_TIME if found.beats else m.COMMON_TIME
    return say(kinds[found.by], **figures)


def time_name(by: By, at: int) -> str:
    """`14:00 to 15:00`, `Monday`."""
    if by == "weekday":
        return say(m.WEEKDAYS[at])
    return say(m.FROM_HOUR, start=f"{at:02d}", end=f"{(at + 1) % 24:02d}")


def own_times(found: SendTimeTrial) -> pd.DataFrame:
    """user_id and, for each trial that beats the common time, the customer's hour or weekday."""
    frames = [
        one.best.assign(best=[time_name(one.by, at) for at in one.best["best"]])
        .rename(columns={"best": one.by})
        .set_index(Columns.User)[[one.by]]
        for _, one in found.trials
        if one.beats
    ]
    if not frames:
        return pd.DataFrame({Columns.User: []})
    return pd.concat(frames, axis=1).rename_axis(Columns.User).reset_index()
