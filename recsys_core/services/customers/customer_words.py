"""A customer in one sentence."""

import math

from recsys_core.profiles.taste import Standout
from recsys_core.services.customers import messages as m
from recsys_core.storage.customer_queries import Activity
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, times

KNOWN_AS = {
    "Champions": m.CHAMPION,
    "Loyal": m.LOYAL,
    "Promising": m.PROMISING,
    "Occasional": m.OCCASIONAL,
    "At risk": m.AT_RISK,
    "Dormant": m.DORMANT,
    "Frequent": m.FREQUENT,
    "Regular": m.REGULAR,
}


def first_line(
    user_id: str,
    what: Activity,
    *,
    segment: str,
    visits: int,
    products: int,
    interval: float,
    away: float,
    status: str,
    standout: Standout | None,
) -> str:
    """As in: Customer 718: loyal, 63 visits, buys every 5.80 days, dairy 4.20 × the average.

    interval and away are days, NaN where unknown; away counts to the newest moment of the data.
    """
    parts = [say(KNOWN_AS.get(segment, segment.lower()))]
    if what.kind == "rating":
        rated = say(m.RATED, n=products)
        by_day = what.visit == "day"
        parts.append(say(m.RATED_OVER_DAYS, rated=rated, n=visits) if by_day else rated)
    else:
        by_line = what.visit == "line" and what.kind == "purchase"
        parts.append(say(m.MADE_PURCHASES if by_line else m.MADE_VISITS, n=visits))
        parts += _rhythm(what, interval, away, status)
    if not what.dated:
        parts.append(say(m.DATES_UNKNOWN))
    if standout is not None:
        name = in_sentence(standout.category)
        # A name with a comma ("vegetables, shelf stable") goes last, so as not to break the list.
        stands_out = m.STANDS_OUT_IN if "," in name else m.STANDS_OUT
        parts.append(say(stands_out, category=name, times=times(standout.lift)))
    return say(m.CUSTOMER, user=user_id, facts=", ".join(parts))


def _rhythm(what: Activity, interval: float, away: float, status: str) -> list[str]:
    buys, leaving = what.kind == "purchase", status in ("overdue", "lost")
    gone = "" if math.isnan(away) else say(m.AWAY, n=round(away))
    if math.isnan(interval):
        return [gone] if gone and leaving else []
    figure = number(interval)
    every = say(m.EVERY, n=1 if figure == "1" else figure)
    if status == "overdue":
        return [say(m.OVERDUE_BUYS if buys else m.OVERDUE_COMES, every=every, away=gone)]
    if leaving:
        return [say(m.USED_TO_BUY if buys else m.USED_TO_COME, every=every, away=gone)]
    return [say(m.BUYS if buys else m.COMES, every=every)]


def in_sentence(name: str) -> str:
    """A category name within a sentence: "Fluid milk" -> "fluid milk"; "BBQ" and "DVDs" stay."""
    return name[0].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name
