"""Who the customers are: finding them, one profile, all of them, and their segments."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.profiles import neighbours as alike
from recsys_core.profiles import taste, timeline
from recsys_core.profiles.rfm import SEGMENTS, meaning
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import NotFoundError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers import messages as m
from recsys_core.services.customers.customer_figures import (
    lifecycle_figures,
    recent_columns,
    records,
    rfm_figures,
)
from recsys_core.services.customers.customer_words import first_line
from recsys_core.services.workspace.customer_state import (
    CustomerState,
    average_shares,
    customer_state,
    neighbour_space,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import customer_queries
from recsys_core.storage.customer_queries import Activity
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say

NEIGHBOURS = 10
_CLOSE_AMONG = 50_000


@dataclass(frozen=True)
class CustomerProfile:
    """One customer. Unknown figures are None in the dicts and NaN or NaT in the frames.

    sentence: the first line of the page.  interval: mean days between visits, as the sentence
    rounds it; NaN where unknown.
    activity: what the figures count (purchases, ratings or visits), and whether there are dates.
    rfm: recency_days, frequency, frequency_unit, spend, products, r, f, m, segment, meaning.
    lifecycle: status, meaning, interval_days, days_since_last, first, last, next_expected,
    data_until (ISO dates); next_expected_by: "orders" or "mean gap", see `customer_state`.
    tastes: category, purchases, share, average_share, lift.
    neighbours: user_id, similarity, shared_products, rarest (titles), segment.
    attributes: what the customer list says.
    timeline: ts, order_id, products, units, spend, titles; a row per visit, latest first.
    months: month, category, purchases, spend.
    recent: ts, item_id, title, category, quantity, revenue (rating instead, for ratings): every
    line, latest first, without returns.  lines: the same with every column.  alike: finds the
    neighbours.  Neighbours, timeline and months are worked out when they are asked for.
    """

    user_id: str
    sentence: str
    activity: Activity
    rfm: dict[str, Any]
    lifecycle: dict[str, Any]
    interval: float
    tastes: pd.DataFrame
    attributes: dict[str, str]
    recent: pd.DataFrame
    lines: pd.DataFrame
    alike: Callable[[], pd.DataFrame]

    @cached_property
    def neighbours(self) -> pd.DataFrame:
        return self.alike()

    @cached_property
    def timeline(self) -> pd.DataFrame:
        return timeline.visits(self.lines)

    @cached_property
    def months(self) -> pd.DataFrame:
        return timeline.by_month(self.lines)


@needs(Role.VIEWER)
def customer_overview(ws: Workspace) -> pd.DataFrame:
    """All customers, most active first: user_id, label, visits, days, spend, products, first_ts,
    last_ts, recency_days, r, f, m, segment, interval_days, status, next_expected,
    next_expected_by.

    Computed once per data version. Raises `NotReadyError` when there are no customers yet.
    """
    return customer_state(ws).overview.copy(deep=False)


@needs(Role.VIEWER)
def segment_summary(ws: Workspace) -> pd.DataFrame:
    """segment, customers, share, visits (mean), spend (sum), recency_days (median), meaning; the
    best segment first.
    """
    frame = customer_state(ws).overview
    grouped = frame.groupby(Columns.Segment)
    out = pd.DataFrame(
        {
            C.Customers: grouped.size(),
            C.Share: grouped.size() / len(frame),
            C.Visits: grouped[C.Visits].mean(),
            C.Spend: grouped[C.Spend].sum(min_count=1),
            C.Recency: grouped[C.Recency].median(),
        }
    )
    out = out.reindex([name for name in SEGMENTS if name in out.index]).reset_index(
        names=Columns.Segment
    )
    spends = bool(frame[C.Spend].notna().any())
    out[C.Meaning] = [meaning(name, spends=spends) for name in out[Columns.Segment]]
    return out


@needs(Role.VIEWER)
def random_customer(ws: Workspace, seed: int, segment: str | None = None) -> str:
    """A customer drawn with `seed`, of one segment if given."""
    ids = _ids(customer_state(ws), segment)
    return str(ids[int(np.random.default_rng(seed).integers(len(ids)))])


@needs(Role.VIEWER)
def next_customer(ws: Workspace, user_id: str, step: int, segment: str | None = None) -> str:
    """The customer `step` places further down `customer_overview` (negative: up), in a circle.

    Within one segment if given; a customer who is not in it leads to its first.
    """
    state = customer_state(ws)
    _row(ws, state, user_id)
    ids = _ids(state, segment)
    at = np.flatnonzero(ids == user_id)
    return str(ids[(int(at[0]) + step) % len(ids)] if len(at) else ids[0])


@needs(Role.VIEWER)
def customer_profile(ws: Workspace, user_id: str) -> CustomerProfile:
    """Everything about one customer; `NotFoundError` with close numbers if there is none such."""
    user_id = user_id.strip()
    state = customer_state(ws)
    row = _row(ws, state, user_id)
    what = state.activity
    with ws.db.read() as cursor:
        every_line = customer_queries.lines_of(cursor, user_id, what)
    lines = every_line[every_line[Columns.Event] != "return"].reset_index(drop=True)
    named = lines[lines[Columns.Category] != ""]
    own = named.groupby(Columns.Category).size().rename(C.Purchases).reset_index()
    tastes = taste.tastes(own, average_shares(ws, state))
    products = int(lines[Columns.Item].nunique())
    return CustomerProfile(
        user_id=user_id,
        sentence=first_line(
            user_id,
            what,
            segment=str(row[Columns.Segment]),
            visits=int(row[C.Visits]),
            products=products,
            interval=float(row[C.Interval]),
            away=float(row[C.Recency]),
            status=str(row[C.Status]),
            standout=taste.standout(tastes),
        ),
        activity=what,
        rfm=rfm_figures(row, what, products),
        lifecycle=lifecycle_figures(row, what),
        interval=float(row[C.Interval]),
        tastes=tastes,
        attributes=dict(state.attributes.get(user_id, {})),
        recent=lines[recent_columns(what)],
        lines=lines,
        alike=lambda: _neighbours(ws, state, user_id),
    )


def profile_json(profile: CustomerProfile) -> dict[str, Any]:
    """What `profile --json` prints: user, sentence, rfm, lifecycle, tastes, neighbours, attributes;
    null where unknown.
    """
    return {
        "user": profile.user_id,
        "sentence": profile.sentence,
        "rfm": profile.rfm,
        "lifecycle": profile.lifecycle,
        "tastes": records(profile.tastes),
        "neighbours": records(profile.neighbours),
        "attributes": profile.attributes,
    }


def _row(ws: Workspace, state: CustomerState, user_id: str) -> "pd.Series[Any]":
    found = np.flatnonzero((state.overview[Columns.User] == user_id).to_numpy(dtype=bool))
    if len(found):
        return state.overview.iloc[int(found[0])]
    if user_id in state.attributes:
        raise NotFoundError(say(m.BOUGHT_NOTHING, user=user_id))
    close = or_list(_close(state, user_id))
    hint = say(m.DID_YOU_MEAN, customers=close) if close else say(m.SEARCH_INSTEAD)
    raise NotFoundError(say(m.NO_SUCH_CUSTOMER, user=repr(user_id), hint=hint))


def _close(state: CustomerState, user_id: str) -> list[str]:
    """At most three existing numbers that look like the one typed."""
    ids = state.overview[Columns.User]
    if len(ids) > _CLOSE_AMONG:
        ids = ids[ids.str.startswith(user_id[:1])].head(_CLOSE_AMONG)
    return [str(found) for found in difflib.get_close_matches(user_id, list(ids), n=3)]


def _ids(state: CustomerState, segment: str | None) -> Any:
    frame = state.overview
    if segment is not None:
        frame = frame[frame[Columns.Segment] == segment]
    if frame.empty:
        raise NotFoundError(say(m.EMPTY_SEGMENT, segment=repr(segment)))
    return frame[Columns.User].to_numpy(dtype=object)


def _neighbours(ws: Workspace, state: CustomerState, user_id: str) -> pd.DataFrame:
    space = neighbour_space(ws)
    if space is None or not space[0].has_user(user_id):
        found = alike.Neighbours(np.empty(0, int), np.empty(0), np.empty(0, int))
        ids, titles = np.empty(0, dtype=object), np.empty(0, dtype=object)
    else:
        data, unit = space
        found = alike.nearest_users(data.matrix, data.user_code(user_id), NEIGHBOURS, unit)
        ids = data.users[Columns.User].to_numpy(dtype=object)[found.rows]
        titles = data.item_texts[Columns.Title]
    segments = state.overview.set_index(Columns.User)[Columns.Segment]
    return pd.DataFrame(
        {
            Columns.User: ids,
            C.Similarity: found.similarity.astype(float),
            C.SharedProducts: found.shared,
            C.Rarest: [and_list(str(titles[at]) for at in one) for one in found.rarest],
            Columns.Segment: segments.reindex(ids).to_numpy(dtype=object),
        }
    )
