"""Who may be sent which offers, and how likely each is taken up."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from recsys_core.campaigns.offers.rates import eagerness, taken_up
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.types import BoolArray, FloatArray, IntArray, StrArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.barred import barred, leave_out
from recsys_core.services.campaigns.offers import messages as m
from recsys_core.services.campaigns.offers.tables import brought
from recsys_core.services.campaigns.response.scores import (
    PROBABILITY,
    NextCampaign,
    response_scores,
)
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import offer_queries
from recsys_core.wording.messages import say

USUAL_OFFERS, MOST_OFFERS = 25, 200
LEAST_ANSWERS = 30
"""Fewer offers taken up in all tell no rates."""
LEAST_PAIRS = 100
"""So many customers of a control arm, and buyers among those sent an offer, tell who would have
bought anyway.
"""


@dataclass(frozen=True)
class OfferChances:
    """What is known before anything is chosen.

    users: (n,) those who may be sent something, most active first.  rows: (n,) their places in
    `customer_overview`.  offers: offer_id, about, products, taken, and value (spent on its products
    at once, on average; NaN where not known).  probability: (n, m); NaN: not for this customer.
    source: where it is from: past rates, with the customers by the model of who answers campaigns
    or by their past answers alone; or a file.  unknown: rows of a file about nobody known here.
    left_out: reason -> customers who are sent nothing.  anyway: the share of buyers who would have
    bought without the offer; None without a control arm that tells.
    """

    users: StrArray
    rows: IntArray
    offers: pd.DataFrame
    probability: FloatArray
    source: Literal["model", "rates", "file"]
    unknown: int
    left_out: dict[str, int]
    anyway: float | None


_rates: PerWorkspace[tuple[int, int, str | None], OfferChances] = PerWorkspace(
    "chances of offers", most=4
)


@needs(Role.VIEWER)
def offer_chances(
    ws: Workspace, most: int = USUAL_OFFERS, campaign: str | None = None
) -> OfferChances:
    """Rates of the past for the offers that most customers took up; see `taken_up`.

    `NotReadyError` where too few were; `InputError` for a number of offers outside its range.
    """
    if not 1 <= most <= MOST_OFFERS:
        raise InputError(say(m.OFFERS_BETWEEN, most=MOST_OFFERS))
    key = (ws.data_version(), most, campaign)
    return _rates.get(ws, key, lambda: _from_rates(ws, most, campaign))


@needs(Role.VIEWER)
def chances_are_known(ws: Workspace) -> bool:
    """Whether the usual offers' were worked out in this process for the data as it is now."""
    return _rates.peek(ws, (ws.data_version(), USUAL_OFFERS, None)) is not None


def budget_for_all(chances: OfferChances, face_value: float = 1.0) -> int:
    """What it costs, as expected, to send everybody the offer likeliest to be taken up; at least 2,
    in whole units of money.
    """
    likeliest = np.nan_to_num(chances.probability).max(axis=1, initial=0.0)
    return max(int(np.ceil(likeliest.sum() * face_value)), 2)


@needs(Role.ANALYST)
def chances_from_file(ws: Workspace, path: Path) -> OfferChances:
    """Chances that were worked out elsewhere: user_id, offer_id, probability.

    `InputError` for a chance outside 0 to 1, a pair that stands twice, and a file about nobody.
    """
    frame = brought(path, ("user_id", "offer_id"), ("probability",))
    frame = frame.dropna(subset=["probability"])
    if len(frame) and not frame["probability"].between(0, 1).all():
        wrong = frame.loc[~frame["probability"].between(0, 1), "probability"].iloc[0]
        raise InputError(say(m.NO_CHANCE, file=path.name, text=f"{wrong:g}"))
    if frame.duplicated(["user_id", "offer_id"]).any():
        raise InputError(say(m.TWICE, file=path.name))
    users, rows, refused = _reachable(ws)
    place = pd.Index(users).get_indexer(frame["user_id"])
    overview = set(customer_overview(ws)[Columns.User])
    unknown = int((~frame["user_id"].isin(overview)).sum())
    frame, place = frame[place >= 0], place[place >= 0]
    if frame.empty:
        raise InputError(say(m.NOBODY_KNOWN, file=path.name))
    ids = list(dict.fromkeys(frame["offer_id"]))
    offer = pd.Index(ids).get_indexer(frame["offer_id"])
    probability = np.full((len(users), len(ids)), np.nan)
    probability[place, offer] = frame["probability"]
    named = np.unique(place)
    with ws.db.read() as cursor:
        known = offer_queries.offers_at_hand(cursor, 1_000_000).set_index("offer_id")
        offers = known.reindex(ids).rename_axis("offer_id").reset_index()
        offers = _with_values(offers, offer_queries.spent_on_offers(cursor, ids))
        anyway = _anyway(offer_queries.buyers_by_arm(cursor, ids))
    return OfferChances(
        users[named],
        rows[named],
        offers,
        probability[named],
        "file",
        unknown,
        refused,
        anyway,
    )


