import numpy as np
import pandas as pd
import pytest

from recsys_core.profiles.taste import Standout, standout, tastes


def frame(own, average):
    return tastes(
        pd.DataFrame(list(own.items()), columns=["category", "purchases"]),
        pd.DataFrame(average, columns=["category", "average_share", "customers"]),
    )


AVERAGE = [("Dairy", 0.1, 90), ("Wine", 0.05, 40), ("Soap", 0.2, 80), ("Truffles", 0.01, 2)]


def test_lift_is_the_share_over_the_average_share():
    out = frame({"Dairy": 40, "Soap": 60}, AVERAGE)
    assert out["category"].tolist() == ["Soap", "Dairy"]
    assert out["share"].tolist() == [0.6, 0.4]
    assert out["lift"].tolist() == pytest.approx([3, 4])


def test_too_few_purchases_or_customers_give_no_lift():
    out = frame({"Dairy": 20, "Wine": 2, "Truffles": 10, "Unheard of": 8}, AVERAGE)
    lifts = dict(zip(out["category"], out["lift"], strict=True))
    assert lifts["Dairy"] == pytest.approx(5)
    assert np.isnan([lifts["Wine"], lifts["Truffles"], lifts["Unheard of"]]).all()


def test_a_customer_stands_out_by_what_sets_them_apart_most():
    out = frame({"Dairy": 40, "Wine": 5, "Soap": 5}, AVERAGE)
    assert standout(out) == Standout("Dairy", pytest.approx(8))


def test_an_average_customer_does_not_stand_out():
    assert standout(frame({"Dairy": 10, "Soap": 20, "Rest": 70}, AVERAGE)) is None


def test_rare_purchases_do_not_make_a_name():
    assert standout(frame({"Wine": 4, "Rest": 2}, AVERAGE)) is None


def test_a_customer_without_categories_has_no_tastes():
    out = frame({}, AVERAGE)
    assert out.empty
    assert standout(out) is None
