import re

import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from recsys_core.jobs.queue import SUPERVISOR_LOCK
from recsys_core.services.data.imports import import_files
from recsys_core.services.evaluation.model_in_use import use_model
from recsys_core.services.evaluation.queue import latest_evaluation
from recsys_core.services.training.queue import list_models, model_names, start_training
from recsys_core.services.workspace.runs import runs_frame, trained_models
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, keys, says

pytest_plugins = ["tests.pages.shops"]

PAGE = "pages/models.py"


def opened(app: AppTest) -> AppTest:
    app.switch_page(PAGE)
    return calm(app.run())


def test_an_empty_workspace_says_what_is_missing_and_leads_there(app):
    opened(app)
    assert says(app, "No data yet")
    assert [b.label for b in app.button if b.key == "go-pages/data.py"] == ["Bring in data"]


def test_before_any_training_the_first_line_says_what_to_do(shop, app):
    opened(app)
    ready = sum(info.ready for info in list_models(shop))
    assert app.text[0].value == (
        f"No model is trained yet: {ready} of {len(model_names())} can learn from this data. "
        "Start with Auto."
    )
    assert {f"train-{name}" for name in model_names()} <= keys(app)
    assert not any(key.startswith(("use-", "lists-")) for key in keys(app) if key)


def test_a_model_without_enough_data_says_why_and_cannot_be_trained(workspace, tmp_path, app):
    path = tmp_path / "few.csv"
    path.write_text("customer_id,product_id,date\nc1,p1,2024-01-01\nc2,p1,2024-01-02\n")
    import_files(workspace, "interactions", [path])
    opened(app)
    assert app.button("train-ease").disabled
    assert says(app, "Needs 20 customers")
    assert not app.button("train-popularity").disabled


def test_training_through_the_form_ends_as_a_trained_model(shop: Workspace, app):
    opened(app)
    calm(app.button("train-popularity").click().run())
    app.number_input("settings-popularity-half_life_days").set_value(90.0)
    app.checkbox("measure-popularity").uncheck()
    calm(app.button("start-popularity").click().run())
    assert "start-popularity" not in keys(app), "the form closes"
    (job,) = shop.jobs.list()
    assert shop.jobs.wait(job.job_id).state == "done"
    calm(app.run())
    assert trained_models(shop)["popularity"].settings["half_life_days"] == 90
    assert "lists-popularity" in keys(app)
    assert app.button("train-popularity").label == "Train again"
    assert says(app, "Trained today at")
    assert says(app, "Knows all data as it is now: 60 customers, 24 products.")
    assert says(app, "Bestsellers is ready to use, but not measured yet.")
    runs = app.dataframe[0].value
    assert list(runs["settings"]) == ["Half-life in days: 90"]
    calm(app.button("train-popularity").click().run())
    assert app.number_input("settings-popularity-half_life_days").value == 90, "starts from there"


def test_auto_tells_what_it_tried_and_why_it_chose(shop: Workspace, app):
    job = start_training(shop, "auto", {"minutes": 0.5})
    assert shop.jobs.wait(job.job_id).state == "done"
    opened(app)
    assert says(app, "Chosen: ") or says(app, "Nothing that was tried could be shown")
    assert says(app, "Compared on the latest fifth")
    tried = next(one.value for one in app.dataframe if "verdict" in one.value)
    assert {"EASE", "Bestsellers", "The blend"} <= set(tried["what"])
    assert tried["value"].between(0, 1).all()
    assert "Chosen" in set(tried["verdict"])


def test_a_model_that_learns_in_passes_shows_its_curve(shop: Workspace, app):
    job = start_training(shop, "als", {"factors": 8, "iterations": 6})
    assert shop.jobs.wait(job.job_id).state == "done"
    opened(app)
    assert "How the learning came along" in [expander.label for expander in app.expander]


def test_a_refused_setting_is_told_at_its_control_and_nothing_starts(shop: Workspace, app):
    opened(app)
    calm(app.button("train-surprise-svd").click().run())
    app.number_input("settings-surprise-svd-lr_all").set_value(0.0)
    calm(app.run())
    assert [e.value for e in app.error] == ["Learning rate must be above 0\\."]
    assert app.button("start-surprise-svd").disabled
    assert not shop.jobs.list()