def _from_rates(ws: Workspace, most: int, campaign: str | None) -> OfferChances:
    users, rows, refused = _reachable(ws)
    index = pd.Index(users)
    with ws.db.read() as cursor:
        offers = offer_queries.offers_at_hand(cursor, most, campaign)
        ids = list(offers["offer_id"])
        sent = offer_queries.sent_offers(cursor, ids)
        if sent["taken"].sum() < LEAST_ANSWERS:
            have = int(sent["taken"].sum())
            raise NotReadyError(say(m.TOO_FEW_TAKEN, needed=LEAST_ANSWERS, n=have))
        bought = offer_queries.buyers_of_offers(cursor, ids)
        answers = offer_queries.campaigns_answered(cursor).set_index("user_id")
        offers = _with_values(offers, offer_queries.spent_on_offers(cursor, ids))
        anyway = _anyway(offer_queries.buyers_by_arm(cursor, ids))
    places = pd.Index(ids)
    sent["customer"] = index.get_indexer(sent["user_id"])
    sent["offer"] = places.get_indexer(sent["offer_id"])
    eager, source = _eagerness(ws, answers.reindex(users).fillna(0), rows, ids)
    probability = taken_up(sent, eager, _pairs(bought, index, places))
    return OfferChances(users, rows, offers, probability, source, 0, refused, anyway)


def _eagerness(
    ws: Workspace, answers: pd.DataFrame, rows: IntArray, offers: list[str]
) -> tuple[FloatArray, Literal["model", "rates"]]:
    """How much more often than others each customer answers: by the model of who answers campaigns
    where it can be fitted, else by past answers.
    """
    times = answers["times"].to_numpy()
    try:
        scores = response_scores(ws, NextCampaign(offers=tuple(offers)))
    except NotReadyError:
        return eagerness(times, answers["answered"].to_numpy()), "rates"
    chance = scores[PROBABILITY].to_numpy()[rows]
    usual = float(np.average(chance, weights=times)) if times.any() else float(chance.mean())
    return chance / usual, "model"


def _reachable(ws: Workspace) -> tuple[StrArray, IntArray, dict[str, int]]:
    """Customers who may be contacted, their places in the overview, and how many may not; everybody
    is left out for the first reason that holds.
    """
    users = customer_overview(ws)[Columns.User].to_numpy(dtype=object)
    reasons = {reason: pd.Index(users).isin(list(who)) for reason, who in barred(ws).items()}
    kept, counts = leave_out(np.ones(len(users), dtype=bool), reasons)
    return users[kept], np.flatnonzero(kept), counts


def _pairs(frame: pd.DataFrame, users: pd.Index, offers: pd.Index) -> BoolArray:
    found = np.zeros((len(users), len(offers)), dtype=bool)
    row, column = users.get_indexer(frame["user_id"]), offers.get_indexer(frame["offer_id"])
    known = (row >= 0) & (column >= 0)
    found[row[known], column[known]] = True
    return found


def _with_values(offers: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    found = offers.merge(values, on="offer_id", how="left")
    numbers = {"products": 0, "taken": 0, "about": ""}
    return found.fillna({name: value for name, value in numbers.items() if name in found})


def _anyway(counts: tuple[int, int, int, int]) -> float | None:
    """Buyers of the control arm for each buyer among as many who were sent the offer."""
    sent, buyers, control, without = counts
    if min(control, buyers) < LEAST_PAIRS:
        return None
    return min((without / control) / (buyers / sent), 1.0)
