"""Every campaign of a workspace in figures, and one of them looked back on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.campaigns.past.answers import answer_curve
from recsys_core.campaigns.past.control import ArmsCompared, compare_means, compare_shares
from recsys_core.campaigns.past.rates import rates
from recsys_core.campaigns.past.spending import WindowSpend, spending
from recsys_core.campaigns.past.windows import PastWindow, past_windows
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import NotFoundError, NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.past import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import campaign_queries
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

CLOSE = 10
"""So many campaigns are named where one is asked for that is not there."""


@dataclass(frozen=True)
class PastCampaigns:
    """All campaigns. rows: as of `campaign_queries.campaign_totals`, with rate, low, high of those
    who answered among those reached (NaN where nobody is known to be) and over (False where its
    last day lies after the data).  reached, answered: different customers over all of them.
    """

    rows: pd.DataFrame
    reached: int
    answered: int
    until: pd.Timestamp | None


@dataclass(frozen=True)
class CampaignReview:
    """One campaign looked back on.

    row: its line of `PastCampaigns`.  people: user_id, control, reached, responded, first_ts and,
    with dated purchases, spend_0, orders_0 … of the windows; everybody in the target group.
    windows: before, during, after; none without a first day or dated purchases.  spend: of those
    reached.  curve, offers, products, messages: see `answer_curve`, `offers_of`, `products_of`,
    `messages_of`.  compared: against the control arm; empty without one.
    """

    row: "pd.Series[object]"
    people: pd.DataFrame
    windows: tuple[PastWindow, ...]
    spend: tuple[WindowSpend, ...]
    curve: pd.DataFrame
    offers: pd.DataFrame
    products: pd.DataFrame
    messages: dict[str, int]
    compared: tuple[ArmsCompared, ...]

    @property
    def campaign_id(self) -> str:
        return str(self.row["campaign_id"])

    @property
    def start(self) -> pd.Timestamp | None:
        found = pd.Timestamp(self.row["start_ts"])
        return None if pd.isna(found) else found

    @property
    def reached(self) -> pd.DataFrame:
        """The people but for the control arm and those to whom nothing got through."""
        return self.people[self.people["reached"]]

    @property
    def paid(self) -> bool:
        """Whether it is known what those reached spent."""
        return any(np.isfinite(one.mean) for one in self.spend)


_all: PerWorkspace[int, PastCampaigns] = PerWorkspace("past campaigns", most=1)
_each: PerWorkspace[tuple[int, str], CampaignReview] = PerWorkspace(
    "campaigns looked back on", most=32
)


@needs(Role.VIEWER)
def past_campaigns(ws: Workspace) -> PastCampaigns:
    """All campaigns, once per data version; `NotReadyError` where the data has none."""
    found = _all.get(ws, ws.data_version(), lambda: _ask(ws))
    if found.rows.empty:
        raise NotReadyError(say(m.NO_CAMPAIGNS))
    return found


@needs(Role.VIEWER)
def has_campaigns(ws: Workspace) -> bool:
    """Whether the data knows of any campaign."""
    return not _all.get(ws, ws.data_version(), lambda: _ask(ws)).rows.empty


@needs(Role.VIEWER)
def campaign_review(ws: Workspace, campaign_id: str) -> CampaignReview:
    """One campaign by its number or, where no other has it, its name; `NotFoundError` with the
    numbers there are.
    """
    rows = past_campaigns(ws).rows
    wanted = campaign_id.strip()
    found = rows[rows["campaign_id"] == wanted]
    if found.empty:
        found = rows[rows["name"].str.casefold() == wanted.casefold()]
    if len(found) != 1:
        names = [*rows["campaign_id"].head(CLOSE)]
        raise NotFoundError(say(m.NO_SUCH_CAMPAIGN, campaign=wanted, names=or_list(names)))
    row = found.iloc[0]
    key = (ws.data_version(), str(row["campaign_id"]))
    return _each.get(ws, key, lambda: _review(ws, row))


def offers_with_rates(review: CampaignReview) -> pd.DataFrame:
    """`offers` with rate, low, high: the share of those reached who answered by each."""
    n = np.full(len(review.offers), len(review.reached))
    share, low, high = rates(review.offers["customers"].to_numpy(), n)
    return review.offers.assign(rate=share, low=low, high=high)


def _ask(ws: Workspace) -> PastCampaigns:
    with ws.db.read() as cursor:
        rows = campaign_queries.campaign_totals(cursor)
        reached, answered = campaign_queries.reached_in_all(cursor)
        _, until = campaign_queries.data_days(cursor)
    share, low, high = rates(rows["responded"].to_numpy(), rows["targeted"].to_numpy())
    over = pd.Series(True, index=rows.index)
    if until is not None:
        over = ~(rows["end_ts"].dt.normalize() > until)
    rows = rows.assign(rate=share, low=low, high=high, over=over)
    return PastCampaigns(rows, reached, answered, until)


def _review(ws: Workspace, row: "pd.Series[object]") -> CampaignReview:
    campaign = str(row["campaign_id"])
    start, end = (pd.Timestamp(row[name]) for name in ("start_ts", "end_ts"))
    windows: tuple[PastWindow, ...] = ()
    with ws.db.read() as cursor:
        people = campaign_queries.reached_in(cursor, campaign)
        messages = campaign_queries.messages_of(cursor, campaign)
        offers = campaign_queries.offers_of(cursor, campaign)
        first, last = campaign_queries.data_days(cursor)
        products = pd.DataFrame(columns=campaign_queries.PRODUCT_COLUMNS)
        spend: list[WindowSpend] = []
        if first is not None and last is not None and not pd.isna(start):
            windows = past_windows(start, end, first, last)
            spans = [(one.start, one.end) for one in windows]
            bought = campaign_queries.bought_within(cursor, people[Columns.User], spans)
            people = pd.concat([people, bought], axis=1)
            reached = people[people["reached"]]
            spend = spending(reached, reached["responded"].to_numpy(dtype=bool), windows)
            products = campaign_queries.products_of(cursor, campaign, *spans[1])
    answered = people.loc[people["responded"] & people["reached"], "first_ts"]
    curve = answer_curve(answered, start)
    compared = tuple(_compared(people, windows))
    return CampaignReview(
        row, people, windows, tuple(spend), curve, offers, products, messages, compared
    )


def _compared(people: pd.DataFrame, windows: tuple[PastWindow, ...]) -> list[ArmsCompared]:
    """Who bought and what was spent while it ran, and answers where the control arm has some: those
    left out can mostly not answer, which says nothing.
    """
    control = people["control"].to_numpy(dtype=bool)
    if control.all() or not control.any():
        return []
    found = []
    if windows and windows[1].days:
        found.append(compare_shares("bought", people["orders_1"].to_numpy() > 0, control))
        if people["spend_1"].notna().all():
            found.append(compare_means("spend", people["spend_1"].to_numpy(dtype=float), control))
    responded = people["responded"].to_numpy(dtype=bool)
    if responded[control].any():
        found.append(compare_shares("answered", responded, control))
    return found
