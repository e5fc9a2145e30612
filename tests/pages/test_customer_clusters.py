"""Groups, themes and the map, on the Customers page."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from pages.parts.customers.groups import customers_map
from pages.parts.customers.groups.charts import MOST_DRAWN, points_chart, stability_chart
from recsys_core.profiles.clusters.stability import Judged, Tried
from recsys_core.services.customers.groups.clusters import clusters
from recsys_core.services.customers.segments.saved import segment_names
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm
from tests.pages.test_customers import opened, says

pytest_plugins = ["tests.pages.market"]

VIEW = "Groups"


def test_groups_are_looked_for_told_named_and_kept(market: Workspace, app: AppTest):
    opened(app, view=VIEW)
    assert says(app, "Groups of customers")
    assert app.button("groups-start").label == "Look for groups"
    found = clusters(market)
    calm(app.run())
    assert says(app, f"cut into {found.k}" if not found.found else "stand out")
    table = next(one.value for one in app.dataframe if "apart" in one.value)
    assert list(table["name"]) == list(found.names)
    key = f"groups-rfm-k-means-{found.k}"
    app.text_input(f"{key}-name").set_value("The first")
    calm(app.button(f"{key}-rename").click().run())
    assert clusters(market).names[0] == "The first"
    calm(app.button(f"{key}-keep").click().run())
    assert segment_names(market) == ["The first"]
    assert f"{found.groups.sizes[0]} customers, fixed" in app.success[0].value


def test_the_chart_marks_one_heap_where_a_number_stands_out(market: Workspace):
    found = clusters(market)
    kinds = {"gaussian": [0.5, 0.6], "permuted": [0.2, 0.3]}
    judged = Judged((Tried(2, 0.9, kinds), Tried(3, 0.9, kinds, (0.7, 0.8))), 100)
    drawn = stability_chart(replace(found, judged=judged, tried=judged.tried[1]), "").data
    assert [trace.name for trace in drawn][2:] == ["One heap of the same shape"]
    assert (list(drawn[2].x), list(drawn[2].y)) == ([3], [0.75])


def test_lines_and_boxes_are_read_as_corners():
    lines = customers_map._outlines(
        {"lasso": [{"x": [0, 1, 1], "y": [0, 0, 1]}], "box": [{"x": [0, 2], "y": [1, 3]}]}
    )
    assert lines[0] == [(0, 0), (1, 0), (1, 1)]
    assert lines[1] == [(0, 1), (2, 1), (2, 3), (0, 3)]


def test_no_more_points_are_drawn_than_can_be_seen(rng):
    n = MOST_DRAWN + 50
    groups = (rng.integers(3, size=n)).astype(str).astype(object)
    figure = points_chart(rng.normal(size=(n, 2)), groups, groups)
    assert sum(len(trace.x) for trace in figure.data) == MOST_DRAWN
    assert {trace.name for trace in figure.data} == {"0", "1", "2"}
