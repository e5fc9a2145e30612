"""Reading out an experiment, drawn alone."""

from dataclasses import replace

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

from recsys_core.services.experiments.planning.assignment import AssignRequest, arms_of, assign
from recsys_core.services.experiments.planning.plan import plan_experiment
from recsys_core.services.experiments.planning.request import PlanRequest
from recsys_core.services.experiments.readout.kept_list import listed_experiments
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, ended, says
from tests.recsys_core.storage.builders import add, bought

ALONE = """
import streamlit as st
from pages.kit import guard
from pages.parts.experiments.readout import section
section.show(guard.workspace())
st.text(section.answer(guard.workspace()))
"""


def results(n: int = 9_000) -> bytes:
    """A new page after which twice as many buy; no name says which is the old one."""
    at = np.arange(n)
    frame = pd.DataFrame({"customer_id": at + 10_000, "variant": np.where(at % 2, "blue", "red")})
    frame["bought"] = at // 2 % 20 < np.where(at % 2, 4, 2)
    frame["pieces"] = 1 + at // 2 % 3
    frame["worth"] = frame["pieces"] * (10 + at // 2 % 7)
    frame["device"] = np.where(at // 2 % 3 == 0, "phone", "desk")
    frame["day"] = (pd.Timestamp("2026-02-02") + pd.to_timedelta(at // 2 % 14, "D")).date
    return frame.to_csv(index=False).encode()


def test_a_file_is_brought_and_read_out(workspace: Workspace) -> None:
    add(workspace.db, "interactions", [bought("u1", "p", revenue=2.0)])
    app = calm(AppTest.from_string(ALONE, default_timeout=60).run())
    assert says(app, "One file tells")
    app.get("file_uploader")[0].set_value(("page.csv", results(), "text/csv"))
    calm(app.run())
    assert says(app, "choose at least 1 outcome")
    assert app.selectbox("readout-arm-0").value == "variant"
    control = app.selectbox("readout-control-0-variant")
    assert control.label == "Which one is the control?"
    control.set_value("red")
    app.selectbox("readout-ratio-top-0").set_value("worth")
    app.selectbox("readout-ratio-below-0").set_value("pieces")
    app.multiselect("readout-explored-0").set_value(["device"])
    calm(app.run())
    assert app.multiselect("readout-outcomes-0-variant-customer_id").value == ["bought"]
    app.button("readout-start").click()
    app.run()
    ended(app, workspace, "readout")
    calm(app.run())
    assert says(app, "“blue” won: 10.0 points more “bought”")
    assert says(app, "it decides, since no single look was set beforehand")
    assert len(app.dataframe) == 2
    assert len(app.get("plotly_chart")) == 3
    assert says(app, "the same on every weekday, but for chance")
    compared = app.dataframe[0].value
    assert list(compared["outcome"]) == ["bought", "worth/pieces"]
    app.button("readout-drop").click()
    calm(app.run())
    assert says(app, "One file tells")


def test_nothing_is_needed_to_read_out_or_to_plan(workspace: Workspace, app: AppTest) -> None:
    """An empty workspace: files are read all the same, and what needs customers says so."""
    app.switch_page("pages/experiments.py")
    for part, sentence in (
        ("read-out", "One file tells"),
        ("lists-without-sending", "No log of what was shown"),
        ("bandits", "give rates of clicks"),
        ("false-alarms", "nobody to split into arms yet"),
        ("plan", "There is no data to plan with yet"),
    ):
        app.query_params["part"] = part
        calm(app.run())
        assert says(app, sentence)
        assert not app.error
    app.number_input("plan-baseline").set_value(0.1)
    app.number_input("plan-weekly").set_value(1600.0)
    app.slider("plan-effect").set_value(20)
    calm(app.run())
    assert says(app, "To see 10 % become 12 % you need 4,644 customers an arm: 6 weeks")


def test_an_experiment_dealt_out_here_is_read_and_its_file_is_offered_its_plan(
    workspace: Workspace,
) -> None:
    users = [f"u{n}" for n in range(400)]
    add(workspace.db, "interactions", [bought(one, "p", 2, revenue=2.0) for one in users])
    arms = arms_of(["control", "new"])
    plan = plan_experiment(workspace, PlanRequest(baseline=0.1, weekly=400.0, window=7, effect=1.0))
    kept = assign(workspace, AssignRequest("Spring", arms, plan=replace(
        plan, request=replace(plan.request, entry="all"))))  # fmt: skip
    new = list(kept.dealt.loc[kept.dealt["arm"] == "new", "user_id"])
    app = calm(AppTest.from_string(ALONE, default_timeout=60).run())
    app.selectbox("experiment").set_value("Spring")
    calm(app.run())
    assert says(app, "Nothing can be read yet: “Spring” counts from 3 Jan 2024 on")
    later = [bought(one, "p", 5, revenue=2.0) for one in new[:90]]
    control = [one for one in users if one not in new][:15]
    later += [bought(one, "p", 11, revenue=2.0) for one in control]
    add(workspace.db, "interactions", later)
    calm(app.run())
    assert says(app, "“new” won: ")
    assert listed_experiments(workspace)[0].state_word == "read"
    app.selectbox("experiment").set_value("")
    calm(app.run())
    frame = kept.dealt[["user_id", "arm"]].assign(opened=np.arange(len(kept.dealt)) % 2)
    content = frame.to_csv(index=False).encode()
    app.get("file_uploader")[0].set_value(("opened.csv", content, "text/csv"))
    calm(app.run())
    outcomes = app.multiselect("readout-outcomes-0-arm-user_id")
    outcomes.set_value(["opened"])
    calm(app.run())
    assert says(app, "400 of 400 customers of the file are in it. Read with its plan?")
    app.toggle("readout-plan-0").set_value(True)
    calm(app.run())
    app.button("readout-start").click()
    app.run()
    ended(app, workspace, "readout")
    calm(app.run())
    assert says(app, "Read with the plan of “Spring”")


def test_a_link_opens_the_part(workspace: Workspace, app: AppTest) -> None:
    add(workspace.db, "interactions", [bought("u1", "p", revenue=2.0)])
    app.switch_page("pages/experiments.py")
    app.query_params["part"] = "bandits"
    calm(app.run())
    assert not says(app, "One file tells")
    app.query_params["part"] = "read-out"
    calm(app.run())
    assert says(app, "One file tells")
