"""How often one customer buys a kind of product again."""

import pandas as pd
import pytest

from recsys_core.profiles.gaps import SHOP
from recsys_core.profiles.timing.clock import clock

END = pd.Timestamp(2024, 12, 31)


def bought(**ago: list[int]) -> pd.DataFrame:
    rows = [(name, END - pd.Timedelta(days=n)) for name, days in ago.items() for n in days]
    return pd.DataFrame(rows, columns=["category", "day"])


def test_milk_every_six_days_last_nine_days_ago():
    paces = pd.DataFrame({"category": ["milk", "soap"], "every": [6.0, 30.0]})
    found = clock(bought(milk=[9, 15, 21, 27], soap=[10, 50, 90], tea=[1, 5]), paces, END)
    assert found["category"].tolist() == ["milk", "soap"]
    assert found.loc[0, ["times", "every", "ago", "due"]].tolist() == [4, 6, 9, 1.5]
    assert found.loc[1, "every"] == pytest.approx((2 * 40 + SHOP * 30) / (2 + SHOP))


def test_what_was_given_up_is_not_due():
    found = clock(bought(milk=[100, 106, 112]), pd.DataFrame({"category": [], "every": []}), END)
    assert found.empty
    assert clock(bought(), pd.DataFrame({"category": [], "every": []}), END).empty
