"""Why a product is on a list, as numbers. Words are made from these, never the other way round."""

from dataclasses import dataclass
from typing import Literal

from recsys_core.schema.types import FloatArray, IntArray


@dataclass(frozen=True)
class Evidence:
    """How much each past item contributed to the score of `item`.

    history: (m,) item codes of the customer's past, contributions: (m,) float64 in the unit of the
    score, aligned. method "exact": contributions + base = score (linear models). "occlusion":
    contribution = score minus the score without that item, base = the score of an empty history;
    they need not add up. "none": the model is not personal; base carries the whole score.
    level: what the average product has of the base, 0 where the model is linear.
    """

    item: int
    score: float
    base: float
    history: IntArray
    contributions: FloatArray
    method: Literal["exact", "occlusion", "none"]
    level: float = 0.0

    @property
    def everybodys(self) -> bool:
        """Whether the product stands out more by how it does with everybody (base over `level`)
        than by anything personal (score over base).
        """
        return self.base - self.level > max(self.score - self.base, 0.0)

    @property
    def stranger_share(self) -> float | None:
        """What share of the score somebody without a past has, at most 1; None where a share of
        the score makes no sense.
        """
        if self.score <= 0 or self.base < 0:
            return None
        return min(self.base / self.score, 1.0)
