"""A customer, and all of them, in figures and sentences."""

from collections.abc import Sequence

import pandas as pd

from recsys_core.profiles.overdue import CameBack
from recsys_core.schema.columns import Columns
from recsys_core.services.customers import messages as m
from recsys_core.services.customers.profiles import CustomerProfile
from recsys_core.wording.dates import day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, count, money, number, share

Tile = tuple[str, str, str]
"""Label, value, and what the value counts."""


def figures(profile: CustomerProfile) -> list[Tile]:
    """The customer in four figures: last seen, how often, how much, how regularly."""
    rated = profile.activity.kind == "rating"
    return [_away(profile, rated), _often(profile, rated), _much(profile, rated), _pace(profile)]


def status_line(profile: CustomerProfile) -> str:
    """Segment and status with what they mean."""
    rfm, life = profile.rfm, profile.lifecycle
    means, now = _lower(rfm["meaning"]), _lower(life["meaning"])
    return say(m.STATUS, segment=rfm["segment"], means=means, status=life["status"], now=now)


def base_answer(overview: pd.DataFrame, segments: pd.DataFrame) -> str:
    """The customer base in a sentence: how many, the strongest segment, who is overdue."""
    best = segments.iloc[0]
    text = say(
        m.BASE,
        customers=say(m.CUSTOMERS, n=len(overview)),
        share=share(best["share"]),
        segment=str(best["segment"]).lower(),
    )
    spend = segments["spend"].sum()
    if spend and spend > 0:
        text = say(m.BASE_SPENDS, base=text, share=share(best["spend"] / spend))
    n = _overdue(overview)
    return say(m.BASE_AWAY, base=text, overdue=say(m.OVERDUE, n=n)) if n else f"{text}."


def overdue_answer(overview: pd.DataFrame, before: Sequence[CameBack]) -> str:
    """How many are overdue, and of those called so on earlier days how many came back."""
    n = _overdue(overview)
    if not n:
        return ""
    overdue, rates = say(m.OVERDUE, n=n), return_answer(overview, before)
    return say(m.AND_CAME_BACK, overdue=overdue, rates=rates) if rates else overdue


def return_answer(overview: pd.DataFrame, before: Sequence[CameBack]) -> str:
    """Of those called overdue on earlier days, how many came back, the latest day first; empty
    where nobody is overdue or was.
    """
    if not before or not _overdue(overview):
        return ""
    newest, *others = [{"day": day(b.day), "share": share(b.back / b.called)} for b in before[::-1]]
    rates = and_list(say(m.ON_DAY, **one) for one in others)
    earlier = say(m.CAME_BACK_TOO, rates=rates) if rates else ""
    return say(m.CAME_BACK, earlier=earlier, days=before[0].days, **newest)


def _overdue(overview: pd.DataFrame) -> int:
    return int(overview["status"].isin(["overdue", "lost"]).sum())


def _away(profile: CustomerProfile, rated: bool) -> Tile:
    life = profile.lifecycle
    since = life["days_since_last"]
    return (
        say(m.AWAY_FOR),
        UNKNOWN if since is None else say(m.DAYS, n=round(since)),
        say(
            m.SINCE_LAST_RATING if rated else m.SINCE_LAST_PURCHASE,
            last=_day(life["last"]),
            until=_day(life["data_until"]),
        ),
    )


def _often(profile: CustomerProfile, rated: bool) -> Tile:
    rfm, life = profile.rfm, profile.lifecycle
    about = say(m.BETWEEN, first=_day(life["first"]), last=_day(life["last"]))
    if rated:
        return say(m.RATINGS_LABEL), count(rfm["products"]), about
    return rfm["frequency_unit"].capitalize(), count(rfm["frequency"]), about


def _much(profile: CustomerProfile, rated: bool) -> Tile:
    rfm = profile.rfm
    if rated:
        mean = profile.recent[Columns.Rating].mean()
        return say(m.MEAN_RATING), number(mean), say(m.OF_ALL_RATINGS)
    if rfm["spend"] is None:
        return say(m.PRODUCTS), count(rfm["products"]), say(m.DIFFERENT_PRODUCTS)
    return say(m.SPEND), money(rfm["spend"]), say(m.ALL_PURCHASES)


def _pace(profile: CustomerProfile) -> Tile:
    rated, text = profile.activity.kind == "rating", number(profile.interval)
    label = say(m.RATES_EVERY if rated else m.COMES_EVERY)
    days = text if text == UNKNOWN else say(m.EVERY_DAYS, n=1 if text == "1" else text)
    return label, days, say(m.ABOUT_INTERVAL)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _day(iso: str | None) -> str:
    return UNKNOWN if iso is None else day(pd.Timestamp(iso))
