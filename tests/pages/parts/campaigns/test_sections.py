"""Looking back and who gives no answer, each part drawn alone."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.campaigns.silent import section as silent
from recsys_core.services.campaigns.silent.silence import silence
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.members import members
from recsys_core.services.customers.segments.saved import segment_names
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, ended, press, said, says
from tests.recsys_core.services.campaigns.past.conftest import fill as fill_past
from tests.recsys_core.services.campaigns.silent.test_silence import fill as fill_silent
from tests.recsys_core.storage.builders import add, bought, rated

ALONE = """
from pages.kit import guard
from pages.parts.campaigns.{part} import section
section.show(guard.workspace())
"""


def opened(part: str) -> AppTest:
    return calm(AppTest.from_string(ALONE.format(part=part), default_timeout=30).run())


@pytest.mark.parametrize("part", ["past", "silent"])
def test_without_campaigns_a_sentence_says_so(workspace: Workspace, part: str):
    add(workspace.db, "interactions", [bought("a", "p", revenue=2.0)])
    assert says(opened(part), "There are no campaigns in this data.")


def test_one_campaign_is_looked_back_on_and_another_is_a_click_away(workspace: Workspace):
    fill_past(workspace)
    app = opened("past")
    assert app.selectbox("campaign").value == "autumn"
    assert says(app, "It ends on 29 Aug 2024, after the data does (18 Jul 2024)")
    assert says(app, "Of the 60 days after it the data covers 0.")
    app.selectbox("campaign").select("spring")
    calm(app.run())
    assert says(app, "Spring reached 80 customers")
    assert says(app, "That they spent more is no proof")
    metrics = {one.label: one.value for one in app.metric}
    assert metrics["Reached"] == "80"
    # The newest stands first: a click on the first line leads back to it.
    app.session_state["campaigns-listed"] = {"selection": {"rows": [0], "columns": []}}
    calm(app.run())
    assert app.selectbox("campaign").value == "autumn"
    app.selectbox("campaign").select("spring")
    calm(app.run())
    assert says(app, "Spring reached 80 customers")


def test_a_campaign_of_which_little_is_known_is_drawn(workspace: Workspace):
    add(workspace.db, "interactions", [rated("a", "p", 4.0), rated("b", "p", 2.0)])
    add(workspace.db, "campaign_responses", [{"campaign_id": "k", "user_id": "a"}])
    app = opened("past")
    assert says(app, "Whom k was sent to is not known; 1 customer answered it.")
    add(workspace.db, "campaign_targets", [{"campaign_id": "k", "user_id": u} for u in "ab"])
    app = opened("past")
    assert says(app, "k reached 2 customers, and 1 answered")
    assert says(app, "What customers spent around it is not known")
    app = opened("silent")
    press(app, "Work out who gives no answer")
    ended(app, workspace, silent.KIND)
    assert silent.answer(workspace).startswith("1 of the 2 customers whom campaigns reached never")
    assert {one.label: one.value for one in app.metric}["Never answered"] == "1"


def test_the_silent_are_listed_by_reason_and_kept_as_a_segment(workspace: Workspace):
    fill_silent(workspace)
    app = opened("silent")
    press(app, "Work out who gives no answer")
    ended(app, workspace, silent.KIND)
    found = silence(workspace)
    metrics = {one.label: one.value for one in app.metric}
    assert metrics["Never answered"] == f"{len(found.customers)}"
    assert says(app, "Customers have an hour of their own in ")
    press(app, "Keep as a segment")
    assert "Kept as “Gives no answer”" in app.success[0].value
    assert segment_names(workspace) == ["Gives no answer"]
    known = set(customer_overview(workspace)["user_id"])
    own = members(workspace, "Gives no answer")
    assert own.sum() == len(known & set(found.customers["user_id"]))
    press(app, "Keep as a segment")
    assert any("Gives no answer" in one and "Kept as" not in one for one in said(app))
    reasons = app.dataframe[0].value
    at = int(reasons.index[reasons["reason"] == "Overdue by their own rhythm"][0])
    app.session_state["silent-reasons"] = {"selection": {"rows": [at], "columns": []}}
    calm(app.run())
    assert says(app, "Only: Overdue by their own rhythm.")
    shown = app.dataframe[2].value
    assert set(shown["reason"]) == {"Overdue by their own rhythm"}
    assert isinstance(shown["last_reached"].iloc[0], pd.Timestamp)