def test_a_cancelled_training_leaves_no_model_and_is_listed_as_cancelled(shop: Workspace, app):
    # Nothing begins while the lock is held, so that both wait however quick or busy the machine is.
    with FileLock(shop.jobs.folder / SUPERVISOR_LOCK):
        first, second = start_training(shop, "als"), start_training(shop, "ease")
        opened(app)
        assert says(app, "Waiting its turn")
        calm(app.button(f"cancel-{second.job_id}").click().run())
        calm(app.button(f"cancel-{first.job_id}").click().run())
    assert shop.jobs.wait(first.job_id).state == "cancelled"
    assert shop.jobs.wait(second.job_id).state == "cancelled"
    calm(app.run())
    assert trained_models(shop) == {}
    assert list(app.dataframe[0].value["state"]) == ["Cancelled", "Cancelled"]
    assert says(app, "No model is trained yet")


def test_what_waits_says_when_it_begins_and_can_be_put_first(measured: Workspace, app):
    with FileLock(measured.jobs.folder / SUPERVISOR_LOCK):
        again, new = start_training(measured, "ease"), start_training(measured, "als")
        opened(app)
        assert says(app, "begins now, done in about"), "EASE was trained before"
        assert f"first-{again.job_id}" not in keys(app), "it is the first already"
        calm(app.button(f"first-{new.job_id}").click().run())
        assert says(app, "begins when what is before it has ended"), (
            "nobody knows how long ALS takes"
        )
        assert f"first-{again.job_id}" in keys(app)
        cancel = [one.key for one in app.button if str(one.key).startswith("cancel-")]
        assert cancel == [f"cancel-{new.job_id}", f"cancel-{again.job_id}"], "in turn"
        for job in (again, new):
            measured.jobs.cancel(job.job_id)
    assert measured.jobs.wait(new.job_id).state == "cancelled"


def test_a_failed_training_shows_its_cause_and_can_be_tried_again(shop: Workspace, app):
    broken = shop.jobs.submit(
        "train",
        "popularity",
        "Bestsellers",
        {
            "model": "popularity",
            "settings": {},
            "data_settings": {},
            "fingerprint": "no-such-data",
            "data_version": 1,
        },
    )
    assert shop.jobs.wait(broken.job_id).state == "failed"
    opened(app)
    assert says(app, "Bestsellers could not be finished")
    assert says(app, "start it again")
    calm(app.button(f"again-{broken.job_id}").click().run())
    again = shop.jobs.list()[-1]
    assert shop.jobs.wait(again.job_id).state == "done"
    calm(app.run())
    assert not says(app, "could not be finished")
    assert "lists-popularity" in keys(app)


def test_a_failed_training_can_be_removed(shop: Workspace, app):
    payload = {"model": "ease", "settings": {}, "data_settings": {}, "fingerprint": "gone"}
    broken = shop.jobs.submit("train", "ease", "EASE", payload)
    shop.jobs.wait(broken.job_id)
    opened(app)
    calm(app.button(f"remove-{broken.job_id}").click().run())
    assert not shop.jobs.list()
    assert not says(app, "could not be finished")


def test_the_leader_is_named_with_figures_and_each_model_shows_its_own(measured, app):
    opened(app)
    answer = app.text[0].value
    hundred = r"of \d+ customers \d+ find something they went on to buy, \d+ with the bestsellers"
    assert re.match(rf"EASE is in use and leads: {hundred}\.", answer)
    assert says(app, "Ranking quality (NDCG@10) of EASE: ")
    assert says(app, "times the bestsellers, measured with ")
    assert says(app, " customers on everything after ")
    assert says(app, "normalised discounted cumulative gain")
    assert says(app, "the yardstick")


