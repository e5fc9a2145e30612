"""What the rows are: ratings, counts, purchases or clicks, said in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from recsys_core.schema.config import DataSettings
from recsys_core.services.data.health import messages as m
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import given

EVENTS = {
    "purchase": m.PURCHASES,
    "return": m.RETURN_EVENTS,
    "rating": m.RATINGS,
    "click": m.CLICKS,
    "view": m.LOOKS,
    "cart": m.CART_ADDITIONS,
}
SIGNALS = ("purchase", "cart", "click", "view")
MOST_STEPS = 21
"""More different whole values than this are no scale that anybody rates on."""


@dataclass(frozen=True)
class Meaning:
    """What the rows are.

    kind: "ratings", "counts" (a rating column that counts something), "purchases", "clicks" (looks,
    clicks and carts without purchases) or "several". `events`: event, rows, customers, products,
    weight (what one counts now; NaN where weights play no part).
    """

    kind: str
    sentence: str
    events: pd.DataFrame
    findings: tuple[dict[str, str], ...]


def meaning(
    events: pd.DataFrame, ratings: Mapping[str, float], rated: bool, settings: DataSettings
) -> Meaning:
    """Judge the kinds of events and the values of the ratings; `rated`: they are the majority."""
    rows = dict(zip(events["event"], events["rows"], strict=True))
    signals = [event for event in SIGNALS if event in rows]
    several = not rated and len(signals) > 1
    shown = events.assign(
        weight=[
            float(getattr(settings, f"weight_{e}", settings.weight_purchase)) if several else None
            for e in events["event"]
        ]
    )
    listed = and_list(say(EVENTS[str(event)], n=int(n)) for event, n in rows.items())
    scale = {name: given(ratings[name]) for name in ("low", "high", "middle") if name in ratings}
    found: list[dict[str, str]] = []
    if not rows:
        return Meaning("purchases", say(m.NO_ROWS), shown, ())
    if rated and _counts(ratings):
        kind, sentence = "counts", say(m.RATINGS_ARE_COUNTS, **scale)
        counted = say(m.NOBODY_RATES_SO, **scale)
        found.append({"code": "ratings_are_counts", "severity": "warning", "sentence": counted})
    elif rated:
        kind, sentence = "ratings", say(m.RATED, events=listed, n=int(ratings["values"]), **scale)
        if ratings["values"] == 1:
            equal = say(m.RATINGS_ALL_EQUAL, value=scale["low"])
            found.append({"code": "ratings_all_equal", "severity": "warning", "sentence": equal})
    elif several:
        kind, sentence = "several", say(m.SEVERAL_KINDS, events=listed)
        weights = {name: given(getattr(settings, f"weight_{name}")) for name in SIGNALS}
        found.append(
            {
                "code": "several_kinds",
                "severity": "info",
                "sentence": say(m.WEIGHTS_OF_KINDS, events=listed, **weights),
                "fix": "weights",
            }
        )
    elif signals and signals != ["purchase"]:
        kind, sentence = "clicks", say(m.NO_PURCHASES, events=listed)
    else:
        occasions = m.OCCASIONS_WITHOUT_RETURNS if rows.get("return") else m.OCCASIONS
        kind, sentence = "purchases", say(occasions, events=listed)
    return Meaning(kind, sentence, shown, tuple(found))


def _counts(ratings: Mapping[str, float]) -> bool:
    """Whether a rating column holds counts: whole numbers, many of them, most of them small."""
    return (
        ratings["whole"] == 1
        and ratings["values"] > MOST_STEPS
        and ratings["low"] >= 0
        and ratings["middle"] * 4 <= ratings["high"]
    )
