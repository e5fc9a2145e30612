"""Reasons in words for a list, from evidence and what the data set knows."""

from collections.abc import Sequence

from recsys_core.explanations.habits import Habits
from recsys_core.explanations.reason_words import Crowd, Grouping, Past, reason
from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.evidence import Evidence
from recsys_core.schema.types import CSR
from recsys_core.services.recommend import messages as m
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say

MONTH_SECONDS = 30.44 * SECONDS_PER_DAY


def reasons_for(
    evidence: Sequence[Evidence], data: Dataset, bought: CSR | None = None
) -> list[str]:
    """One plain line for each piece of evidence.

    bought: (1, n_items) what the customer had, for how often they bought a product itself and
    which they rated low.
    Evidence that shares its past (one array, as `explain_list` gives) is grouped by title once.
    """
    titles, categories = data.item_texts[Columns.Title], data.item_texts[Columns.Category]
    crowd = Crowd(data.item_counts, _period(data))
    past: Past = "rating" if data.kind == "explicit" else "purchase"
    # Views and clicks beside purchases weigh otherwise than 1, and are no visits with a purchase.
    alike = past == "purchase" and bool((data.weight == 1).all())
    habits = Habits(bought) if bought is not None and alike else None
    low = low_ratings(bought, data)
    grouped: dict[int, tuple[Grouping, Grouping]] = {}
    lines = []
    for found in evidence:
        key = id(found.history)
        if key not in grouped:
            by_title = Grouping.of(found.history, titles)
            grouped[key] = by_title, Grouping.of(found.history, categories)
        by_title, by_category = grouped[key]
        habit = habits.of(found.item) if habits else ""
        lines.append(
            reason(
                found,
                by_title,
                categories=by_category,
                past=past,
                crowd=crowd,
                habit=habit,
                low=low,
            )
        )
    return lines


def low_ratings(bought: CSR | None, data: Dataset) -> dict[int, float]:
    """What a (1, n_items) history rated below the middle of the scale: rating by item code."""
    if bought is None or data.kind != "explicit":
        return {}
    pairs = zip(bought.indices.tolist(), bought.data.tolist(), strict=True)
    return {item: rating for item, rating in pairs if rating < sum(data.rating_scale) / 2}


def _period(data: Dataset) -> str:
    """How long the data reaches, as in " in 12 months"; empty without dates."""
    if data.span is None:
        return ""
    months = round((data.span[1] - data.span[0]) / MONTH_SECONDS)
    if months < 1:
        return ""
    return say(m.IN_MONTHS, n=months)
