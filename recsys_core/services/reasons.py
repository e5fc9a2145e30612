"""Reasons in words for a list, from evidence and what the data set knows."""

from collections.abc import Sequence

from recsys_core.explanations.wording import Crowd, Past, reason
from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.evidence import Evidence

MONTH_SECONDS = 30.44 * 86_400


def reasons_for(evidence: Sequence[Evidence], data: Dataset) -> list[str]:
    """One plain line for each piece of evidence."""
    titles, categories = data.item_texts[Columns.Title], data.item_texts[Columns.Category]
    crowd = Crowd(data.item_counts, _period(data))
    past: Past = "rating" if data.kind == "explicit" else "purchase"
    return [
        reason(found, titles, categories=categories, past=past, crowd=crowd) for found in evidence
    ]


def _period(data: Dataset) -> str:
    """How long the data reaches, as in " in 12 months"; empty without dates."""
    if data.span is None:
        return ""
    months = round((data.span[1] - data.span[0]) / MONTH_SECONDS)
    if months < 1:
        return ""
    return " in one month" if months == 1 else f" in {months} months"
