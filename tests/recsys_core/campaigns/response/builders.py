"""Made-up rows of which it is known how they came about."""

import numpy as np

from recsys_core.campaigns.response.rows import ResponseRows
from recsys_core.campaigns.response.trial import KnownAnswers
from recsys_core.schema.types import FloatArray, IntArray


def made_up(
    numbers: FloatArray, odds: FloatArray, rng: np.random.Generator, fields: IntArray | None = None
) -> KnownAnswers:
    """Rows that answer with the given log odds; two rows a customer, the last tenth the latest."""
    n = len(odds)
    answered = rng.random(n) < 1 / (1 + np.exp(-odds))
    rows = ResponseRows(numbers) if fields is None else ResponseRows(numbers, fields)
    return KnownAnswers(rows, answered, np.arange(n) // 2, np.arange(n) >= n - n // 10)
