"""Leaves out what the customer has bought before."""

from dataclasses import dataclass

from recsys_core.reranking.slots import keep_slots, slots_in
from recsys_core.schema.config import BaseConfig
from recsys_core.schema.recommendations import Recommendations
from recsys_core.schema.types import CSR
from recsys_core.schema.vectors import ItemVectors

NAME = "already-bought"
LABEL = "Already bought"


def drop_already_bought(candidates: Recommendations, histories: CSR) -> Recommendations:
    """The candidates without the items stored in the same row of `histories` (n, n_items).

    The order of the rest is unchanged; free slots are at the end of the list.
    """
    return keep_slots(candidates, ~slots_in(candidates, histories))


@dataclass(frozen=True)
class AlreadyBought:
    """`drop_already_bought` as a step of a pipeline; keeps the width, ignores `k`."""

    histories: CSR

    def __call__(
        self,
        candidates: Recommendations,
        k: int,
        vectors: ItemVectors | None,
        config: BaseConfig,
    ) -> Recommendations:
        return drop_already_bought(candidates, self.histories)
