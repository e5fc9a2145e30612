"""Cells as numbers under one of the two decimal signs."""

import re
from collections.abc import Sequence

import numpy as np

from recsys_core.schema.types import FloatArray

_FOREIGN = re.compile(r"[^\d.,\-]")


def read_numbers(values: Sequence[str], decimal: str) -> FloatArray:
    """(rows,) the numbers of cells written with this decimal sign, currency signs left out."""
    known = {value: _number(value, decimal) for value in set(values)}
    return np.array([known[value] for value in values], dtype=np.float64)


def _number(text: str, decimal: str) -> float:
    """NaN where the cell holds no number, or groups its digits otherwise."""
    signed = _FOREIGN.sub("", text).strip(".,")
    bare = signed.strip("-")
    whole, sign, part = bare.partition(decimal)
    group = "," if decimal == "." else "."
    heads = whole.split(group)
    # Groups of three, or of two before the last (1,00,000).
    grouped = all(len(head) in (2, 3) for head in heads[1:]) and len(heads[-1]) == 3
    grouped |= len(heads) == 1
    if not grouped or (sign and not part.isdigit()) or not "".join(heads).isdigit():
        return float("nan")
    number = float("".join(heads) + ("." + part if sign else ""))
    return -number if signed != bare or text.strip().startswith("(") else number
