"""Report and run card on the Evaluation page."""

from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.pages.shops"]


def test_the_evaluation_page_offers_report_and_run_card(measured: Workspace, app):
    app.switch_page("pages/evaluation.py")
    app.query_params["part"] = "Take it along"
    app.run()
    assert not app.exception
    labels = [b.proto.label for b in app.get("download_button")]
    assert "Report (HTML)" in labels
    assert "Slides (PowerPoint)" in labels
    assert "Run card (JSON)" in labels
