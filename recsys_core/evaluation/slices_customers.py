"""Groups of customers by what was known of them before the test."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.evaluation.slices import UNKNOWN, Slicing, bands, slicing_of
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.wording.dates import SECONDS_PER_DAY

DAYS_PER_MONTH = 30.44
NOTHING_BEFORE = "Nothing known before the test"
FIFTHS = ("Fewest", "Few", "Middle", "Many", "Most")
QUARTERS = ("Newest", "Newer", "Older", "Oldest")
MOST_VALUES, FEWEST_VALUES = 30, 2


@dataclass(frozen=True)
class Before:
    """What the training part says about each customer; (n,) arrays.

    products: different ones.  days: with a purchase, NaN without dates.  first, last: seconds
    since 1970, NaN without dates or purchases.  now: the moment up to which the models learnt.
    """

    products: FloatArray
    days: FloatArray
    first: FloatArray
    last: FloatArray
    now: int | None

    @property
    def known(self) -> BoolArray:
        """(n,) whether anything was known of the customer."""
        return np.asarray(self.products > 0)

    def take(self, rows: IntArray) -> "Before":
        """The same for some of the customers."""
        return Before(
            self.products[rows], self.days[rows], self.first[rows], self.last[rows], self.now
        )


def before_test(train: Dataset, cut_ts: int | None) -> Before:
    """Figures of every customer from the training part alone: nothing of the test is in them.

    now: the cut where one moment divides everybody's events, else the last training event.
    """
    n = train.n_users
    products = np.diff(train.matrix.indptr).astype(np.float64)
    nothing = np.full(n, np.nan)
    if not train.dated:
        return Before(products, nothing, nothing, nothing, None)
    # Events are sorted by (customer, time).
    ends = np.cumsum(np.bincount(train.user, minlength=n))
    some = np.flatnonzero(products > 0)
    first, last = nothing.copy(), nothing.copy()
    first[some] = train.ts[ends[some] - np.bincount(train.user, minlength=n)[some]]
    last[some] = train.ts[ends[some] - 1]
    day = train.ts // SECONDS_PER_DAY
    new = np.ones(len(day), dtype=bool)
    new[1:] = (day[1:] != day[:-1]) | (train.user[1:] != train.user[:-1])
    days = np.bincount(train.user[new], minlength=n).astype(np.float64)
    now = cut_ts if cut_ts is not None else int(train.ts.max())
    return Before(products, days, first, last, now)


def totals(before: Before) -> pd.DataFrame:
    """One row per customer as `profiles.rfm` wants them: visits, days, products, spend, dates.

    A visit is a day; spend is left out, because models do not see money: value is then the number
    of different products.
    """
    dated = before.now is not None
    visits = before.days if dated else before.products
    return pd.DataFrame(
        {
            C.Visits: visits,
            C.Days: before.days,
            C.Spend: np.nan,
            C.Products: before.products,
            C.First: pd.to_datetime(pd.Series(before.first), unit="s"),
            C.Last: pd.to_datetime(pd.Series(before.last), unit="s"),
        }
    )


def by_activity(before: Before) -> Slicing:
    """Fifths of the test customers by the number of different products in the training part."""
    values = np.where(before.known, before.products, np.nan)
    return _banded(
        "activity",
        "How much they bought",
        values,
        FIFTHS,
        lambda low, high: f"{_between(low, high)} {'product' if high == 1 else 'products'}",
        "Different products in what the models learnt from, in fifths of the customers tested.",
    )


def by_tenure(before: Before) -> Slicing | None:
    """Quarters of the test customers by the time from their first purchase to the end of the
    training part; None without dates.
    """
    if before.now is None:
        return None
    days = np.floor((before.now - before.first) / SECONDS_PER_DAY)
    return _banded(
        "tenure",
        "How long they have been customers",
        days,
        QUARTERS,
        _duration,
        "From the first purchase to the end of what the models learnt from, in quarters of the "
        "customers tested.",
    )


def by_facts(users: pd.DataFrame, rows: IntArray) -> list[Slicing]:
    """One for every fact of the customer list with 2 to 30 different values.

    users: aligned with the customer codes, `user_id` and facts as text.  rows: the codes of the
    customers tested. The list carries no dates: facts are as they are now.
    """
    found = []
    for name in users.columns:
        if name == Columns.User:
            continue
        texts = [str(v).strip() if pd.notna(v) else "" for v in users[name].astype(object)]
        labels = [texts[row] for row in rows]
        values = sorted({label for label in labels if label}, key=_natural)
        # Counted over everybody: among few customers tested, names would look like groups.
        if len(values) >= FEWEST_VALUES and len({text for text in texts if text}) <= MOST_VALUES:
            named = [label or UNKNOWN for label in labels]
            order = [*[v for v in values if v != UNKNOWN], UNKNOWN]
            note = "As the customer list says today."
            title = str(name)[:1].upper() + str(name)[1:]
            found.append(slicing_of(str(name), title, named, order, note))
    return found


def _banded(
    kind: str,
    title: str,
    values: FloatArray,
    names: Sequence[str],
    span: Callable[[float, float], str],
    note: str,
) -> Slicing:
    """Bands of about equal size, named with what lies in them."""
    band = bands(values, len(names))
    used = int(band.max()) + 1 if len(band) else 0
    # With fewer bands than names the outer names stay: "Fewest" and "Most".
    chosen = np.linspace(0, len(names) - 1, used).round().astype(int) if used > 1 else [0]
    order = []
    for place in range(used):
        inside = values[band == place]
        what = span(float(inside.min()), float(inside.max()))
        order.append(
            what[:1].upper() + what[1:] if used == 1 else f"{names[chosen[place]]}: {what}"
        )
    labels = [order[place] if place >= 0 else NOTHING_BEFORE for place in band]
    return slicing_of(kind, title, labels, [*order, NOTHING_BEFORE], note)


def _between(low: float, high: float) -> str:
    return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"


def _duration(low: float, high: float) -> str:
    """Days where they are few, else months with a decimal."""
    first, last = f"{low / DAYS_PER_MONTH:.1f}", f"{high / DAYS_PER_MONTH:.1f}"
    if high < 2 * DAYS_PER_MONTH or first == last:
        return f"{_between(low, high)} {'day' if high == 1 else 'days'}"
    return f"{first} to {last} months"


def _natural(text: str) -> tuple[tuple[int, float, str], ...]:
    """Numbers in the order of numbers: "Under 15K", "15-24K", "100-124K", and "9" before "10"."""
    head = text.lower()
    if head.startswith(("under", "less", "<", "below", "up to")):
        return ((-1, 0.0, head),)
    digits = ""
    for sign in head:
        if sign.isdigit():
            digits += sign
        else:
            break
    return ((0, float(digits), head),) if digits else ((1, 0.0, head),)
