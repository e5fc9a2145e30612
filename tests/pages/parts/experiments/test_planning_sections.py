"""Planning and false alarms, each part drawn alone."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.experiments.false_alarms import section as alarms
from pages.parts.experiments.planning import section as planning
from recsys_core.services.experiments.planning.assignment import kept_experiment
from recsys_core.services.experiments.planning.false_alarms import aa_test
from recsys_core.services.workspace.lots import control_share
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, ended, press, said, says
from tests.recsys_core.services.experiments.planning.test_false_alarms import visits
from tests.recsys_core.storage.builders import add, bought

ALONE = """
import streamlit as st
from pages.kit import guard
from pages.parts.experiments.{part} import section
ws = guard.workspace()
section.show(ws)
st.text(section.answer(ws))
"""


def opened(part: str) -> AppTest:
    return calm(AppTest.from_string(ALONE.format(part=part), default_timeout=30).run())


def test_a_plan_moves_with_its_choices_and_is_dealt_out(workspace: Workspace):
    add(workspace.db, "interactions", visits(200))
    app = opened("planning")
    assert says(app, "would leave 0 to 100 %")
    app.number_input("plan-window").set_value(7)
    calm(app.run())
    assert says(app, "To see ")
    assert says(app, "customers who came from")
    tiles = {one.label: one.value for one in app.metric}
    app.slider("plan-effect").set_value(50)
    calm(app.run())
    fewer = {one.label: one.value for one in app.metric}
    number = [int(row["Customers an arm"].replace(",", "")) for row in (tiles, fewer)]
    assert number[0] > number[1]
    app.number_input("plan-baseline").set_value(0.1)
    app.number_input("plan-weekly").set_value(1600.0)
    app.slider("plan-effect").set_value(20)
    calm(app.run())
    assert says(app, "To see 10 % become 12 % you need 4,644 customers an arm: 6 weeks")
    app.segmented_control("plan-way").set_value("less")
    assert says(calm(app.run()), "To see 10 % become 8 % you need 3,881 customers an arm: 5 weeks")
    app.segmented_control("plan-way").set_value("more")
    calm(app.run())
    assert {one.label: one.value for one in app.metric}["Within reach, an arm"] == "No limit"
    app.text_input("plan-shares").set_value("10; 80")
    calm(app.run())
    assert says(app, "Each of the 2 arms has a share above 0, and together they make 100 %")
    app.text_input("plan-shares").set_value("20; 80")
    calm(app.run())
    assert says(app, "14,910 customers (2,982 and 11,928 by arm, the control first): 10 weeks")
    assert {one.label: one.value for one in app.metric}["Customers of all arms"] == "14,910"
    app.text_input("deal-name").set_value("Autumn lists")
    app = press(app, "Deal out")
    kept = kept_experiment(workspace, "Autumn lists")
    assert says(app, kept.sentence)
    app.text_input("deal-link").set_value("https://shop.example/{item}")
    app = press(calm(app.run()), "Make the file")
    app = ended(app, workspace, "experiment-file")
    assert says(app, f"{len(kept.dealt)} customers written")
    assert kept.plan is not None
    assert kept.plan.effect == 0.2
    assert list(app.dataframe[0].value["state"]) == ["planned"]
    app = press(app, "Yes, forget it")
    assert not says(app, kept.sentence)


def test_money_is_tried_on_a_click_and_a_control_group_is_set(workspace: Workspace):
    add(workspace.db, "interactions", visits(200))
    app = opened("planning")
    app.segmented_control("plan-outcome").set_value("money")
    app.slider("plan-effect").set_value(60)
    calm(app.run())
    app = ended(press(app, "Try it on what customers spent"), workspace, "plan-trials")
    assert says(app, "drawn at random from what yours spent")
    app.number_input("control-share-0.0").set_value(10.0)
    app = press(app, "Set")
    assert control_share(workspace) == 0.1
    assert says(app, "(10 %, drawn at random)")


def test_without_dates_the_first_line_says_what_to_type_in(workspace: Workspace):
    add(workspace.db, "interactions", [bought(f"c{n}", "p", None) for n in range(30)])
    app = opened("planning")
    assert "has a date" in said(app)[-1] or says(app, "has a date")
    assert planning.answer is not alarms.answer
    assert says(opened("false_alarms"), "No customers have been split yet")


def test_alarms_are_drawn_once_customers_were_split(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    add(workspace.db, "interactions", visits(200))
    app = opened("false_alarms")
    app.number_input("alarms-window").set_value(14)
    app = ended(press(calm(app.run()), "Split 1,000 times"), workspace, "false-alarms")
    assert says(app, aa_test(workspace, 14).sentence)
