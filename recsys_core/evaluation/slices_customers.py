"""Groups of customers by what was known of them before the test."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.slices import UNKNOWN, Slicing, bands, slicing_of
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count

DAYS_PER_MONTH = 30.44
NOTHING_BEFORE = m.NOTHING_BEFORE
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
    return _banded("activity", m.BY_ACTIVITY, values, m.FIFTHS, _products, m.FIFTHS_OF)


def by_tenure(before: Before) -> Slicing | None:
    """Quarters of the test customers by the time from their first purchase to the end of the
    training part; None without dates.
    """
    if before.now is None:
        return None
    days = np.floor((before.now - before.first) / SECONDS_PER_DAY)
    return _banded("tenure", m.BY_TENURE, days, m.QUARTERS, _duration, m.QUARTERS_OF)


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
            title = str(name)[:1].upper() + str(name)[1:]
            found.append(slicing_of(str(name), title, named, order, say(m.CUSTOMER_LIST)))
    return found


def _banded(
    kind: str,
    title: str,
    values: FloatArray,
    names: Sequence[str],
    span: Callable[[float, float], str],
    note: str,
) -> Slicing:
    """Bands of about equal size, named with what lies in them; title and note are messages."""
    band = bands(values, len(names))
    used = int(band.max()) + 1 if len(band) else 0
    # With fewer bands than names the outer names stay: "Fewest" and "Most".
    chosen = np.linspace(0, len(names) - 1, used).round().astype(int) if used > 1 else [0]
    order = []
    for place in range(used):
        inside = values[band == place]
        what = span(float(inside.min()), float(inside.max()))
        name = say(m.BAND, name=say(names[chosen[place]]), span=what)
        order.append(what[:1].upper() + what[1:] if used == 1 else name)
    labels = [order[place] if place >= 0 else NOTHING_BEFORE for place in band]
    return slicing_of(kind, say(title), labels, [*order, NOTHING_BEFORE], say(note))


def _between(low: float, high: float) -> str:
    return count(low) if low == high else say(m.BETWEEN, low=count(low), high=count(high))


def _products(low: float, high: float) -> str:
    return say(m.SPAN_OF_PRODUCTS, span=_between(low, high), n=high)


def _duration(low: float, high: float) -> str:
    """Days where they are few, else months with a decimal."""
    first, last = f"{low / DAYS_PER_MONTH:.1f}", f"{high / DAYS_PER_MONTH:.1f}"
    if high < 2 * DAYS_PER_MONTH or first == last:
        return say(m.SPAN_OF_DAYS, span=_between(low, high), n=high)
    return say(m.SPAN_OF_MONTHS, low=first, high=last)


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
