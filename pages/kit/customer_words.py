"""A customer in figures and sentences. Nothing of Streamlit in here."""

import pandas as pd

from pages.kit.layout import Figure
from recsys_core.schema.columns import Columns
from recsys_core.services.customers.profiles import CustomerProfile
from recsys_core.wording.dates import day
from recsys_core.wording.numbers import UNKNOWN, count, money, number, plural


def figures(profile: CustomerProfile) -> list[Figure]:
    """The customer in four figures: last seen, how often, how much, how regularly."""
    life, rfm = profile.lifecycle, profile.rfm
    rated = profile.activity.kind == "rating"
    since = life["days_since_last"]
    noun = "rating" if rated else "purchase"
    tiles = [
        Figure(
            "Away for",
            UNKNOWN if since is None else plural(round(since), "day"),
            f"From the last {noun} ({_day(life['last'])}) to the end of the data "
            f"({_day(life['data_until'])}).",
        ),
        Figure(
            rfm["frequency_unit"].capitalize() if not rated else "Ratings",
            count(rfm["products"] if rated else rfm["frequency"]),
            f"Between {_day(life['first'])} and {_day(life['last'])}.",
        ),
    ]
    if rated:
        mean = profile.recent[Columns.Rating].mean()
        tiles.append(Figure("Mean rating", number(mean, 2), "Of all ratings by this customer."))
    elif rfm["spend"] is None:
        tiles.append(Figure("Products", count(rfm["products"]), "Different products."))
    else:
        tiles.append(
            Figure("Spend", money(rfm["spend"]), "All purchases together, returns left out.")
        )
    interval = life["interval_days"]
    tiles.append(
        Figure(
            "Rates every" if rated else "Comes every",
            UNKNOWN if interval is None else _days(interval),
            "Mean number of days from one day with a visit to the next; unknown before the third.",
        )
    )
    return tiles


def status_line(profile: CustomerProfile) -> str:
    """Segment and status with what they mean."""
    rfm, life = profile.rfm, profile.lifecycle
    means, now = _lower(rfm["meaning"]), _lower(life["meaning"])
    return f"{rfm['segment']}: {means} Now {life['status']}: {now}"


def base_answer(overview: pd.DataFrame, segments: pd.DataFrame) -> str:
    """The customer base in a sentence: how many, the strongest segment, who is slipping away."""
    people = plural(len(overview), "customer")
    best = segments.iloc[0]
    share_of = f"{round(best['share'] * 100)} %"
    sentence = f"{people}: {share_of} are {str(best['segment']).lower()}"
    spend = segments["spend"].sum()
    if spend and spend > 0:
        sentence += f" and bring {round(best['spend'] / spend * 100)} % of the spend"
    going = int(overview["status"].isin(["slipping", "lost"]).sum())
    if going:
        sentence += f"; {going:,} have been away for longer than is usual for them"
    return f"{sentence}."


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _days(interval: float) -> str:
    text = number(interval, 2)
    return "day" if text == "1" else f"{text} days"


def _day(iso: str | None) -> str:
    return UNKNOWN if iso is None else day(pd.Timestamp(iso))
