"""Terms of each offer: those of every offer, a file or a table with terms of their own."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from recsys_core.campaigns.offers.profit import OfferTerms
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray
from recsys_core.services.campaigns.offers import messages as m
from recsys_core.services.campaigns.offers.chances import OfferChances
from recsys_core.services.campaigns.offers.tables import brought
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

TERMS = ("value", "margin", "face_value", "handling", "contact", "stock")
"""Columns of a file of terms beside offer_id; an empty cell is as for every offer."""


@dataclass(frozen=True)
class OfferChoices:
    """What somebody decides. Money for one coupon; see `OfferTerms`.

    budget: what may be spent, as expected: on contacts, on reductions and on handling.  value: None
    takes what is spent on an offer's products at once, on average.  stock: of each offer.
    least, most: groups of customers, and how many coupons go to each.  segment: nobody else.
    """

    budget: float
    margin: float = 0.3
    face_value: float = 1.0
    handling: float = 0.0
    contact: float = 0.01
    value: float | None = None
    stock: int | None = None
    per_customer: int = 1
    total: int | None = None
    least: tuple[tuple[str, int], ...] = ()
    most: tuple[tuple[str, int], ...] = ()
    segment: str | None = None


def read_terms(path: Path, chances: OfferChances) -> pd.DataFrame:
    """A file of terms by offer: offer_id and any of `TERMS`. `InputError` for an offer that is not
    among those at hand.
    """
    frame = brought(path, ("offer_id",), (), TERMS)
    unknown = sorted(set(frame["offer_id"]) - set(chances.offers["offer_id"]))
    if unknown:
        raise InputError(say(m.NO_SUCH_OFFER, file=path.name, offers=and_list(unknown[:3])))
    if frame["offer_id"].duplicated().any():
        raise InputError(say(m.OFFER_TWICE, file=path.name))
    return frame.set_index("offer_id")


def checked(choices: OfferChoices) -> None:
    """`InputError` for choices outside their range."""
    money = (choices.face_value, choices.handling, choices.contact, choices.value or 0.0)
    if not 0 <= choices.margin <= 1 or min(money) < 0 or not np.isfinite(money).all():
        raise InputError(say(m.TERMS_OUTSIDE))
    counts = [choices.stock, choices.total, *(n for _, n in (*choices.least, *choices.most))]
    if choices.budget < 0 or not np.isfinite(choices.budget) or choices.per_customer < 1:
        raise InputError(say(m.LIMITS_OUTSIDE))
    if any(n is not None and n < 0 for n in counts):
        raise InputError(say(m.LIMITS_OUTSIDE))
    most = dict(choices.most)
    for group, least in choices.least:
        if least > most.get(group, least):
            raise InputError(say(m.LEAST_ABOVE, group=group, least=least, most=most[group]))


def terms_of(
    chances: OfferChances, choices: OfferChoices, own: pd.DataFrame | None
) -> tuple[OfferTerms, FloatArray]:
    """The terms of each offer and its stock (inf for any number). own: of `read_terms`."""
    ids = chances.offers["offer_id"]
    usual = {
        "value": np.nan if choices.value is None else choices.value,
        "margin": choices.margin,
        "face_value": choices.face_value,
        "handling": choices.handling,
        "contact": choices.contact,
        "stock": np.inf if choices.stock is None else float(choices.stock),
    }
    found = {}
    for name, value in usual.items():
        column = np.full(len(ids), value, dtype=float)
        if own is not None and name in own:
            given = own[name].reindex(ids).to_numpy(dtype=float)
            column = np.where(np.isnan(given), column, given)
        found[name] = column
    measured = chances.offers["value"].to_numpy(dtype=float)
    found["value"] = np.where(np.isnan(found["value"]), measured, found["value"])
    if np.isnan(found["value"]).any():
        offer = ids[int(np.isnan(found["value"]).argmax())]
        raise InputError(say(m.NO_VALUE, offer=offer))
    if (found["margin"] > 1).any() or any((column < 0).any() for column in found.values()):
        raise InputError(say(m.TERMS_OUTSIDE))
    stock = found.pop("stock")
    return OfferTerms(**found), stock