def test_deleting_asks_again_and_then_removes_the_model(measured: Workspace, app):
    opened(app)
    runs = app.dataframe[0].value
    row = list(runs["what"]).index("EASE")
    app.session_state["runs"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    calm(app.run())
    assert says(app, "EASE would fall back to an earlier training")
    assert "ease" in trained_models(measured), "nothing is gone before the second question"
    calm(app.button("delete-runs-confirmed").click().run())
    assert "ease" not in trained_models(measured)
    assert "EASE" not in list(runs_frame(measured)["model"])


def test_see_lists_leads_to_the_recommendations_of_that_model(measured, app):
    opened(app)
    calm(app.button("lists-ease").click().run())
    assert app.session_state["models"] == ["ease"]


def test_a_training_is_measured_at_once_and_changes_nothing_by_itself(measured: Workspace, app):
    opened(app)
    calm(app.button("train-item-knn").click().run())
    calm(app.button("start-item-knn").click().run())
    training, measuring = measured.jobs.list()[-2:]
    assert (training.kind, measuring.kind) == ("train", "evaluate")
    assert measured.jobs.wait(measuring.job_id).state == "done"
    calm(app.run())
    board = latest_evaluation(measured)
    assert board is not None
    assert {"ease", "item-knn"} <= {row.model for row in board.rows}
    assert in_use_badges(app) == {"EASE": "In use"}
    assert app.button("use-item-knn").label == "Use"
    assert "use-ease" not in keys(app)


def test_a_better_model_proposes_itself_and_one_click_changes_over_and_back(measured, app):
    training = start_training(measured, "popularity")
    assert measured.jobs.wait(training.job_id).state == "done"
    use_model(measured, "popularity")
    opened(app)
    assert in_use_badges(app) == {"Bestsellers": "In use"}
    assert says(app, "EASE was measured better than Bestsellers, which is in use: ranking quality")
    assert says(app, "if they were equal, a difference like this would come up in")
    assert "Bestsellers" in quiet_line(app)
    calm(app.button("proposal-use").click().run())
    assert app.button("proposal-back").label == "Use Bestsellers again"
    assert in_use_badges(app) == {"EASE": "In use"}
    assert "EASE" in quiet_line(app)
    calm(app.button("proposal-back").click().run())
    assert in_use_badges(app) == {"Bestsellers": "In use"}
    calm(app.button("use-ease").click().run())
    assert in_use_badges(app) == {"EASE": "In use"}
    assert app.button("proposal-back").label == "Use Bestsellers again"


def in_use_badges(app: AppTest) -> dict[str, str]:
    """Title of a row -> what its green badge says."""
    found = [re.match(r"([^:]+) .*:green-badge\[(.+?)\]", part.value) for part in app.subheader]
    return {one[1].strip(): one[2] for one in found if one}


def quiet_line(app: AppTest) -> str:
    return " ".join(str(link.label) for link in app.get("page_link"))


def test_new_data_makes_a_model_stale(measured: Workspace, tmp_path, app):
    path = tmp_path / "more.csv"
    path.write_text(
        "customer_id,product_id,date\nc1,p1,2025-01-01\nnew,p2,2025-01-01\nc2,brand-new,2025-01-02\n"
    )
    import_files(measured, "interactions", [path])
    opened(app)
    assert says(app, "3 newer purchases")
    assert says(app, "1 new customer")
    assert says(app, "1 new product")
    assert says(
        app,
        "Changed since its training. Its lists already use newer purchases and new customers; new "
        "products need training.",
    )
    app.session_state["models"] = ["ease"]
    app.switch_page("pages/recommendations.py")
    calm(app.run())
    assert says(app, "EASE: 3 newer purchases since training")


def test_auto_comes_first_then_the_trained_then_the_others_by_family(measured, app):
    opened(app)
    titles = [part.value.split(" :")[0] for part in app.subheader]
    assert titles[:2] == ["Auto", "EASE"]
    assert says(app, "Recommended")
    assert says(app, "takes about 5 minutes")
    assert says(app, "What sells with what")
    (ratings,) = [one for one in app.expander if one.label.startswith("Predict ratings")]
    assert ratings.label.replace("\\", "") == "Predict ratings, not choices: 8 models"
    assert not ratings.proto.expanded, "there are no ratings in this shop"


def select_runs(app: AppTest, rows: list[int]) -> None:
    app.session_state["runs"] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    calm(app.run())


def test_two_trainings_stand_side_by_side_with_what_differs(measured: Workspace, app):
    again = start_training(measured, "ease", {"regularization": 50.0})
    measured.jobs.wait(again.job_id)
    opened(app)
    runs = app.dataframe[0].value
    trainings = [at for at, what in enumerate(runs["what"]) if what == "EASE"]
    select_runs(app, trainings)
    assert says(app, "All learned from the same data.")
    assert says(app, "EASE (2) has not been measured with these settings")
    shown = next(part.body for part in app.get("html") if "tl-compare" in part.body)
    assert "EASE (1)" in shown
    assert "not measured with these settings" in shown
    differing = re.findall(r'tl-differs"><th scope="row">.*?</i>([^<]+)</th>', shown)
    assert differing == ["Caution"]
    select_runs(app, [*trainings, list(runs["what"]).index("Measurement")])
    assert not says(app, "Side by side"), "a measurement is no training"


def test_every_model_opens_its_form(shop, app):
    opened(app)
    for name in model_names():
        calm(app.button(f"train-{name}").click().run())
        assert f"start-{name}" in keys(app), name


@pytest.mark.parametrize("name", ["auto", "ease", "surprise-svd"])
def test_a_model_says_how_it_works(shop, app, name):
    opened(app)
    assert not says(app, "Trust it when"), "only the card asked for is drawn"
    calm(app.button(f"how-{name}").click().run())
    for part in ("Trust it when", "Careful when", "What it needs", "Without training it again"):
        assert says(app, part)
    assert any("tl-drawing" in part.body for part in app.get("html"))
    assert any(e.label.replace("\\", "").startswith("Its settings (") for e in app.expander)
