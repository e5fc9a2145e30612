"""The parts of the Evaluation page about groups of customers and about trust."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.evaluation import messages, slices_words
from recsys_core.services.data.undo import undo_import
from recsys_core.services.evaluation import results as measured_module
from recsys_core.services.evaluation.audit import audit
from recsys_core.services.evaluation.results import measured
from recsys_core.services.evaluation.shuffled_labels import KIND
from recsys_core.services.evaluation.slices import sliced
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.imports import list_imports
from tests.pages.driving import calm, keys, said, says
from tests.pages.test_evaluation import opened

pytest_plugins = ["tests.recsys_core.services.served"]
pytestmark = pytest.mark.xdist_group("served_folder")

GROUPS, TRUST = "Who is served well?", "Can it be trusted?"


@pytest.fixture
def shop(served_folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    """The workspace of the app, with EASE measured."""
    shutil.copytree(served_folder, tmp_path / "workspace")
    found: Workspace = request.getfixturevalue("workspace")
    return found


def test_each_kind_of_groups_says_its_finding(shop: Workspace, app: AppTest) -> None:
    opened(app, GROUPS)
    assert says(app, sliced(shop, "Segment").finding)
    for title, kind in (("Town", "town"), ("How much they bought", "activity")):
        app.selectbox("by").set_value(title)
        calm(app.run())
        found = sliced(shop, kind)
        assert says(app, found.finding)
        assert says(app, found.model_per_segment_sentence)
        assert says(app, found.fairness_sentence)


def test_bands_of_products_offer_the_metrics_they_know(shop: Workspace, app: AppTest) -> None:
    opened(app, GROUPS)
    metric = app.selectbox("by-metric")
    metric.set_value(next(title for title in metric.options if "ovelty" in title))
    calm(app.run())
    app.selectbox("by").set_value("How popular the right products are")
    calm(app.run())
    assert app.selectbox("by-metric").value == "Ranking quality (NDCG)"
    assert says(app, sliced(shop, "popularity").finding)
    assert not says(app, "A model of its own for each group?")


def test_the_table_marks_what_is_too_small_to_tell(shop: Workspace, app: AppTest) -> None:
    opened(app, GROUPS)
    frame = slices_words.table(slices_words.cells(sliced(shop, "Segment")))
    assert list(frame.loc[~frame["enough"], "verdict"].unique()) == [messages.TOO_FEW]
    assert (frame["n"] < 30).equals(~frame["enough"])
    assert not len(app.dataframe), "what nobody has opened is not drawn"
    app.session_state["slices-table-part"] = True
    calm(app.run())
    (drawn,) = [t.value for t in app.dataframe]
    assert messages.TOO_FEW in set(drawn["verdict"])
    assert says(app, "too few to tell")


def test_an_address_leads_to_a_kind_of_groups(shop: Workspace, app: AppTest) -> None:
    app.query_params["by"] = "Town"
    opened(app, GROUPS)
    assert app.selectbox("by").value == "Town"
    app.query_params["by"] = "No such kind"
    calm(app.run())


def test_what_passed_is_one_line_and_the_rest_has_something_to_do(
    shop: Workspace, app: AppTest
) -> None:
    opened(app, TRUST)
    found = audit(shop)
    assert says(app, found.sentence)
    for one in found.findings:
        # An invisible joiner keeps "NDCG@10" from becoming a mail address.
        words = "\n".join(said(app)).replace("\u2060", "")
        assert one.sentence in words, one.check
        assert one.action in words


def test_the_shuffled_check_is_offered_runs_and_is_counted(shop: Workspace, app: AppTest) -> None:
    opened(app, TRUST)
    before = len(audit(shop).findings)
    calm(app.button("shuffled-run").click().run())
    assert "shuffled-run" not in keys(app), "not twice at once"
    (job,) = [job for job in shop.jobs.list() if job.kind == KIND]
    assert shop.jobs.wait(job.job_id).state == "done"
    calm(app.run())
    found = audit(shop)
    assert len(found.findings) == before + 1
    assert says(app, found.sentence)
    assert "shuffled-run" not in keys(app), "it is known now"


def test_data_that_is_gone_is_told_in_its_place(shop: Workspace, app: AppTest) -> None:
    job = measured(shop).job
    fingerprint = job.payload["fingerprint"]
    with shop.db.read() as cursor:
        listed = list_imports(cursor, live_only=True)
    first = listed.loc[listed["kind"] == "users", "import_id"].iloc[0]
    undo_import(shop, first)
    shutil.rmtree(shop.path / "datasets" / fingerprint)
    measured_module._kept.forget(shop, job.job_id)
    opened(app, TRUST)
    assert says(app, "is no longer there: measure the models again")
    assert says(app, "How it was measured"), "the rest of the page goes on"
