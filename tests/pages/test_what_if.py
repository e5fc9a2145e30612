import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.schema.columns import Columns
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.services.customers.segments.saved import save_ids
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.scenarios import Choice, save_scenario, scenario, scenarios
from recsys_core.services.what_if.frontier import draw_frontier
from recsys_core.services.what_if.sample import what_if_sample
from recsys_core.services.what_if.what_if import knob_effects, sentence
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, keys, says
from tests.pages.test_evaluation import opened

pytest_plugins = ["tests.pages.shops"]

PART = "What does each knob cost?"
BOLD = Choice("ease", ListSettings(10, False, RerankConfig(diversity=0.5)))


def test_figures_and_list_move_with_a_slider_and_all_is_taken_back(measured: Workspace, app):
    opened(app, PART)
    assert says(app, PART)
    own = sentence(knob_effects(measured, BOLD.plain))
    assert says(app, own)
    calm(app.slider("diversity").set_value(0.5).run())
    assert says(app, sentence(knob_effects(measured, BOLD)))
    assert not app.button("tuning-back").disabled
    calm(app.button("tuning-back").click().run())
    assert app.slider("diversity").value == 0
    assert says(app, own)
    assert app.button("tuning-back").disabled


def test_figures_of_a_group_and_of_everybody_again(measured: Workspace, app):
    everybody = knob_effects(measured, BOLD.plain)
    sample = what_if_sample(measured, 500)
    ids = sample.data.users[Columns.User].to_numpy(dtype=object)[sample.users]
    save_ids(measured, "The first", list(ids[:20]))
    save_ids(measured, "Few", list(ids[:3]))
    opened(app, PART)
    calm(app.selectbox("measured-on").set_value("The first").run())
    found = sentence(knob_effects(measured, BOLD.plain, group="The first"))
    assert found != sentence(everybody)
    assert says(app, found)
    assert says(app, "as of today")
    app.selectbox("measured-on").set_value("Few").run()
    assert says(app, "3 of the customers tested are in “Few”")
    calm(app.button("tuning-back").click().run())
    assert says(app, sentence(everybody))


def test_what_is_pinned_becomes_the_baseline(measured: Workspace, app):
    opened(app, PART)
    calm(app.slider("diversity").set_value(0.5).run())
    calm(app.button("tuning-pin").click().run())
    chosen = app.selectbox("baseline")
    assert chosen.value == "model=ease&k=10&diversity=0.5"
    assert says(app, sentence(knob_effects(measured, BOLD, baseline=BOLD)))
    calm(app.slider("diversity").set_value(0.0).run())
    assert says(app, sentence(knob_effects(measured, BOLD.plain, baseline=BOLD)))


def test_the_address_brings_everything_back(measured: Workspace, app):
    pinned = "model=ease&k=10&novelty=0.3"
    for key, value in {
        "tune": "popularity", "baseline": pinned, "diversity": "0.35", "k": "5", "seen": "true"
    }.items():  # fmt: skip
        app.query_params[key] = value
    opened(app, PART)
    asked = Choice("popularity", ListSettings(5, True, RerankConfig(diversity=0.35)))
    before = Choice("ease", ListSettings(10, False, RerankConfig(novelty=0.3)))
    assert app.selectbox("tune").value == "popularity"
    assert says(app, sentence(knob_effects(measured, asked, baseline=before)))


def test_a_broken_address_falls_back_to_the_usual(measured: Workspace, app):
    app.query_params["tune"] = "no-such-model"
    app.query_params["baseline"] = "model=ease&k=hundreds"
    opened(app, PART)
    assert app.selectbox("tune").value == "ease"
    assert app.selectbox("baseline").value == "own"


def test_a_scenario_is_saved_opened_renamed_and_deleted(measured: Workspace, app):
    opened(app, PART)
    calm(app.slider("diversity").set_value(0.5).run())
    app.text_input("scenario-name").set_value("Mixed bag")
    calm(app.button("scenario-save").click().run())
    assert scenario(measured, "mixed bag").choice == BOLD
    calm(app.button("tuning-back").click().run())
    calm(app.run())
    (one,) = scenarios(measured)
    calm(app.button(f"open-{one.scenario_id}").click().run())
    assert app.slider("diversity").value == 0.5
    app.text_input(f"new-{one.scenario_id}").set_value("Other name")
    calm(app.button(f"rename-{one.scenario_id}").click().run())
    assert says(app, "Other name")
    calm(app.button(f"delete-{one.scenario_id}").click().run())
    assert scenarios(measured) == []
    assert not says(app, "Saved scenarios")


def test_a_name_that_is_taken_is_refused_in_words(measured: Workspace, app):
    save_scenario(measured, "Mixed bag", BOLD)
    opened(app, PART)
    app.text_input("scenario-name").set_value("mixed BAG")
    calm(app.button("scenario-save").click().run())
    assert says(app, "already; choose another name")


def test_scenarios_stand_side_by_side(measured: Workspace, app):
    save_scenario(measured, "Mixed bag", BOLD)
    save_scenario(measured, "Plain", BOLD.plain)
    opened(app, PART)
    calm(app.multiselect("scenarios-compared").set_value(["Plain", "Mixed bag"]).run())
    table = next(frame.value for frame in app.dataframe if "Mixed bag" in frame.value)
    accuracy = table.set_index("metric").loc["Ranking quality"]
    assert "(" not in accuracy["Plain"]
    assert "(" in accuracy["Mixed bag"]


def test_the_frontier_is_offered_drawn_and_reaches_the_first_line(measured: Workspace, app):
    opened(app, PART)
    assert "frontier-start" in keys(app)
    first = app.text[0].value
    drawn = draw_frontier(measured, "ease")
    calm(app.run())
    cost = drawn.against("diversity").sentence
    assert says(app, cost)
    if cost[0].isdigit():
        assert app.text[0].value == f"{first} With EASE, {cost}"


@pytest.mark.parametrize("goal", ["novelty", "coverage"])
def test_accuracy_is_held_against_the_goal_chosen(measured: Workspace, app: AppTest, goal: str):
    drawn = draw_frontier(measured, "ease")
    opened(app, PART)
    calm(app.selectbox("frontier-goal").set_value(goal).run())
    assert says(app, drawn.against(goal).sentence)


def test_figures_of_an_earlier_version_ask_to_measure_again(measured: Workspace, app):
    import shutil

    for folder in (measured.path / "runs").glob("*/evaluation/candidates"):
        shutil.rmtree(folder)
    opened(app, PART)
    assert says(app, "measure the models again")
    assert "tuning-back" not in keys(app)
