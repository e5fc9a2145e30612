"""What a bid would have bought: second-price auctions replayed one after the other.

Others are taken to bid as before whatever we do, so that this is a simulation and no forecast.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from recsys_core.campaigns.auction.auctions import Auctions
from recsys_core.schema.types import FloatArray

ROUNDS = 100
"""The pace is looked at so often over the whole course."""
STEP = 0.3
"""How far the pace moves when a round spends twice its share."""


@dataclass(frozen=True)
class Bidding:
    """bid: money offered for a conversion.  budget: money in all.  reserve: the least that is paid
    for one impression.  paced: spend evenly over the course instead of as soon as possible.
    """

    bid: float
    budget: float
    reserve: float = 0.0
    paced: bool = True


@dataclass(frozen=True)
class Replay:
    """What was bought. clicks, conversions, value: expected, from the chances of what was won.

    auctions: how many were held.  ended: the share of them before the money ran out; 1 where it did
    not.  course: (rounds,) money spent after each round.
    """

    bidding: Bidding
    auctions: int
    spend: float
    wins: int
    clicks: float
    conversions: float
    value: float
    ended: float
    course: FloatArray

    @property
    def cost_per_click(self) -> float | None:
        return self.spend / self.clicks if self.clicks > 0 else None

    @property
    def returned(self) -> float | None:
        """Value brought for each unit spent; None where nothing was spent."""
        return self.value / self.spend if self.spend > 0 else None


def replay(auctions: Auctions, bidding: Bidding) -> Replay:
    """Bid `bid` x P(click) x P(conversion), shaded by the pace, in every auction.

    Whoever bids most wins and pays the second highest bid, at least the reserve (Vickrey 1961);
    an equal bid wins. With pacing the bid is divided by 1 + m, where m rises after a round that
    spent more than a fair share of what is left and falls after one that spent less (Balseiro and
    Gur 2019, Management Science 65). Once the next price
    exceeds what is left, nothing more is bought.
    """
    n = len(auctions.price)
    offered = bidding.bid * auctions.click * auctions.conversion
    price = np.maximum(auctions.price, bidding.reserve)
    parts = np.array_split(np.arange(n), min(ROUNDS, max(n, 1)))
    left, shade, won, course = bidding.budget, 0.0, np.zeros(n, dtype=bool), []
    ended = 1.0
    for at, part in enumerate(parts):
        bids = offered[part] / (1 + shade)
        mine = (bids >= price[part]) & (bids > 0)
        paid = np.cumsum(np.where(mine, price[part], 0.0))
        over = mine & (paid > left)
        if over.any():
            mine &= np.arange(len(part)) < over.argmax()
        spent = float(price[part][mine].sum())
        won[part[mine]] = True
        left -= spent
        course.append(bidding.budget - left)
        if over.any():
            ended = float(part[over.argmax()]) / n
            break
        if bidding.paced and left > 0:
            fair = left / max(len(parts) - at - 1, 1)
            shade = max(shade + STEP * (min(spent / fair, 2.0) - 1), 0.0)
    course += course[-1:] * (len(parts) - len(course))
    clicks = auctions.click[won]
    conversions = clicks * auctions.conversion[won]
    return Replay(
        bidding,
        n,
        bidding.budget - left,
        int(won.sum()),
        float(clicks.sum()),
        float(conversions.sum()),
        float((conversions * auctions.value[won]).sum()),
        ended,
        np.array(course),
    )


def at_bids(auctions: Auctions, bidding: Bidding, bids: Sequence[float]) -> list[Replay]:
    """The same auctions at other bids."""
    return [replay(auctions, replace(bidding, bid=bid)) for bid in bids]


def at_budgets(auctions: Auctions, bidding: Bidding, budgets: Sequence[float]) -> list[Replay]:
    """The same auctions with other budgets."""
    return [replay(auctions, replace(bidding, budget=budget)) for budget in budgets]
