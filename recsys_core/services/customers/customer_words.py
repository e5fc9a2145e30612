"""A customer in one sentence."""

import math

from recsys_core.profiles.taste import Standout
from recsys_core.storage.customer_queries import Activity

KNOWN_AS = {
    "Champions": "champion",
    "Loyal": "loyal",
    "Promising": "promising",
    "Occasional": "occasional",
    "At risk": "at risk",
    "Dormant": "dormant",
    "Frequent": "frequent",
    "Regular": "regular",
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
    """As in: Customer 718: loyal, 63 visits, buys every 5.8 days, organic dairy 4 x the average.

    interval and away are days, NaN where unknown; away counts to the newest moment of the data.
    """
    parts = [KNOWN_AS.get(segment, segment.lower())]
    if what.kind == "rating":
        over = f" over {counted(visits, 'day')}" if what.visit == "day" else ""
        parts.append(f"rated {counted(products, 'product')}{over}")
    else:
        noun = "purchase" if what.visit == "line" and what.kind == "purchase" else "visit"
        parts.append(counted(visits, noun))
        parts += _rhythm(what, interval, away, status)
    if not what.dated:
        parts.append("dates unknown")
    if standout is not None:
        name, often = in_sentence(standout.category), f"{times(standout.lift)} the average"
        # A name with a comma ("vegetables, shelf stable") goes last, so as not to break the list.
        parts.append(f"{often} in {name}" if "," in name else f"{name} {often}")
    return f"Customer {user_id}: {', '.join(parts)}."


def _rhythm(what: Activity, interval: float, away: float, status: str) -> list[str]:
    verb = "buy" if what.kind == "purchase" else "come"
    gone = "" if math.isnan(away) else f"away for {counted(round(away), 'day')}"
    if math.isnan(interval):
        return [gone] if gone and status in ("slipping", "lost") else []
    figure = f"{interval:,.{1 if interval < 9.95 else 0}f}".removesuffix(".0")
    every = "day" if figure == "1" else f"{figure} days"
    if status in ("slipping", "lost"):
        return [f"used to {verb} every {every} and has been {gone}"]
    return [f"{verb}s every {every}"]


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 visit, 1,240 visits."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def times(lift: float) -> str:
    """How many times, in short: 4 x from three on, 1.8 x below."""
    return f"{lift:,.0f} x" if lift >= 3 else f"{lift:.1f} x"


def in_sentence(name: str) -> str:
    """A category name within a sentence: "Fluid milk" -> "fluid milk"; "BBQ" and "DVDs" stay."""
    return name[0].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name
