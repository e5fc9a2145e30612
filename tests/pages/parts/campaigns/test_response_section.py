"""Models of who answers, drawn alone."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.campaigns.response.section import answer
from recsys_core.campaigns.response.measures import MEASURES
from recsys_core.campaigns.response.trial import try_models
from recsys_core.campaigns.response.verdict import judge
from recsys_core.services.campaigns.response.clicking import usual_click_day
from recsys_core.services.campaigns.response.findings import (
    bin_rows,
    figure_rows,
    references,
    standing,
    tenth_rows,
)
from recsys_core.services.campaigns.response.gather import ready_data, split_by_time, usual_day
from recsys_core.services.campaigns.response.study import ResponseStudy
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, ended, says
from tests.recsys_core.services.campaigns.response.conftest import CUT, fill
from tests.recsys_core.services.campaigns.response.test_clicking import show_things
from tests.recsys_core.storage.builders import add, bought

ALONE = """
from pages.kit import guard
from pages.parts.campaigns.response import section
section.show(guard.workspace())
"""
STUDY = "pages.parts.campaigns.response.section.response_study"


def opened() -> AppTest:
    return calm(AppTest.from_string(ALONE, default_timeout=30).run())


def quick(ws: Workspace) -> ResponseStudy:
    """What the worker would find with two models."""
    split = split_by_time(ready_data(ws), CUT)
    trials = tuple(try_models(split.known, split.later, ["boosted"], 0))
    return ResponseStudy(split.cut, split.campaigns, trials, judge(trials))


def test_what_is_missing_stands_there(workspace: Workspace):
    add(workspace.db, "interactions", [bought("a", "p", revenue=2.0)])
    assert says(opened(), "There are no campaigns with a day on which they began")


def test_what_a_position_is_worth_stands_there(workspace: Workspace):
    show_things(workspace, 4000)
    app = opened()
    assert says(app, "Position 1 was clicked")
    assert says(app, "need 200 responses") or says(app, "There are no campaigns")
    assert app.date_input("clicks-from").value == usual_click_day(workspace).date()
    app.button("clicks-start").click()
    app.run()
    ended(app, workspace, "clicks-gather")
    [job] = [one for one in workspace.jobs.list() if one.kind == "clicks"]
    workspace.jobs.cancel(job.job_id)
    workspace.jobs.wait(job.job_id)


def test_the_displays_of_the_sample_are_offered(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    add(workspace.db, "interactions", [bought("a", "p", revenue=2.0)])
    with workspace.db.write() as cursor:
        cursor.execute("UPDATE imports SET kind = 'sample', source = 'complete-journey'")
    brought = []
    monkeypatch.setattr(
        "pages.parts.campaigns.response.section.load_displays",
        lambda ws, report: brought.append(ws),
    )
    app = opened()
    assert says(app, "nobody chose at random what was shown")
    app.button("displays-start").click()
    app.run()
    ended(app, workspace, "displays")
    assert len(brought) == 1


def test_the_models_are_tried_on_a_click(workspace: Workspace):
    fill(workspace)
    app = opened()
    assert app.date_input("response-from").value == usual_day(workspace).date()
    app.button("response-start").click()
    app.run()
    ended(app, workspace, "response-gather")
    [job] = [one for one in workspace.jobs.list() if one.kind == "response"]
    workspace.jobs.cancel(job.job_id)
    workspace.jobs.wait(job.job_id)


def test_what_was_found_is_drawn(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    fill(workspace)
    study = quick(workspace)
    monkeypatch.setattr(STUDY, lambda ws, clicks=False: None if clicks else study)
    app = opened()
    assert says(app, "expected to be answered")
    metrics = {one.label: one.value for one in app.metric}
    assert metrics["What came"] == f"{study.trial('logistic').actual}"
    assert [standing(study, one.model) for one in study.trials[:3]] == [
        *("simple", "simple", "yardstick")
    ]
    assert [one.model for one in references(study)] == ["logistic", "past-responders"]
    rows = bin_rows(study.trial("logistic"))
    assert isinstance(rows, pd.DataFrame)
    assert (rows["low"] <= rows["answered"]).all()
    assert says(app, "times the average rate of answers")
    every = figure_rows(study.trial("logistic"))
    assert list(every["figure"]) == list(MEASURES)
    assert not every[["low", "high"]].isin(["–"]).any(axis=None)
    tenth = tenth_rows(study.trial("logistic"))
    assert tenth["held"].iloc[-1] == pytest.approx(1)
    assert (tenth["low"] <= tenth["times"]).all()
    assert rows["rows"].sum() == study.trial("logistic").rows


def test_the_first_line_is_what_was_foretold_and_what_came(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    fill(workspace)
    assert answer(workspace) == ""
    study = quick(workspace)
    monkeypatch.setattr(STUDY, lambda ws, clicks=False: None if clicks else study)
    best = study.trial(study.verdict.best)
    assert f"{round(best.expected)} were expected to be answered" in answer(workspace)
    assert f"and {best.actual} were." in answer(workspace)
