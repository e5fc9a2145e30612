"""What a screen reader says of the charts."""

import html
import json

import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm
from tests.pages.market import LOYAL

pytest_plugins = ["tests.pages.market"]


@pytest.mark.parametrize(
    ("page", "customer", "charts"),
    [("overview", "", 1), ("data", "", 2), ("customers", "", 1), ("customers", LOYAL, 2)],
)
def test_every_chart_is_spoken_with_its_finding(
    market: Workspace, app: AppTest, page: str, customer: str, charts: int
) -> None:
    app.switch_page(f"pages/{page}.py")
    if customer:
        app.query_params["customer"] = customer
    calm(app.run())
    drawn = app.get("plotly_chart")
    assert len(drawn) >= charts
    for chart in drawn:
        title = json.loads(chart.proto.spec)["layout"]["title"]["text"]
        assert html.unescape(title) in chart.proto.alt
        assert len(title) > 10
