"""Who was reached by campaigns and never answered, what goes along with it, and the next step."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.campaigns.silent.evidence import (
    AGAIN,
    FEWEST,
    FEWEST_PRICES,
    LONGEST,
    MOSTLY,
    SilentSign,
    by_unanswered,
    holding,
    signs,
    silent_by_lot,
    usual_number,
)
from recsys_core.campaigns.silent.gains import Action, ActionGain, gains
from recsys_core.campaigns.silent.steps import first_reason, next_steps
from recsys_core.profiles.overdue import away
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.schema.segments.campaigns import CampaignHistory
from recsys_core.schema.types import BoolArray, FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.past.looking_back import past_campaigns
from recsys_core.services.campaigns.silent import messages as m
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.members import members
from recsys_core.services.customers.segments.saved import save, save_ids
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import campaign_data_queries, customer_queries, silent_queries
from recsys_core.wording.messages import say

RECENT = 30
"""Days over which campaigns are counted that reach a customer at once."""
STARTS = 60
"""For so many of the latest days on which campaigns began it is worked out who was overdue."""


@dataclass(frozen=True)
class Silence:
    """Customers who never answered a campaign.

    customers: user_id, reached (campaigns), last_reached, reason, step, and of the best offer at
    hand offer_id, campaign_id, title (its product they bought on most days), times (days with any
    of its products); who was reached most often comes first.  reached, answered: customers over all
    campaigns.  never: customers no campaign was sent to.  lost: to whom all messages came back.
    by_lot: so many would have been silent had chance decided who answers each campaign.  again: see
    `by_unanswered`.  signs: every condition.  gains: what each action might bring.  usual: see
    `usual_number`.
    at_hand: the campaigns whose offers are at hand; running: whether these are not over, else the
    one that began last is taken.  often: so many contacts count as again and again; together: from
    so many on, `again` has them all in one row.
    """

    customers: pd.DataFrame
    reached: int
    answered: int
    never: int
    lost: int
    by_lot: float
    again: pd.DataFrame
    signs: tuple[SilentSign, ...]
    gains: tuple[ActionGain, ...]
    usual: float
    at_hand: tuple[str, ...]
    running: bool
    often: int = AGAIN
    together: int = LONGEST

    def gain(self, action: Action) -> ActionGain:
        """What the action might bring."""
        return next(one for one in self.gains if one.action == action)

    def sign(self, condition: str) -> SilentSign | None:
        """The evidence for a condition; None for what needs none."""
        return next((one for one in self.signs if one.condition == condition), None)

    @property
    def again_and_again(self) -> int:
        """How many were reached `AGAIN` times or more without any answer."""
        return int((self.customers["reached"] >= AGAIN).sum())


def enough_contacts(again: pd.DataFrame) -> BoolArray:
    """(rows,) which rows of `Silence.again` rest on contacts enough to be told."""
    return np.asarray(again["n"] >= FEWEST, dtype=bool)


_told: PerWorkspace[int, Silence] = PerWorkspace("customers who give no answer", most=1)


@needs(Role.VIEWER)
def silence(ws: Workspace, progress: Progress = silent) -> Silence:
    """Everything about customers who give no answer, once per data version.

    `NotReadyError` where the data has no campaign or does not say whom any was sent to.
    """
    return _told.get(ws, ws.data_version(), lambda: _tell(ws, progress))


@needs(Role.VIEWER)
def silence_is_known(ws: Workspace) -> bool:
    """Whether it was worked out in this process for the data as it is now."""
    return _told.peek(ws, ws.data_version()) is not None


def silent_users(found: Silence, reason: str | None = None, least: int = 1) -> list[str]:
    """The numbers of those who gave no answer: of one reason if given, reached `least` times or
    more.
    """
    frame = found.customers[found.customers["reached"] >= least]
    if reason is not None:
        frame = frame[frame["reason"] == reason]
    return list(frame[Columns.User])


@needs(Role.ANALYST)
def save_silent(
    ws: Workspace, name: str, reason: str | None = None, least: int = 1, replace: bool = False
) -> int:
    """Keep them as a segment; how many are in. Without a reason and a number of contacts it is
    asked anew whenever it is used, else it holds who is in now.

    `InputError` as `segments.saved.save`, and where nobody is in.
    """
    users = silent_users(silence(ws), reason, least)
    if not users:
        raise InputError(say(m.NOBODY_TO_KEEP))
    if reason is None and least <= 1:
        definition = SegmentDefinition(conditions=(CampaignHistory(did="silent"),))
        save(ws, name, definition, replace=replace)
        return int(members(ws, definition).sum())
    return len(users) - save_ids(ws, name, users, replace=replace)


def _tell(ws: Workspace, progress: Progress) -> Silence:
    campaigns = past_campaigns(ws)
    progress(0.05, say(m.ASKING_CONTACTS))
    with ws.db.read() as cursor:
        contacts = silent_queries.contacts(cursor, RECENT)
        lost = silent_queries.lost_everywhere(cursor)
    if contacts.empty:
        raise NotReadyError(say(m.NOBODY_REACHED))
    progress(0.3, say(m.JUDGING_OVERDUE))
    overdue = _overdue(ws, contacts, progress)
    usual = usual_number(contacts)
    holds = holding(contacts, overdue, usual)
    found = signs(contacts, holds)
    progress(0.9, say(m.LOOKING_AT_OFFERS))
    at_hand, running = _at_hand(campaigns.rows)
    customers = _customers(ws, contacts, found, usual, at_hand)
    overview = _overview(ws)
    everybody = set(contacts[Columns.User])
    progress(1.0)
    return Silence(
        customers,
        len(everybody),
        len(everybody) - len(customers),
        int((~overview[Columns.User].isin(everybody)).sum()),
        lost,
        silent_by_lot(contacts),
        by_unanswered(contacts),
        tuple(found),
        tuple(gains(contacts, holds)),
        usual,
        at_hand,
        running,
    )


def _overdue(ws: Workspace, contacts: pd.DataFrame, progress: Progress) -> FloatArray:
    """(contacts,) how many of their own limits customers were away on the day before; NaN where
    that is not known.
    """
    found = np.full(len(contacts), np.nan)
    with ws.db.read() as cursor:
        what = customer_queries.activity(cursor)
        if what is None or not what.dated:
            return found
        visits = customer_queries.visit_days(cursor, what)
    users = pd.Index(contacts[Columns.User].unique())
    # Numbers instead of names: grouping by texts takes most of the time otherwise.
    codes = users.get_indexer(visits[Columns.User])
    visits = pd.DataFrame({Columns.User: codes, "day": visits["day"].to_numpy()})[codes >= 0]
    own = users.get_indexer(contacts[Columns.User])
    starts = contacts["start_ts"].dt.normalize()
    latest = sorted(starts.dropna().unique())[-STARTS:]
    for at, start in enumerate(latest):
        rows = np.flatnonzero(starts == start)
        standing = away(visits, start - pd.Timedelta(days=1)).reindex(own[rows])
        found[rows] = (standing["away"] / standing["limit"]).to_numpy(dtype=float)
        progress(0.3 + 0.6 * (at + 1) / len(latest), say(m.JUDGING_OVERDUE))
    return found


def _at_hand(rows: pd.DataFrame) -> tuple[tuple[str, ...], bool]:
    """The campaigns with offers that are not over at the end of the data, else the latest one."""
    offering = rows[rows["products"] > 0]
    running = offering[~offering["over"]]
    chosen = offering.tail(1) if running.empty else running
    return tuple(chosen["campaign_id"]), not running.empty


def _customers(
    ws: Workspace,
    contacts: pd.DataFrame,
    found: list[SilentSign],
    usual: float,
    at_hand: tuple[str, ...],
) -> pd.DataFrame:
    own = contacts.assign(answered=contacts["answered"].astype(bool)).groupby(Columns.User)
    frame = own.agg(
        answered=("answered", "any"),
        reached=("campaign_id", "size"),
        last_reached=("start_ts", "max"),
        recent=("recent", "last"),
        fits=("fits", "max"),
    )
    frame = frame[~frame["answered"]].reset_index()
    users = list(frame[Columns.User])
    with ws.db.read() as cursor:
        offers = silent_queries.offers_at_hand(cursor, at_hand, users)
        prices = silent_queries.bought_below(cursor, users)
        certain = {
            "bounced": campaign_data_queries.bounced(cursor),
            "unsubscribed": campaign_data_queries.unsubscribed(cursor),
        }
    frame = frame.merge(offers, on=Columns.User, how="left")
    frame = frame.merge(prices, on=Columns.User, how="left")
    told = [one.condition for one in found if one.tells]
    holds = {
        name: frame[Columns.User].isin(who[Columns.User]).to_numpy(dtype=bool)
        for name, who in certain.items()
    }
    reasons = first_reason(holds | _now(ws, frame, usual), told, len(frame))
    has_offer: BoolArray = frame["offer_id"].notna().to_numpy(dtype=bool)
    frame = frame.assign(reason=reasons, step=next_steps(reasons, has_offer).to_numpy())
    names = ["reached", "last_reached", "reason", "step"]
    offer = ["offer_id", "campaign_id", "title", "times"]
    return frame.sort_values(["reached", Columns.User], ascending=[False, True], kind="stable")[
        [Columns.User, *names, *offer]
    ].reset_index(drop=True)


def _now(ws: Workspace, frame: pd.DataFrame, usual: float) -> dict[str, BoolArray]:
    """(customers,) which conditions hold of each customer today."""
    status = _overview(ws).set_index(Columns.User)[C.Status].reindex(frame[Columns.User])
    bought: BoolArray = status.notna().to_numpy(dtype=bool)
    fits = frame["fits"].astype("float64").to_numpy()
    return {
        "no_purchase": ~bought,
        "overdue": status.isin(["overdue", "lost"]).to_numpy(dtype=bool),
        "other_category": bought & (fits == 0),
        "price": np.asarray(
            (frame["priced"] >= FEWEST_PRICES) & (frame["below"] >= MOSTLY * frame["priced"])
        ),
        "again": (frame["reached"] >= AGAIN).to_numpy(dtype=bool),
        "many": (frame["recent"].astype("float64") > usual).to_numpy(dtype=bool),
    }


def _overview(ws: Workspace) -> pd.DataFrame:
    try:
        return customer_overview(ws)
    except NotReadyError:
        return pd.DataFrame({Columns.User: [], C.Status: []})
