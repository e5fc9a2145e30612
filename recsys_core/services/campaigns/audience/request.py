"""What an audience is asked for."""

import math
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pandas as pd

from recsys_core.campaigns.audience.curve import Economics
from recsys_core.campaigns.silent.reasons import REASONS
from recsys_core.schema.errors import InputError
from recsys_core.services.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience.target import TARGET_KINDS, TargetKind
from recsys_core.wording.messages import say

Buyers = Literal["all", "repeat", "new"]
BUYERS: tuple[Buyers, ...] = ("all", "repeat", "new")
LEAST_DAYS, MOST_DAYS = 1, 365
MOST_HOLDOUT = 0.5
ANY_REASON = "any"


@dataclass(frozen=True)
class ContactLimits:
    """Who is left out. contacted, bought: within so many days before the day of sending, 0 for no
    limit.  weekly: messages a customer may get within seven days, this one counted; 0 for no limit.
    sends: the day of sending; None for the day after the newest of the data.
    """

    contacted: int = 0
    bought: int = 0
    weekly: int = 0
    sends: pd.Timestamp | None = None


@dataclass(frozen=True)
class MessageMoney:
    """What is known of cost and worth; None where it is not. margin: share of what a buyer spends
    that is kept, 0 to 1.  basket: what a buyer spends; None takes it from the data.
    """

    cost: float | None = None
    margin: float | None = None
    basket: float | None = None
    redemption: float = 0.0

    def worth(self, basket: float | None) -> Economics | None:
        """None where cost, margin or basket are not known."""
        spent = basket if self.basket is None else self.basket
        if self.cost is None or self.margin is None or spent is None:
            return None
        return Economics(self.cost, self.margin, spent, self.redemption)


@dataclass(frozen=True)
class AudienceRequest:
    """kind, value: what it is for.  size: how many at most.  group: out of which customers; None
    for everybody.  silent: out of those whom campaigns reached and who never answered, with this
    reason or `ANY_REASON`; None for whoever it is.  buyers: all, those who bought it before, or
    those who did not.  days: within which a purchase counts.  holdout: the share kept back at
    random.

    Raises `InputError` for a figure out of range.
    """

    kind: TargetKind
    value: str
    size: int
    group: str | None = None
    buyers: Buyers = "all"
    days: int = 28
    holdout: float = 0.1
    limits: ContactLimits = field(default_factory=ContactLimits)
    money: MessageMoney = field(default_factory=MessageMoney)
    seed: int = 42
    silent: str | None = None

    def __post_init__(self) -> None:
        money, limits = self.money, self.limits
        amounts = (money.cost, money.basket, money.redemption)
        ranges = (
            (m.SIZE_RANGE, self.size >= 1),
            (m.DAYS_RANGE, LEAST_DAYS <= self.days <= MOST_DAYS),
            (m.HOLDOUT_RANGE, 0 <= self.holdout <= MOST_HOLDOUT),
            (m.LIMITS_RANGE, min(limits.contacted, limits.bought, limits.weekly) >= 0),
            (m.MARGIN_RANGE, money.margin is None or 0 <= money.margin <= 1),
            (m.MONEY_RANGE, all(0 <= (one or 0) < math.inf for one in amounts)),
            (m.REASON_RANGE, self.silent in (None, ANY_REASON, *REASONS)),
            (m.KIND_RANGE, self.kind in TARGET_KINDS and self.buyers in BUYERS),
        )
        for message, right in ranges:
            if not right:
                raise InputError(say(message))

    def plain(self) -> dict[str, Any]:
        """As kept beside a saved audience."""
        found = asdict(self)
        sends = self.limits.sends
        found["limits"]["sends"] = None if sends is None else sends.isoformat()
        return found
