"""The order of banners or products in a slot."""

import numpy as np

from recsys_core.schema.types import FloatArray, IntArray


def worth_of_showing(bid: FloatArray, click: FloatArray, conversion: FloatArray) -> FloatArray:
    """What showing each is worth: bid x P(click) x P(conversion after a click).

    bid: money offered for a conversion. Expected revenue of one impression, as ads are ranked by
    (Edelman, Ostrovsky and Schwarz 2007, American Economic Review 97, with clicks in place of
    conversions).
    """
    return np.asarray(bid, dtype=float) * click * conversion


def ranked(worth: FloatArray, reserve: float = 0.0) -> IntArray:
    """Places of those worth at least the reserve, best first; equal ones in the order given."""
    order = np.argsort(-worth, kind="stable")
    return np.asarray(order[worth[order] >= max(reserve, np.nextafter(0, 1))])
