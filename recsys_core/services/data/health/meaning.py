"""What the rows are: ratings, counts, purchases or clicks, said in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from recsys_core.schema.config import DataSettings
from recsys_core.wording.numbers import count, number, plural

NOUNS = {
    "purchase": "purchase",
    "return": "return",
    "rating": "rating",
    "click": "click",
    "view": "look",
    "cart": "cart addition",
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
    listed = _listed([plural(int(n), NOUNS.get(str(e), str(e))) for e, n in rows.items()])
    found: list[dict[str, str]] = []
    if not rows:
        return Meaning("purchases", "There are no rows yet.", shown, ())
    if rated and _counts(ratings):
        kind = "counts"
        sentence = (
            f"The ratings look like counts: whole numbers from {number(ratings['low'])} to "
            f"{number(ratings['high'])}, half of them at most {number(ratings['middle'])}."
        )
        found.append(
            {
                "code": "ratings_are_counts",
                "severity": "warning",
                "sentence": f"{sentence} Nobody rates on such a scale; import the file again with "
                "that column as the quantity, so that it is not taken for taste.",
            }
        )
    elif rated:
        kind = "ratings"
        sentence = (
            f"{listed}: {plural(int(ratings['values']), 'different value')} from "
            f"{number(ratings['low'])} to {number(ratings['high'])}. Models learn how "
            "much somebody liked a product."
        )
        if ratings["values"] == 1:
            found.append(
                {
                    "code": "ratings_all_equal",
                    "severity": "warning",
                    "sentence": f"Every rating is {number(ratings['low'])}, so ratings cannot tell "
                    "liking from disliking; import the file without that column.",
                }
            )
    elif several:
        kind = "several"
        sentence = f"{listed}, each kind with a weight of its own."
        found.append(
            {
                "code": "several_kinds",
                "severity": "info",
                "sentence": f"The rows are of several kinds: {listed}. A purchase counts "
                f"{number(settings.weight_purchase)}, a cart {number(settings.weight_cart)}, a "
                f"click {number(settings.weight_click)}, a look {number(settings.weight_view)}; "
                "change that if they mean something else to you.",
                "fix": "weights",
            }
        )
    elif signals and signals != ["purchase"]:
        kind = "clicks"
        sentence = f"{listed}, and no purchases: models learn interest, not buying."
    else:
        kind = "purchases"
        sentence = f"{listed}. Each occasion counts once, however many units were bought"
        sentence += "; returns are taken off." if rows.get("return") else "."
    return Meaning(kind, sentence, shown, tuple(found))


def _counts(ratings: Mapping[str, float]) -> bool:
    """Whether a rating column holds counts: whole numbers, many of them, most of them small."""
    return (
        ratings["whole"] == 1
        and ratings["values"] > MOST_STEPS
        and ratings["low"] >= 0
        and ratings["middle"] * 4 <= ratings["high"]
    )


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts) or count(0)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
