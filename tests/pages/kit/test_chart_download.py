"""Every chart of a page offers its data and a picture, every table a workbook beside its CSV."""

import json

import pytest

from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.pages.shops"]


def labels(app) -> list[str]:
    return [b.proto.label for b in app.get("download_button")]


@pytest.mark.parametrize(
    ("page", "least"), [("overview", 1), ("data", 2), ("customers", 1), ("evaluation", 1)]
)
def test_every_chart_of_a_page_offers_its_data(measured: Workspace, app, page: str, least: int):
    app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception
    charts = len(app.get("plotly_chart"))
    assert charts >= least
    assert labels(app).count("Data as CSV") == charts


@pytest.mark.parametrize("page", ["overview", "customers", "evaluation", "models"])
def test_whatever_is_offered_as_csv_is_offered_as_a_workbook(measured: Workspace, app, page: str):
    app.switch_page(f"pages/{page}.py")
    app.run()
    offered = labels(app)
    tables = [label for label in offered if label.endswith("as CSV")]
    assert tables
    assert offered.count("as Excel") == len(tables)


def test_the_picture_of_a_chart_is_named_after_its_finding(measured: Workspace, app):
    app.switch_page("pages/overview.py")
    app.run()
    (chart,) = app.get("plotly_chart")
    figure, picture = json.loads(chart.proto.spec), json.loads(chart.proto.config)
    options = picture["toImageButtonOptions"]
    assert (picture["modeBarButtons"], options["scale"]) == ([["toImage"]], 2)
    finding = figure["layout"]["title"]["text"]
    assert finding.startswith(options["filename"].partition("-")[0].capitalize())
    assert [one.value for one in app.text].count(finding) == 1
