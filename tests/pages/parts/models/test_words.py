from datetime import datetime

import pytest

from pages.parts.models import words
from pages.parts.models.meter import meter
from recsys_core.wording.dates import moment
from recsys_core.wording.joining import and_list


def test_settings_name_only_what_was_changed():
    given = {"n_factors": 50, "n_epochs": 20, "biased": False}
    assert words.settings("surprise-svd", given) == (
        "Number of factors: 50; Allow for generous customers and popular products: off"
    )
    assert words.settings("popularity", {"half_life_days": None}) == "Usual settings"
    assert words.settings("a model of another version", {"x": 1}) == ""


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (datetime(2026, 5, 12, 14, 2), "today at 14:02"),
        (datetime(2026, 3, 1, 9, 30), "1 Mar at 09:30"),
        (datetime(2025, 12, 31, 9, 30), "31 Dec 2025"),
    ],
)
def test_moment(when, text):
    assert moment(when, datetime(2026, 5, 12, 18, 0)) == text


def test_against_bestsellers():
    assert words.against_bestsellers("ease", 0.1, 0.078) == "1.28 times the bestsellers"
    assert words.against_bestsellers("popularity", 0.078, 0.078) == "the yardstick"
    assert words.against_bestsellers("ease", 0.1, None) == ""


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (list("ABC"), "A, B and C")],
)
def test_listed(names, text):
    assert and_list(names) == text


def test_the_figure_has_its_long_form():
    assert "normalised discounted cumulative gain" in words.deciding_metric()


def test_the_meter_stays_within_its_track():
    drawn = meter("ease", 2.0, float("nan"), float("nan"), top=1.0, baseline=5.0)
    assert "width:100.00%" in drawn
    assert "left:100.00%" in drawn
    assert "nan" not in drawn
