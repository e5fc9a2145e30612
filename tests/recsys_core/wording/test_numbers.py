import math
from datetime import datetime

import pytest

from recsys_core.wording import dates, numbers
from recsys_core.wording.numbers import alike, places, significant


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.09971, "0.0997"), (12.345, "12.3"), (1234.5, "1,230"), (0, "0"), (-0.5, "−0.500"),
     (100.0, "100"), (2.0, "2"), (2.0004, "2.00"), (0.99996, "1.00"), (4105.0, "4,105"),
     (None, "–"), (float("nan"), "–")],
)  # fmt: skip
def test_number_has_three_significant_digits(value, text):
    assert numbers.number(value) == text


@pytest.mark.parametrize(("value", "text"), [(4.0, "4"), (3.5, "3.5"), (-2.0, "−2")])
def test_what_was_given_gets_no_digits_it_has_not(value, text):
    assert numbers.given(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1_469_307, "1.47 million"), (92_331, "92,331"), (2e9, "2 billion")]
)
def test_short_speaks_large_counts(value, text):
    assert numbers.short(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.714, "71.4 %"), (0.0042, "0.420 %"), (1.0, "100 %"), (0.0, "0 %"), (0.29, "29 %"),
     (0.29004, "29.0 %"), (0.00000291, "under 0.01 %"), (0.99996, "over 99.9 %"), (1.5, "150 %")],
)  # fmt: skip
def test_share(value, text):
    assert numbers.share(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1823, "+18.2 %"), (-0.004, "−0.400 %"), (0.0, "0 %"), (-0.00001, "0.00 %")],
)
def test_a_change_has_its_sign(value, text):
    assert numbers.signed_share(value) == text


def test_one_number_is_written_one_way_wherever_it_stands():
    assert numbers.times(4.72) == "4.72 ×"
    assert numbers.times(4.996) == "5.00 ×"
    assert numbers.times(float("nan")) == ""
    assert numbers.signed(0.031) == "+0.0310"


@pytest.mark.parametrize(
    ("value", "text"), [(0.42, "0.4 s"), (12, "12 s"), (125, "2 min 5 s"), (3840, "1 h 4 min")]
)
def test_seconds(value, text):
    assert numbers.seconds(value) == text


def test_period_uses_the_unit_a_person_would():
    start = datetime(2017, 1, 1)
    assert dates.period(start, datetime(2017, 12, 31)) == "12 months"
    assert dates.period(start, datetime(2017, 1, 5)) == "5 days"
    assert dates.period(start, start) == "1 day"
    assert dates.period(None, start) == "an unknown time"


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
    assert alike(0.0, -0.19, 0.19) == ("0.000", "−0.190", "0.190")
    assert alike(0.0, -31.0, math.nan) == ("0", "−31", "–")
    assert alike(0.0, 0.0, 0.0018, unit="share") == ("0.000 %", "0.000 %", "0.180 %")


def test_significant_keeps_three_digits_and_what_is_not_a_number():
    assert significant(1014.0) == 1010
    assert significant(0.012345) == 0.0123
    assert math.isnan(significant(math.nan))
