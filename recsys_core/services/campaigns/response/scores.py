"""How likely customers are to answer a campaign to come."""

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
from scipy.special import expit, logit

from recsys_core.campaigns.response.calibration import ResponseCalibration
from recsys_core.campaigns.response.logistic import LogisticResponse
from recsys_core.campaigns.response.model import kept_apart
from recsys_core.campaigns.response.order import ended_before, latest
from recsys_core.campaigns.response.registry import LOGISTIC
from recsys_core.campaigns.response.rows import ResponseRows, numbers_of
from recsys_core.campaigns.response.spread import campaign_spread
from recsys_core.campaigns.response.trial import fit_calibrated
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.response import messages as m
from recsys_core.services.campaigns.response.gather import (
    ResponseData,
    as_models_see,
    ready_data,
    types_of,
)
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import response_queries
from recsys_core.wording.messages import say

PROBABILITY = "probability"
REACH = 1.96
"""Standard errors to either side that hold 95 %."""
SEED = 0


@dataclass(frozen=True)
class NextCampaign:
    """A campaign to come: what it offers, of which kind it is and when it begins.

    campaign: one that offers what this past one did.  offers: numbers of past offers.  items,
    categories, brands: what it is about; each is one offer.  type: without one, or with one that
    never was, it counts as the average of past campaigns.  start: by default the day after the
    newest day there is.
    """

    campaign: str = ""
    offers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    type: str = ""
    start: pd.Timestamp | None = None


@dataclass(frozen=True)
class ResponseScorer:
    """The model that scores: fitted on every campaign that is over."""

    types: tuple[str, ...]
    model: LogisticResponse
    calibration: ResponseCalibration
    average: FloatArray
    """(types,) share of each kind of campaign among what was learned."""
    spread: float
    """Standard deviation over campaigns of how far log odds were off, beyond chance."""


_scorers: PerWorkspace[int, ResponseScorer] = PerWorkspace("the model of who answers", most=1)
_scores: PerWorkspace[tuple[int, NextCampaign], pd.DataFrame]
_scores = PerWorkspace("chances to answer a campaign", most=4)


@needs(Role.VIEWER)
def response_scores(ws: Workspace, campaign: NextCampaign) -> pd.DataFrame:
    """user_id, probability, low, high: how likely each customer of `customer_overview`, in its
    order, is to answer the campaign.

    low, high hold 95 %: what the model does not know, and how far whole campaigns lie above or
    below what is foreseen of them. That second part moves all customers together, so sums of `low`
    and `high` bound the number of answers.

    `NotReadyError` with too few answers, `NotFoundError` for an unknown past campaign, `InputError`
    where nothing is of the category, brand or offer.
    """
    key = (ws.data_version(), campaign)
    return _scores.get(ws, key, lambda: _score(ws, campaign))


@needs(Role.VIEWER)
def are_scored(ws: Workspace, campaign: NextCampaign) -> bool:
    """Whether `response_scores` answers from memory; without that it takes seconds."""
    return _scores.peek(ws, (ws.data_version(), campaign)) is not None


@needs(Role.VIEWER)
def response_scorer(ws: Workspace) -> ResponseScorer:
    """The logistic model on all campaigns that are over, fitted once per data version."""
    return _scorers.get(ws, ws.data_version(), lambda: _fit(ready_data(ws)))


def _fit(data: ResponseData) -> ResponseScorer:
    newest = pd.Timestamp.max if data.newest is None else data.newest + pd.Timedelta(days=1)
    over = ended_before(data.runs, newest)
    pairs = data.pairs[data.pairs["campaign_id"].isin(over["campaign_id"])]
    if not pairs["answered"].any():
        over, pairs = data.runs, data.pairs
    types = types_of(pairs)
    known = as_models_see(pairs, types, latest(over))
    _, codes = np.unique(pairs["campaign_id"].to_numpy(dtype=str), return_inverse=True)
    campaign: IntArray = codes
    average = known.rows.numbers[:, known.rows.numbers.shape[1] - len(types) :].mean(axis=0)
    fitted = fit_calibrated(LOGISTIC, known, SEED)
    if not isinstance(fitted.model, LogisticResponse):
        raise TypeError(LOGISTIC)
    spread = campaign_spread(known, campaign)
    return ResponseScorer(types, fitted.model, fitted.calibration, average, spread)


def _score(ws: Workspace, campaign: NextCampaign) -> pd.DataFrame:
    scorer = response_scorer(ws)
    customers = customer_overview(ws)[[Columns.User]]
    with ws.db.read() as cursor:
        offers = _offers(cursor, campaign)
        start = campaign.start or _tomorrow(cursor)
        pairs = customers.assign(campaign_id="", start=start)
        known = response_queries.known_before(cursor, pairs, offers.assign(campaign_id=""))
    numbers = numbers_of(known.assign(type=campaign.type), list(scorer.types))
    if campaign.type not in scorer.types and scorer.types:
        numbers[:, -len(scorer.types) :] = scorer.average
    rows = ResponseRows(numbers)
    odds = logit(kept_apart(scorer.calibration.apply(scorer.model.chance(rows))))
    reach = REACH * np.sqrt(scorer.model.doubt(rows) ** 2 + scorer.spread**2)
    return customers.assign(
        **{
            PROBABILITY: expit(odds),
            Columns.Low: expit(odds - reach),
            Columns.High: expit(odds + reach),
        }
    ).reset_index(drop=True)


def _offers(cursor: duckdb.DuckDBPyConnection, campaign: NextCampaign) -> pd.DataFrame:
    """offer_id, item_id of what is offered; empty where nothing was named."""
    past = response_queries.offers_of_campaigns(cursor)
    if campaign.campaign:
        if campaign.campaign not in set(response_queries.campaign_runs(cursor)["campaign_id"]):
            raise NotFoundError(say(m.NO_SUCH_CAMPAIGN, campaign=campaign.campaign))
        wanted = past["campaign_id"] == campaign.campaign
    else:
        wanted = past["offer_id"].isin(campaign.offers)
    about = [list(part) for part in (campaign.items, campaign.categories, campaign.brands)]
    found = response_queries.products_offered(cursor, *about)
    offers = pd.concat([past.loc[wanted, ["offer_id", "item_id"]], found])
    if offers.empty and any((campaign.offers, *about)):
        raise InputError(say(m.NOTHING_OFFERED))
    return offers.drop_duplicates(ignore_index=True)


def _tomorrow(cursor: duckdb.DuckDBPyConnection) -> pd.Timestamp:
    """The day after the newest one there is."""
    _, newest = response_queries.days_known(cursor)
    return (pd.Timestamp(0) if newest is None else newest) + pd.Timedelta(days=1)
