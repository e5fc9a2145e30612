import re

from streamlit.testing.v1 import AppTest

from pages.kit.text import plain
from pages.parts.evaluation.messages import FAMILIES
from recsys_core.services.evaluation.findings import people_line
from recsys_core.services.evaluation.queue import evaluations, latest_evaluation
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.names import metric_info
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.numbers import share
from tests.pages.driving import calm, ended, keys, says

pytest_plugins = ["tests.pages.shops"]

PAGE = "pages/evaluation.py"


def opened(app: AppTest, part: str | None = None, more: str | None = None) -> AppTest:
    app.switch_page(PAGE)
    for key, value in (("part", part), ("more", more)):
        if value:
            app.query_params[key] = value
    return calm(app.run())


def test_an_empty_workspace_leads_to_the_data(app):
    opened(app)
    assert says(app, "No data yet")
    assert "go-pages/data.py" in keys(app)


def test_without_a_trained_model_the_page_leads_to_the_models(shop, app):
    opened(app)
    assert says(app, "no model is trained")
    assert "go-pages/models.py" in keys(app)


def test_a_first_measurement_is_offered_runs_and_can_be_cancelled(shop: Workspace, app):
    train_and_wait(shop, "popularity")
    opened(app)
    assert says(app, "1 model trained, none measured")
    assert app.multiselect("measure-models").value == ["popularity"]
    calm(app.button("measure-start").click().run())
    (job,) = [job for job in shop.jobs.list() if job.kind == "evaluate"]
    assert says(app, "being measured for the first time")
    calm(app.button(f"cancel-{job.job_id}").click().run())
    assert shop.jobs.wait(job.job_id).state == "cancelled"
    calm(app.run())
    assert latest_evaluation(shop) is None
    assert "measure-start" in keys(app), "it is offered again"


def test_a_refused_protocol_is_told_at_its_control(measured: Workspace, app):
    opened(app)
    calm(app.button("measure-toggle").click().run())
    app.multiselect("measure-models").set_value([])
    calm(app.run())
    assert app.button("measure-start").disabled
    assert len(evaluations(measured)) == 1


def test_the_first_line_is_what_the_figures_allow(measured: Workspace, app):
    opened(app)
    board = latest_evaluation(measured)
    assert board is not None
    assert app.text[0].value == people_line(board)
    assert "customers" in app.text[0].value
    assert says(app, board.sentence), "what an analyst wants to know beside it"


def charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


def test_the_first_screen_is_one_chart_three_figures_and_the_verdict(measured, app):
    opened(app)
    board = latest_evaluation(measured)
    assert charts(app) == 1
    assert not len(app.dataframe)
    label, hits = app.metric[0].label, board.value("ease", "HitRate@10").value
    assert [one.label.split(" of EASE")[0] for one in app.metric] == [
        "Hit rate", "Ranking quality", "Catalogue coverage",
    ]  # fmt: skip
    assert app.metric[0].value == plain(share(hits))
    assert label.endswith(plain(share(board.value("popularity", "HitRate@10").value)))
    assert says(app, board.sentence)


def test_every_metric_measured_has_a_name_that_explains_itself(measured, app):
    opened(app)
    shown = {row.metric for row in latest_evaluation(measured).rows}
    for family, (_, question) in FAMILIES.items():
        metrics = [metric for metric in metric_info() if metric.family == family]
        if not any(metric.label(10) in shown for metric in metrics):
            continue
        calm(app.pills("more").set_value(family).run())
        assert charts(app) == 2, "the family is one figure, whatever it holds"
        assert says(app, question)
        for metric in metrics:
            assert says(app, metric.meaning) == (metric.label(10) in shown), metric.name
        assert says(app, metrics[0].direction)
    assert not says(app, "RMSE"), "nothing that was not measured"


def test_what_was_asked_for_goes_with_a_click(measured, app):
    opened(app, more="Which differences are real?")
    assert says(app, "compared customer by customer")
    calm(app.pills("more").set_value(None).run())
    assert not says(app, "compared customer by customer")
    assert charts(app) == 1


def test_the_table_holds_every_figure_with_three_digits(measured, app):
    opened(app, more="All figures")
    board = latest_evaluation(measured)
    table = next(frame.value for frame in app.dataframe if "better" in frame.value)
    assert {"EASE", "Bestsellers", "Random order"} <= set(table.columns)
    assert len(table) == len({row.metric for row in board.rows})
    for cell in table["EASE"].dropna():
        assert len(re.sub(r"^[0.,]+|[.,−]| %$", "", cell)) <= 3, cell


def test_another_metric_changes_the_finding(measured, app):
    opened(app)
    first = [text.value for text in app.text][1]
    app.selectbox("metric").set_value("Catalogue coverage")
    calm(app.run())
    second = [text.value for text in app.text][1]
    assert first.startswith("EASE leads on ranking quality")
    assert "catalogue coverage" in second


def test_the_protocol_says_what_was_held_back(measured, app):
    opened(app, "Can it be trusted?")
    protocol = latest_evaluation(measured).protocol
    info, denominators = protocol["splits"][0], protocol["denominators"]
    assert says(app, info["sentence"])
    assert all(says(app, sentence) for sentence in denominators.values())
    tiles = {metric.label: metric.value for metric in app.metric}
    assert tiles["Customers tested"] == str(info["n_test_users"])


def test_who_was_in_is_guessed_on_request(measured: Workspace, app: AppTest):
    opened(app, "Can it be trusted?")
    assert says(app, "Do the models give away who they were trained on?")
    calm(app.button("membership-start").click().run())
    app = ended(app, measured, "membership")
    guessed = app.dataframe[-1].value
    assert set(guessed["attacker"]) == {"every score", "lists of ten"}
    assert guessed["accuracy"].between(0, 100).all()
    assert says(app, "Chance is 50 of 100.")


def test_figures_of_other_settings_or_other_data_are_called_old(measured: Workspace, app):
    opened(app)
    assert not says(app, "▲")
    train_and_wait(measured, "ease", {"regularization": 3})
    calm(app.run())
    assert says(app, "EASE was trained with other settings since.")


def test_a_failed_measurement_shows_its_cause(shop: Workspace, app):
    broken = shop.jobs.submit(
        "evaluate",
        "models",
        "Measuring the models",
        {
            "models": [{"model": "popularity", "settings": {}}],
            "config": {},
            "data_settings": {},
            "fingerprint": "gone",
            "data_version": 1,
        },
    )
    assert shop.jobs.wait(broken.job_id).state == "failed"
    opened(app)
    assert says(app, "Measuring the models could not be finished")
    calm(app.button(f"again-{broken.job_id}").click().run())
    again = shop.jobs.list()[-1]
    assert again.job_id != broken.job_id
    assert again.payload["models"] == broken.payload["models"]
    shop.jobs.cancel(again.job_id)
    assert shop.jobs.wait(again.job_id).state == "cancelled"
