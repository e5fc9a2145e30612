import math

import pandas as pd
import pytest

from recsys_core.profiles.taste import Standout
from recsys_core.services.customers.customer_words import first_line, in_sentence
from recsys_core.storage.customer_queries import Activity

NOW = pd.Timestamp(2024, 1, 1)
SHOP = Activity("purchase", "order", True, True, NOW, NOW)


def line(what=SHOP, **changed):
    known = {
        "segment": "Loyal",
        "visits": 63,
        "products": 272,
        "interval": 5.8,
        "away": 3.0,
        "status": "active",
        "standout": Standout("Organic dairy", 4.2),
    }
    return first_line("718", what, **{**known, **changed})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "loyal, 63 visits, buys every 5.80 days, organic dairy 4.20 × the average."),
        ({"standout": None}, "loyal, 63 visits, buys every 5.80 days."),
        (
            {"interval": 32.4, "standout": Standout("BBQ", 1.75)},
            "loyal, 63 visits, buys every 32.4 days, BBQ 1.75 × the average.",
        ),
        (
            {"interval": 1.0, "standout": Standout("Vegetables, shelf stable", 2.5)},
            "loyal, 63 visits, buys every day, 2.50 × the average in vegetables, shelf stable.",
        ),
        (
            {"segment": "Dormant", "visits": 1, "interval": math.nan, "standout": None},
            "last seen before most, 1 visit.",
        ),
        (
            {"segment": "At risk", "status": "lost", "away": 41.2, "standout": None},
            "worth much but last seen before most, 63 visits, "
            "used to buy every 5.80 days and has been away for 41 days.",
        ),
        (
            {"status": "overdue", "away": 41.2, "standout": None},
            "loyal, 63 visits, buys every 5.80 days and is overdue, away for 41 days.",
        ),
        (
            {"status": "lost", "interval": math.nan, "away": 90.0, "standout": None},
            "loyal, 63 visits, away for 90 days.",
        ),
    ],
)
def test_the_line_adapts_to_what_is_known(changed, expected):
    assert line(**changed) == f"Customer 718: {expected}"


def test_raters_rate():
    films = Activity("rating", "day", True, False, NOW, NOW)
    assert line(films, visits=11, standout=None) == (
        "Customer 718: loyal, rated 272 products over 11 days."
    )


def test_undated_orders_have_visits_but_no_rhythm():
    undated = Activity("purchase", "order", False, True, None, None)
    text = line(undated, segment="Frequent", interval=math.nan, away=math.nan, status="unknown")
    assert text == (
        "Customer 718: frequent, 63 visits, dates unknown, organic dairy 4.20 × the average."
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Fluid milk", "fluid milk"), ("DVDs", "DVDs"), ("A la carte", "a la carte"), ("X", "X")],
)
def test_names_in_a_sentence_keep_their_abbreviations(name, expected):
    assert in_sentence(name) == expected
