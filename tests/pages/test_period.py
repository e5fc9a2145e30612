"""The range of days on Overview, Data and Customers."""

import json
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.kit.period import within
from recsys_core.services.data.periods import Period
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, says

pytest_plugins = ["tests.pages.market"]
PAGES = ("overview", "data", "customers")


def opened(app: AppTest, page: str, *days: int) -> AppTest:
    app.run()
    calm(app.switch_page(f"pages/{page}.py").run())
    if days:
        app.date_input("period").set_value(tuple(date(2023, 4, day) for day in days))
        calm(app.run())
    return app


@pytest.mark.parametrize("page", PAGES)
def test_a_period_in_the_address_is_shown_against_the_one_before(
    app: AppTest, orders: str, page: str
):
    opened(app, page, 15, 21)
    assert says(app, "15 April 2023 to 21 April 2023, against 8 April 2023 to 14 April 2023.")
    # A test of the start page does not see its own address.
    if page != "overview":
        assert app.query_params["period"] == ["2023-04-15", "2023-04-21"]
    changes = {one.label: one.delta for one in app.metric if one.delta}
    assert changes["Purchases"] == "0 %"
    assert changes["New customers"] == "−100 %"
    fallen = next(one for one in app.metric if one.label == "New customers")
    assert fallen.proto.direction == fallen.proto.MetricDirection.DOWN
    assert fallen.proto.color == fallen.proto.MetricColor.RED


def test_all_of_the_data_needs_no_period(app: AppTest, orders: str):
    opened(app, "overview")
    assert not says(app, "against")
    assert not any(one.delta for one in app.metric)


def test_a_period_without_one_before_shows_figures_and_no_difference(app: AppTest, orders: str):
    opened(app, "overview", 3, 20)
    assert says(app, "so no difference is given")
    assert not any(one.delta for one in app.metric)


def test_the_weeks_drawn_are_those_with_a_day_in_the_period():
    weeks = pd.DataFrame({"week": pd.to_datetime(["2024-01-01", "2024-01-08", "2024-01-15"])})
    period = Period(date(2024, 1, 7), date(2024, 1, 14))
    assert within(weeks, period)["week"].dt.day.tolist() == [1, 8]
    assert len(within(weeks, None)) == 3


def test_the_days_drawn_are_those_of_the_period():
    days = pd.DataFrame({"day": pd.date_range("2024-01-01", periods=9)})
    period = Period(date(2024, 1, 3), date(2024, 1, 5))
    assert within(days, period)["day"].dt.day.tolist() == [3, 4, 5]


@pytest.mark.parametrize("page", ["overview", "data"])
def test_less_than_five_weeks_are_drawn_by_day(app: AppTest, orders: str, page: str):
    opened(app, page, 3, 20)
    assert drawn(app) == ("Purchases per day", 18)


@pytest.mark.parametrize("page", ["overview", "data"])
def test_more_are_drawn_by_week(market: Workspace, app: AppTest, page: str):
    opened(app, page)
    unit, bars = drawn(app)
    assert unit == "Purchases per week"
    assert bars > 40


def drawn(app: AppTest) -> tuple[str, int]:
    """What the bars of the activity count, and how many there are."""
    charts = [json.loads(one.proto.spec) for one in app.get("plotly_chart")]
    layout, data = next(
        (one["layout"], one["data"])
        for one in charts
        if "per" in one["layout"]["yaxis"].get("title", {}).get("text", "")
    )
    return layout["yaxis"]["title"]["text"], len(data[0]["marker"]["color"])
