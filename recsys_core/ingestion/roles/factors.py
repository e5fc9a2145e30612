"""Which of the two factors of an amount is the price: the one that a product keeps."""

from collections.abc import Mapping, Sequence

from recsys_core.ingestion.roles.arithmetic import FEW, PriceTimesPieces
from recsys_core.ingestion.roles.rows_look import MOSTLY, SURE, Cells, determined, place_of


def turned(
    found: Sequence[PriceTimesPieces], cells: Cells, chosen: Mapping[int, str]
) -> list[PriceTimesPieces]:
    """The products with price and pieces exchanged where every product has its own number of
    "pieces" and many "prices", as with 1.5 kg at 3490, and no name says which they are.
    """
    item = place_of(dict(chosen), "item")
    if item is None or len(set(cells[item])) < FEW:
        return list(found)
    return [_turned(one, cells, cells[item], chosen) for one in found]


def _turned(
    one: PriceTimesPieces, cells: Cells, items: Sequence[str], chosen: Mapping[int, str]
) -> PriceTimesPieces:
    if chosen.get(one.pieces) == "quantity" or chosen.get(one.price) == "price":
        return one
    kept, changes = (determined(cells[at], items) for at in (one.pieces, one.price))
    exchanged = one._replace(price=one.pieces, pieces=one.price)
    return exchanged if kept >= SURE and changes < MOSTLY else one
