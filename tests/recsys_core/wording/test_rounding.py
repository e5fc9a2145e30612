import math

import pytest

from recsys_core.wording.rounding import alike, places, significant


@pytest.mark.parametrize(
    ("value", "decimals"),
    [(0.0997, 4), (0.09996, 3), (0.1, 3), (1.0, 2), (12.3, 1), (250.0, 0), (4000.0, 0),
     (0.0, 0), (-0.0123, 4), (math.nan, 0), (9.996, 1)],
)  # fmt: skip
def test_places_show_three_significant_digits(value, decimals):
    assert places(value) == decimals


def test_companions_take_the_decimals_of_the_figure():
    assert alike(0.10013, 0.094855, 0.10576) == ("0.100", "0.095", "0.106")
    assert alike(0.5, math.nan) == ("0.500", "–")
    assert alike(1234.5, -2.0) == ("1,234", "−2")


def test_significant_keeps_three_digits_and_what_is_not_a_number():
    assert significant(1014.0) == 1010
    assert significant(0.012345) == 0.0123
    assert math.isnan(significant(math.nan))
