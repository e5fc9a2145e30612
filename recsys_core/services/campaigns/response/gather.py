"""Who was sent which campaign, who answered, and what was known when it began."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from recsys_core.campaigns.response.order import ended_before, latest, usual_cut
from recsys_core.campaigns.response.rows import ResponseRows, numbers_of
from recsys_core.campaigns.response.trial import KnownAnswers
from recsys_core.schema.campaign_arms import is_control
from recsys_core.schema.contracts import Readiness
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.response import messages as m
from recsys_core.services.campaigns.response.wide import fields_of, things_of
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import response_queries
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say

LEAST_ANSWERS = 200
"""Ten for each number a model goes by, and as many to try it on."""


@dataclass(frozen=True)
class ResponseData:
    """Campaigns and whom they were sent to.

    runs: see `campaign_runs`, without campaigns that began before the first purchase: of their
    customers nothing was known.  pairs: campaign_id, user_id, start, answered, type and what
    `known_before` says.  fields, history, target: beside `pairs`, see `ResponseRows`.
    newest: the day of the newest purchase or answer.
    """

    runs: pd.DataFrame
    pairs: pd.DataFrame
    fields: IntArray
    history: IntArray
    target: IntArray
    newest: pd.Timestamp | None

    @property
    def answers(self) -> int:
        return int(self.pairs["answered"].sum())


@dataclass(frozen=True)
class SplitByTime:
    """Earlier campaigns to learn from and later ones to try models on."""

    cut: pd.Timestamp
    types: tuple[str, ...]
    known: KnownAnswers
    later: KnownAnswers
    campaigns: tuple[int, int]
    """How many campaigns are learned from, and how many are kept back."""


class _Sent(NamedTuple):
    """Campaigns and whom they were sent to, without what was known of them."""

    runs: pd.DataFrame
    pairs: pd.DataFrame
    newest: pd.Timestamp | None


_sent: PerWorkspace[int, _Sent] = PerWorkspace("whom campaigns were sent to", most=1)
_data: PerWorkspace[int, ResponseData] = PerWorkspace("who answered campaigns", most=1)


def _sendings(ws: Workspace) -> _Sent:
    return _sent.get(ws, ws.data_version(), lambda: _ask(ws))


def _ask(ws: Workspace) -> _Sent:
    with ws.db.read() as cursor:
        runs = response_queries.campaign_runs(cursor)
        pairs = response_queries.sent_pairs(cursor)
        first, newest = response_queries.days_known(cursor)
    if first is not None:
        runs = runs[runs["start"] >= first].reset_index(drop=True)
    control = {arm for arm in pairs["arm"].dropna().unique() if is_control(arm)}
    own = ~pairs["arm"].isin(control) & pairs["campaign_id"].isin(runs["campaign_id"])
    return _Sent(runs, pairs[own].reset_index(drop=True), newest)


@needs(Role.VIEWER)
def response_data(ws: Workspace) -> ResponseData:
    """Gathered once per data version."""
    return _data.get(ws, ws.data_version(), lambda: _gather(ws))


def _gather(ws: Workspace) -> ResponseData:
    runs, pairs, newest = _sendings(ws)
    types = pairs["campaign_id"].map(runs.set_index("campaign_id")["type"]).rename("type")
    with ws.db.read() as cursor:
        offers = response_queries.offers_of_campaigns(cursor)
        known = response_queries.known_before(cursor, pairs, offers)
        pairs = pd.concat([pairs, types, known], axis=1)
        fields, things = fields_of(cursor, pairs), things_of(cursor, pairs)
    return ResponseData(runs, pairs, fields, *things, newest)


@needs(Role.VIEWER)
def response_readiness(ws: Workspace) -> Readiness:
    """Whether there are answers enough for models to be fitted and tried; told at once."""
    pairs = _sendings(ws).pairs
    if pairs.empty:
        return Readiness(False, say(m.NO_CAMPAIGNS), needed=LEAST_ANSWERS, have=0)
    have = int(pairs["answered"].sum())
    if have < LEAST_ANSWERS:
        reason = say(m.TOO_FEW_ANSWERS, have=have, least=LEAST_ANSWERS)
        return Readiness(False, reason, needed=LEAST_ANSWERS, have=have)
    if pairs.loc[pairs["answered"], "start"].nunique() < 2:
        return Readiness(False, say(m.ONE_DAY))
    return Readiness(True, say(m.ENOUGH_ANSWERS, n=have), have=have)


@needs(Role.VIEWER)
def ready_data(ws: Workspace) -> ResponseData:
    """`response_data`, or `NotReadyError` with what is missing."""
    state = response_readiness(ws)
    if not state.ready:
        raise NotReadyError(state.reason)
    return response_data(ws)


@needs(Role.VIEWER)
def usual_day(ws: Workspace) -> pd.Timestamp:
    """The day from which on campaigns are kept back unless one is named; told at once."""
    cut = usual_cut(_sendings(ws).runs)
    if cut is None:
        raise NotReadyError(say(m.NO_CAMPAIGNS))
    return cut


def split_by_time(data: ResponseData, test_from: pd.Timestamp | None = None) -> SplitByTime:
    """Campaigns that had ended by `test_from` are learned from, those that began on it or later are
    kept back; by default the latest ones with a third of all answers.

    `NotReadyError` where either side has no answers.
    """
    cut = test_from or usual_cut(data.runs)
    if cut is None:
        raise NotReadyError(say(m.NO_CAMPAIGNS))
    earlier = ended_before(data.runs, cut)
    learned = data.pairs["campaign_id"].isin(earlier["campaign_id"]).to_numpy()
    tried = (data.pairs["start"] >= cut).to_numpy()
    answered = data.pairs["answered"].to_numpy(dtype=bool)
    if not answered[learned].any() or answered[learned].all():
        raise NotReadyError(say(m.NOTHING_EARLIER, day=day(cut)))
    if not answered[tried].any():
        raise NotReadyError(say(m.NOTHING_LATER, day=day(cut)))
    types = types_of(data.pairs[learned])
    everything = as_models_see(data.pairs, types, latest(earlier))
    wide = ResponseRows(everything.rows.numbers, data.fields, data.history, data.target)
    everything = replace(everything, rows=wide)
    kept_back = data.pairs.loc[tried, "campaign_id"].nunique()
    campaigns = (len(earlier), int(kept_back))
    return SplitByTime(cut, types, everything.take(learned), everything.take(tried), campaigns)


def types_of(pairs: pd.DataFrame) -> tuple[str, ...]:
    """The kinds of campaigns among `pairs`, without the unnamed one."""
    return tuple(sorted(set(pairs["type"]) - {""}))


def as_models_see(pairs: pd.DataFrame, types: tuple[str, ...], newest: set[str]) -> KnownAnswers:
    """The pairs as models see them. newest: the campaigns that set chances right."""
    return KnownAnswers(
        ResponseRows(numbers_of(pairs, list(types))),
        pairs["answered"].to_numpy(dtype=bool),
        np.unique(pairs["user_id"].to_numpy(dtype=str), return_inverse=True)[1],
        pairs["campaign_id"].isin(newest).to_numpy(),
    )
