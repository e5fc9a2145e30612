"""What an offer is expected to earn and to cost with each customer."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.types import FloatArray, IntArray


@dataclass(frozen=True)
class OfferTerms:
    """(m,) each, in money but for `margin`, a share of one.

    value: what is spent when the offer is taken up, before the reduction.  margin: kept of that.
    face_value: the reduction.  handling: for each one taken up.  contact: for each one sent.
    """

    value: FloatArray
    margin: FloatArray
    face_value: FloatArray
    handling: FloatArray
    contact: FloatArray


def expected_profit(
    probability: FloatArray, terms: OfferTerms, anyway: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """(n, m) expected profit and expected cost.

    profit = P(redeem) x (margin x value - face value - handling) - contact - subsidy;
    cost = P(redeem) x (face value + handling) + contact;
    subsidy = P(redeem) x anyway x margin x value: what those would have brought who take the offer
    up and would have bought without it. probability: (n, m); NaN: the offer is not for this
    customer (-inf profit).  anyway: (m,) or (n, m), their share among those who take it up, known
    only from a control group; None: not known, and nothing is taken off for it.
    """
    kept = terms.margin * terms.value
    if anyway is not None:
        kept = kept * (1 - np.asarray(anyway))
    redeemed = kept - terms.face_value - terms.handling
    cost = np.nan_to_num(probability) * (terms.face_value + terms.handling) + terms.contact
    profit = probability * redeemed - terms.contact
    return np.where(np.isnan(profit), -np.inf, profit), cost


def expected_subsidy(
    probability: FloatArray,
    terms: OfferTerms,
    anyway: FloatArray | None,
    customers: IntArray,
    offers: IntArray,
) -> float | None:
    """What goes to those who would have bought anyway, of the coupons given; None: not known."""
    if anyway is None:
        return None
    share = np.broadcast_to(np.asarray(anyway), probability.shape)[customers, offers]
    kept = (terms.margin * terms.value)[offers]
    return float((probability[customers, offers] * share * kept).sum())
