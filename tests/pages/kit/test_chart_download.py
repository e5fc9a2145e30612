"""Every chart of a page offers its data."""

from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.pages.shops"]


def test_every_chart_of_the_evaluation_page_offers_its_data(measured: Workspace, app):
    app.switch_page("pages/evaluation.py")
    app.run()
    assert not app.exception
    charts = len(app.get("plotly_chart"))
    offered = [b for b in app.get("download_button") if b.proto.label == "Data as CSV"]
    assert charts > 5
    assert len(offered) == charts
