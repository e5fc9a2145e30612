"""Why a product is on a list, as numbers. Words are made from these, never the other way round."""

from dataclasses import dataclass
from typing import Literal

from recsys_core.schema.types import FloatArray, IntArray


@dataclass(frozen=True)
class Evidence:
    """How much each past item contributed to the score of `item`.

    history: (m,) item codes of the customer's past, contributions: (m,) float64 in the unit of the
    score, aligned. method "exact": contributions + base = score (linear models). "occlusion":
    contribution = score minus the score without that item. "none": the model is not personal; base
    carries the whole score.
    """

    item: int
    score: float
    base: float
    history: IntArray
    contributions: FloatArray
    method: Literal["exact", "occlusion", "none"]
