"""A customer's visits, one after the other."""

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C

TITLES_NAMED = 3


def visits(lines: pd.DataFrame) -> pd.DataFrame:
    """ts, order_id, products, units, spend, titles; the latest visit first.

    lines: one row per purchase line with ts, order_id, item_id, title, quantity, revenue (null
    where unknown). Lines of one order number are one visit; lines without one are a visit per day.
    Lines with neither order nor date are no visit and left out. `titles` names the dearest few, or
    the first, and how many there are beside them. units and spend are NaN where no line has them.
    """
    day = lines[Columns.Time].dt.strftime("%Y-%m-%d")
    visit = lines[Columns.Order].where(lines[Columns.Order].notna(), day)
    known = visit.notna()
    if not known.any():
        return _empty()
    frame = lines[known].assign(visit=visit[known])
    grouped = frame.groupby("visit", sort=False)
    out = pd.DataFrame(
        {
            Columns.Time: grouped[Columns.Time].min(),
            Columns.Order: grouped[Columns.Order].first(),
            C.Products: grouped[Columns.Item].nunique(),
            C.Units: grouped[Columns.Quantity].sum(min_count=1),
            C.Spend: grouped[Columns.Revenue].sum(min_count=1),
            C.Titles: _titles(frame),
        }
    )
    out = out.sort_values(Columns.Time, ascending=False, kind="stable", na_position="last")
    return out.reset_index(drop=True)


def by_month(lines: pd.DataFrame, categories: int = 6) -> pd.DataFrame:
    """Month (first day), category, purchases, spend: the largest `categories`, the rest "Other".

    lines: ts, category, revenue as for `visits`. Lines without a date are left out; every month
    between the first and the last appears for every category, with 0 where nothing was bought.
    spend is NaN throughout where no line has any.
    """
    dated = lines[lines[Columns.Time].notna()]
    if dated.empty:
        return pd.DataFrame(
            {
                C.Month: pd.Series(dtype="datetime64[us]"),
                Columns.Category: pd.Series(dtype=object),
                C.Purchases: pd.Series(dtype="int64"),
                C.Spend: pd.Series(dtype=float),
            }
        )
    names = dated[Columns.Category].where(dated[Columns.Category] != "", "Other")
    largest = [name for name in names.value_counts(sort=True).index if name != "Other"]
    names = names.where(names.isin(largest[:categories]), "Other")
    month = dated[Columns.Time].dt.to_period("M").dt.to_timestamp()
    counts = (
        pd.DataFrame({C.Month: month, Columns.Category: names, C.Spend: dated[Columns.Revenue]})
        .groupby([C.Month, Columns.Category])
        .agg(purchases=(C.Spend, "size"), spend=(C.Spend, "sum"))
        .rename(columns={"purchases": C.Purchases, "spend": C.Spend})
    )
    order = largest[:categories] + (["Other"] if (names == "Other").any() else [])
    months = pd.date_range(month.min(), month.max(), freq="MS")
    full = pd.MultiIndex.from_product([months, order], names=[C.Month, Columns.Category])
    out = counts.reindex(full, fill_value=0).reset_index()
    if dated[Columns.Revenue].isna().all():
        out[C.Spend] = np.nan
    return out


def _titles(frame: pd.DataFrame) -> pd.Series:
    """Per visit: "Milk, Bread, Beer and 4 more", distinct titles, dearest first."""
    distinct = frame.sort_values(
        Columns.Revenue, ascending=False, kind="stable", na_position="last"
    ).drop_duplicates(["visit", Columns.Title])
    titles: dict[str, list[str]] = {}
    for visit, title in zip(
        distinct["visit"].to_numpy(), distinct[Columns.Title].to_numpy(), strict=True
    ):
        titles.setdefault(visit, []).append(title)
    return pd.Series({visit: _named(found) for visit, found in titles.items()}, dtype=object)


def _named(titles: list[str]) -> str:
    more = len(titles) - TITLES_NAMED
    return ", ".join(titles[:TITLES_NAMED]) + (f" and {more} more" if more > 0 else "")


def _empty() -> pd.DataFrame:
    return pd.DataFrame(
        {
            Columns.Time: pd.Series(dtype="datetime64[us]"),
            Columns.Order: pd.Series(dtype=object),
            C.Products: pd.Series(dtype="int64"),
            C.Units: pd.Series(dtype=float),
            C.Spend: pd.Series(dtype=float),
            C.Titles: pd.Series(dtype=object),
        }
    )
