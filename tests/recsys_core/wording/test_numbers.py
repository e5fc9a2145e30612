from datetime import datetime

import pytest

from recsys_core.wording import dates, numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.09971, "0.0997"), (12.345, "12.3"), (1234.5, "1,230"), (0, "0"), (-0.5, "−0.500"),
     (100.0, "100"), (2.0, "2"), (None, "–"), (float("nan"), "–")],
)  # fmt: skip
def test_number_has_three_significant_digits(value, text):
    assert numbers.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1_469_307, "1.47 million"), (92_331, "92,331"), (2.5e9, "2.5 billion")]
)
def test_short_speaks_large_counts(value, text):
    assert numbers.short(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.714, "71 %"), (0.0042, "0.420 %"), (1.0, "100 %"), (0.0, "0 %")]
)
def test_share(value, text):
    assert numbers.share(value) == text


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
    ("value", "text"),
    [(0.1424, "0.142"), (0.00421, "0.0042"), (0.00001, "0.000"), (0.0, "0.000"), (-0.25, "−0.250")],
)
def test_a_small_figure_keeps_two_digits(value: float, text: str) -> None:
    assert numbers.figure(value) == text
