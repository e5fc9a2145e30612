"""Who is kept back by lot, so that what a message did can be read later."""

import hashlib
import hmac
from collections.abc import Sequence

import numpy as np

from recsys_core.schema.types import BoolArray


def held_out(key: bytes, campaign: str, users: Sequence[str], share: float) -> BoolArray:
    """(n,) whom the lot keeps back: HMAC-SHA-256 of campaign and customer under the key, as a
    number in [0, 1), below `share`. The same customer is drawn the same way wherever it is asked,
    and independently of any other campaign.
    """
    return np.array(
        [
            int.from_bytes(hmac.digest(key, f"{campaign}\0{user}".encode(), hashlib.sha256)[:7])
            < share * 2**56
            for user in users
        ],
        dtype=bool,
    )
