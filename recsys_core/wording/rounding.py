"""Figures that stand together, rounded to the same place."""

import math

from recsys_core.wording.numbers import MINUS, UNKNOWN

DIGITS = 3


def places(largest: float, digits: int = DIGITS) -> int:
    """Decimals that show `digits` significant digits of `largest`, none below zero: 0.0997 -> 4."""
    if not math.isfinite(largest) or largest == 0:
        return 0
    # Rounding may carry over: 0.09996 reads 0.100 and needs three decimals, not four.
    rounded = float(f"{abs(largest):.{digits - 1}e}")
    return max(digits - 1 - math.floor(math.log10(rounded)), 0)


def alike(value: float, *others: float) -> tuple[str, ...]:
    """A figure and its companions, all with the decimals the figure needs: 0.100, 0.095, 0.106."""
    decimals = places(value)
    return tuple(
        f"{one:,.{decimals}f}".replace("-", MINUS) if math.isfinite(one) else UNKNOWN
        for one in (value, *others)
    )


def significant(value: float, digits: int = DIGITS) -> float:
    """A figure with at most `digits` significant digits: 1,014 -> 1,010."""
    return float(f"{value:.{digits}g}") if math.isfinite(value) else value
