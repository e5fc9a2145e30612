"""What sets each group apart from all, and a name made of it."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from recsys_core.profiles.clusters import messages as m
from recsys_core.profiles.features import CATEGORY
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.types import IntArray
from recsys_core.wording.messages import say

APART = 0.3
"""Standard deviations of all customers: a smaller difference of means sets nobody apart."""
LONGEST = 3
"""Differences in a name."""


class Phrases(NamedTuple):
    """How more and less of a figure are called; of one family a name has one."""

    more: str
    less: str
    family: str


FIGURES: Mapping[str, Phrases] = {
    C.Visits: Phrases(m.MORE_OFTEN, m.LESS_OFTEN, "often"),
    C.Interval: Phrases(m.LONGER_GAPS, m.SHORTER_GAPS, "often"),
    C.Products: Phrases(m.MORE_PRODUCTS, m.FEWER_PRODUCTS, "products"),
    C.Spend: Phrases(m.MORE_SPEND, m.LESS_SPEND, "spend"),
    C.Recency: Phrases(m.LONGER_AWAY, m.SHORTER_AWAY, "recency"),
    "tier": Phrases(m.DEARER, m.CHEAPER, "price"),
    "paid": Phrases(m.PAY_MORE, m.PAY_LESS, "price"),
    "returned": Phrases(m.RETURN_MORE, m.RETURN_LESS, "returned"),
    "variety": Phrases(m.MORE_KINDS, m.FEWER_KINDS, "variety"),
    "rating": Phrases(m.RATE_HIGH, m.RATE_LOW, "rating"),
    "coupons": Phrases(m.ANSWER_MORE, m.ANSWER_LESS, "coupons"),
}


def differences(features: pd.DataFrame, groups: IntArray) -> pd.DataFrame:
    """(groups, features): mean of the group less mean of all, in standard deviations of all.

    features: (n, features) as in `Features.frame`.  groups: (n,) codes from 0, none left out.
    """
    spread = features.std(ddof=0).replace(0.0, 1.0)
    return (features - features.mean()).div(spread).groupby(groups).mean()


def names_of(apart: pd.DataFrame) -> list[str]:
    """A name for each row of `differences`, made of its largest; no two are equal."""
    names: list[str] = []
    for group in range(len(apart)):
        row = apart.iloc[group]
        phrases = _phrases(row)
        length = min(LONGEST, max(len(phrases), 1))
        while _named(phrases[:length]) in names and length < len(phrases):
            length += 1
        names.append(unique_name(_named(phrases[:length]), names))
    return names


def _phrases(row: pd.Series) -> list[str]:
    """What sets a group apart, largest difference first, one phrase a family."""
    found: dict[str, str] = {}
    order = np.argsort(-row.abs().to_numpy(), kind="stable")
    for place in order:
        column, value = str(row.index[place]), float(row.iloc[place])
        if abs(value) < APART:
            break
        if column.startswith(CATEGORY):
            category = column.removeprefix(CATEGORY)
            said = say(m.MORE_CATEGORY if value > 0 else m.LESS_CATEGORY, category=category)
            found.setdefault(CATEGORY, said)
        else:
            phrases = FIGURES[column]
            found.setdefault(phrases.family, say(phrases.more if value > 0 else phrases.less))
    return list(found.values())


def _named(phrases: list[str]) -> str:
    name = m.PHRASES.join(phrases) or say(m.LIKE_ALL)
    return name[:1].upper() + name[1:]


def unique_name(name: str, taken: list[str]) -> str:
    """The name, with a number where it is taken."""
    n, wanted = 2, name
    while name in taken:
        name, n = say(m.AGAIN, name=wanted, n=n), n + 1
    return name
