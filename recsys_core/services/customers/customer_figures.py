"""The figures of one customer as plain dicts: None where unknown, dates as ISO text."""

import math
from typing import Any

import pandas as pd

from recsys_core.profiles.lifecycle import status_meaning
from recsys_core.profiles.rfm import meaning
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.services.customers import messages as m
from recsys_core.storage.customer_queries import Activity
from recsys_core.wording.messages import say


def recent_columns(what: Activity) -> list[str]:
    columns = [Columns.Time, Columns.Item, Columns.Title, Columns.Category]
    if what.kind == "rating":
        return [*columns, Columns.Rating]
    return [*columns, Columns.Quantity, Columns.Revenue]


def rfm_figures(row: "pd.Series[Any]", what: Activity, products: int) -> dict[str, Any]:
    unit = {"rating": m.DAYS_WITH_RATINGS, "purchase": m.VISITS, "visit": m.DAYS_WITH_VISITS}
    lines = {"rating": m.RATINGS, "purchase": m.PURCHASES, "visit": m.VISITS}
    segment = str(row[Columns.Segment])
    return {
        C.Recency: _number(row[C.Recency], 1),
        "frequency": int(row[C.Visits]),
        "frequency_unit": say((lines if what.visit == "line" else unit)[what.kind]),
        C.Spend: _number(row[C.Spend], 2),
        C.Products: products,
        C.RecencyScore: int(row[C.RecencyScore]) or None,
        C.FrequencyScore: int(row[C.FrequencyScore]) or None,
        C.ValueScore: int(row[C.ValueScore]) or None,
        Columns.Segment: segment,
        C.Meaning: meaning(segment, spends=bool(pd.notna(row[C.Spend]))),
    }


def lifecycle_figures(row: "pd.Series[Any]", what: Activity) -> dict[str, Any]:
    status = str(row[C.Status])
    return {
        C.Status: status,
        C.Meaning: status_meaning(status),
        C.Interval: _number(row[C.Interval], 1),
        "days_since_last": _number(row[C.Recency], 1),
        "first": _date(row[C.First]),
        "last": _date(row[C.Last]),
        C.NextExpected: _date(row[C.NextExpected]),
        C.NextBy: row[C.NextBy] or None,
        "data_until": _date(what.last),
    }


def _number(value: float, digits: int) -> float | None:
    return None if math.isnan(value) else round(float(value), digits)


def _date(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(pd.Timestamp(value).date())


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts with None where a figure is unknown."""
    return [
        {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in record.items()
        }
        for record in frame.to_dict("records")
    ]
