"""How far a column tells what a piece costs: a product has one price or few, a state has any."""

from collections.abc import Sequence

import numpy as np

from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.number_cells import read_numbers
from recsys_core.ingestion.roles.rows_look import FEW_ROWS, Cells, place_of
from recsys_core.schema.types import FloatArray, IntArray

MONEY = ("price", "revenue")


def steady_prices(
    cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str], places: Sequence[int]
) -> dict[int, float]:
    """For each column the share (0 to 1) of the differences between the prices of a piece that its
    values explain, beyond what as many values would by chance; 0 where no price is known.
    """
    price = _price(cells, looks, chosen)
    known = np.isfinite(price) & (price > 0)
    if known.sum() < FEW_ROWS:
        return {at: 0.0 for at in places}
    logs = np.log(price[known])
    return {at: round(_explained(logs, _codes(cells[at])[known]), 2) for at in places}


def _price(cells: Cells, looks: Sequence[ColumnLook], chosen: dict[int, str]) -> FloatArray:
    """(rows,) what a piece cost: the price, else the amount over the pieces; NaN for unknown."""
    for role in MONEY:
        at = place_of(chosen, role)
        if at is None or looks[at].filled < FEW_ROWS:
            continue
        values = max((read_numbers(cells[at], sign) for sign in ".,"), key=_readable)
        pieces = place_of(chosen, "quantity") if role == "revenue" else None
        if pieces is None:
            return values
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(values / read_numbers(cells[pieces], "."))
    return np.full(len(cells[0]) if cells else 0, np.nan)


def _readable(values: FloatArray) -> int:
    return int(np.isfinite(values).sum())


def _codes(values: Sequence[str]) -> IntArray:
    return np.asarray(np.unique(np.asarray(values, dtype=str), return_inverse=True)[1])


def _explained(logs: FloatArray, codes: IntArray) -> float:
    """The adjusted share of the variance of `logs` (rows,) between the groups of `codes`."""
    rows, groups = len(logs), len(np.unique(codes))
    whole = float(((logs - logs.mean()) ** 2).sum())
    if not whole or groups >= rows:
        return 0.0
    sizes = np.maximum(np.bincount(codes), 1)
    means = np.bincount(codes, logs) / sizes
    within = float(((logs - means[codes]) ** 2).sum())
    return max(0.0, 1 - (within / (rows - groups)) / (whole / (rows - 1)))
