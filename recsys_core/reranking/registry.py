"""Every knob that moves candidates and every kind of diversity: add yours with one line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from recsys_core.reranking import calibrated, damping, dpp, mmr, newness, novelty, price
from recsys_core.reranking.moving import Move
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.schema.vectors import Compared


class Variety(Protocol):
    """What a kind of diversity keeps of a block of customers while their lists grow."""

    def bonus(self) -> FloatArray:
        """(rows, width) what each candidate adds to the variety of its list."""

    def add(self, picked: IntArray, valid: BoolArray) -> None:
        """picked: (rows,) the column chosen in each row, where `valid` (rows,) holds."""


@dataclass(frozen=True)
class DiversityKind:
    """A kind of diversity: `gain` takes the vectors (rows, width, dims), or what is compared
    already, and the most picks.
    """

    name: str
    label: str
    gain: Callable[[FloatArray | Compared, int], Variety]


@dataclass(frozen=True)
class Mover:
    """A knob that moves candidates by a feature of the products; `field` is the config's."""

    name: str
    label: str
    field: str
    stage: Callable[[ItemFacts, float], Move]

    def useful(self, facts: ItemFacts) -> bool:
        """Whether the products have what it goes by."""
        return bool(np.isfinite(self.stage(facts, 1.0).feature).any())


DIVERSITIES: dict[str, DiversityKind] = {
    one.name: one
    for one in [
        DiversityKind(mmr.NAME, mmr.LABEL, mmr.Nearest),
        DiversityKind(dpp.NAME, dpp.LABEL, dpp.LogDet),
    ]
}

MOVERS: dict[str, Mover] = {
    one.name: one
    for one in [
        Mover(damping.NAME, damping.LABEL, "damping", damping.stage),
        Mover(novelty.NAME, novelty.LABEL, "novelty", novelty.stage),
        Mover(price.NAME, price.LABEL, "price", price.stage),
        Mover(newness.NAME, newness.LABEL, "recency", newness.stage),
    ]
}
"""In the order in which they act."""

USEFUL: dict[str, Callable[[ItemFacts], bool]] = {
    calibrated.NAME: calibrated.useful,
    **{one.field: one.useful for one in MOVERS.values()},
}
"""By field of the config, whether a data set has what the knob needs."""
