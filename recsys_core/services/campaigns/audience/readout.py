"""What became of an audience: those written to beside those the lot kept back.

Everybody counts in the arm the lot put them in, whether or not the message reached them (intention
to treat): who could not be reached is no chance draw of those who were.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.statistics.differences import moments_of, newcombe, sample_ratio, welch
from recsys_core.schema.types import BoolArray, FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience.kept import KeptAudience
from recsys_core.services.campaigns.audience.target import find_target
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import audience_queries
from recsys_core.storage.audiences import MAILED
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, number, share

BEFORE = 91
"""Days before the day of sending of which the spend is told too."""
BROKEN_LOT = 0.001
"""Below this chance the counts of the arms are not what the lot planned (Fabijan et al. 2019)."""


@dataclass(frozen=True)
class AudienceReadout:
    """title: of the products.  days: counted, from the day of sending; planned: of the forecast.
    mailed, held: customers.  bought, held_bought: of them.  difference, low, high: of the shares,
    Newcombe's 95 % interval; NaN without somebody kept back.  spend, spend_low, spend_high: mean
    difference on the products for each customer, Welch.  answered: responses of those written to,
    or clicks (answered_by: answer, click, "" where nothing is known of either); undelivered: of
    them; both 0 where the data says nothing.  ratio_p: of the sizes of the arms.
    expected: buyers or answers (meaning).
    """

    name: str
    title: str
    sends: pd.Timestamp
    days: int
    planned: int
    mailed: int
    held: int
    bought: int
    held_bought: int
    difference: float
    low: float
    high: float
    spend: float
    spend_low: float
    spend_high: float
    answered: int
    undelivered: int
    ratio_p: float
    expected: float
    meaning: str
    answered_by: str

    @property
    def sentences(self) -> list[str]:
        """The headline first."""
        fields = {"mailed": self.mailed, "title": self.title, "days": self.days}
        rate = share(self.bought / self.mailed) if self.mailed else share(0)
        if not self.held:
            told = [say(m.READ_ALONE, rate=rate, **fields)]
        elif self.ratio_p < BROKEN_LOT:
            told = [say(m.READ_BROKEN, mailed=self.mailed, held=self.held)]
        else:
            message = m.READ_OPEN
            if self.low > 0 or self.high < 0:
                message = m.READ_MORE if self.low > 0 else m.READ_LESS
            told = [
                say(
                    message,
                    rate=rate,
                    held=self.held,
                    other=share(self.held_bought / self.held),
                    points=_points(abs(self.difference)),
                    low=_points(self.low if self.difference >= 0 else -self.high),
                    high=_points(self.high if self.difference >= 0 else -self.low),
                    **fields,
                )
            ]
            told += self._spent()
        if self.meaning == "buy":
            expected = count(round(self.expected))
            told.append(say(m.READ_FORECAST, expected=expected, bought=self.bought))
        if self.days < self.planned:
            told.append(say(m.READ_EARLY, days=self.days, planned=self.planned))
        if self.meaning == "answer":
            words = m.READ_FORECAST_BY[self.answered_by]
            told.append(say(words, expected=count(round(self.expected)), answered=self.answered))
        elif self.answered:
            told.append(say(m.READ_ANSWERED_BY[self.answered_by], n=self.answered))
        if self.undelivered:
            told.append(say(m.READ_UNDELIVERED, n=self.undelivered))
        return told

    def _spent(self) -> list[str]:
        """What those written to spent beside the others; nothing where no amount is known."""
        if np.isnan([self.spend, self.spend_low, self.spend_high]).any():
            return []
        message, sign = m.READ_SPENT_OPEN, 1
        if self.spend_low > 0 or self.spend_high < 0:
            message, sign = m.READ_SPENT_MORE, 1
            if self.spend_high < 0:
                message, sign = m.READ_SPENT_LESS, -1
        low, high = sorted((sign * self.spend_low, sign * self.spend_high))
        fields = {"low": money(low), "high": money(high)}
        return [say(message, spend=money(sign * self.spend), **fields)]

    def to_json(self) -> dict[str, Any]:
        """Plain values, NaN as None."""
        found = {
            name: None if isinstance(value, float) and np.isnan(value) else value
            for name, value in vars(self).items()
        }
        return found | {"sends": self.sends.date().isoformat(), "sentences": self.sentences}


@dataclass(frozen=True)
class AudienceOutcomes:
    """What the members of a kept audience did from the day of sending on. title: of the products.
    days: counted; planned: of the forecast.  held, bought, spend: (n,) in the order of the members,
    spend on the products.  priced: whether any amount is known.  before: (n,) the same of as many
    days before as `BEFORE`.
    """

    title: str
    sends: pd.Timestamp
    days: int
    planned: int
    held: BoolArray
    bought: BoolArray
    spend: FloatArray
    priced: bool
    before: FloatArray


@needs(Role.VIEWER)
def outcomes_of(ws: Workspace, kept: KeptAudience) -> AudienceOutcomes:
    """Who bought what the audience was for, from the day of sending on, as far as the data goes.

    `NotReadyError` where the data ends before that day.
    """
    record, users = kept.record, kept.members[Columns.User]
    target = find_target(ws, record.definition["kind"], record.definition["value"])
    sends, planned = pd.Timestamp(record.sends).normalize(), int(record.definition["days"])
    with ws.db.read() as cursor:
        newest = audience_queries.newest_purchase(cursor)
        if newest is None or newest < sends:
            raise NotReadyError(say(m.READ_LATER, day=written_day(sends)))
        days = min((newest - sends).days + 1, planned)
        ends = sends, sends + pd.Timedelta(days=days)
        found = audience_queries.bought_between(cursor, target.products, *ends)
        ends = sends - pd.Timedelta(days=BEFORE), sends
        earlier = audience_queries.bought_between(cursor, target.products, *ends)
    spend, before = (one.set_index(Columns.User)["spend"] for one in (found, earlier))
    each, each_before = (
        users.map(one).fillna(0.0).to_numpy(dtype=np.float64) for one in (spend, before)
    )
    held = (kept.members["arm"] != MAILED).to_numpy()
    bought = users.isin(spend.index).to_numpy()
    priced = bool(spend.notna().any())
    return AudienceOutcomes(
        target.title, sends, days, planned, held, bought, each, priced, each_before
    )


@needs(Role.VIEWER)
def read_out(ws: Workspace, kept: KeptAudience) -> AudienceReadout:
    """Those written to beside those kept back. `NotReadyError` as `outcomes_of`."""
    record, found = kept.record, outcomes_of(ws, kept)
    with ws.db.read() as cursor:
        answered, lost, by = audience_queries.heard_of(cursor, record.name)
    held, bought, each = found.held, found.bought, found.spend
    n = np.array([(~held).sum(), held.sum()])
    hits = np.array([(bought & ~held).sum(), (bought & held).sum()])
    difference = low = high = gap = gap_low = gap_high = ratio_p = float("nan")
    if n.all():
        rates = hits / n
        difference = float(rates[0] - rates[1])
        low, high = (float(one[0]) for one in newcombe(rates[:1], n[:1], rates[1:], n[1:]))
        mailed, other = (
            moments_of(each[arm], np.zeros(int(arm.sum()), dtype=np.int64), 1)
            for arm in (~held, held)
        )
        if found.priced:
            gap = float(mailed.mean[0] - other.mean[0])
            gap_low, gap_high = (float(one[0]) for one in welch(mailed, other))
            if gap_low == gap_high:  # nobody differs from anybody: nothing says how far chance goes
                gap_low = gap_high = float("nan")
        ratio_p = sample_ratio(n, np.array([1 - record.share, record.share]))
    at_work = set(kept.members[Columns.User][~held])
    return AudienceReadout(
        record.name, found.title, found.sends, found.days, found.planned, int(n[0]), int(n[1]),
        int(hits[0]), int(hits[1]), difference, low, high, gap, gap_low, gap_high,
        len(answered & at_work), len(lost & at_work), ratio_p,
        float(record.forecast["expected_responders"]), record.forecast.get("meaning", "buy"),
        by,
    )  # fmt: skip


def _points(value: float) -> str:
    """A difference of shares in percentage points."""
    return number(100 * value)
