"""Feedback from the evidence of a row."""

from streamlit.testing.v1 import AppTest

from pages.kit import choices
from pages.kit.state import Keys
from pages.parts.recommendations import lists_table
from recsys_core.services.customers.feedback import feedback_of
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.market import LOYAL

pytest_plugins = ["tests.pages.market"]


def shown(app: AppTest) -> list[str]:
    frame = app.dataframe[0].value
    return list(frame.loc[frame["list"] == "EASE", "item_id"])


def test_never_this_takes_a_product_off_at_once_and_can_be_taken_back(
    market: Workspace, app: AppTest
):
    app.switch_page("pages/recommendations.py")
    app.session_state[lists_table.DRAWER] = True
    app.query_params[Keys.CUSTOMER] = LOYAL
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    before = shown(app)
    app.session_state[choices.WHY] = f"ease:{before[0]}"
    app.run()
    app.button("feedback-never").click().run()
    assert not app.exception, app.exception[0].stack_trace
    assert feedback_of(market, LOYAL) == {before[0]: "never"}
    assert before[0] not in shown(app)
    app.button(f"feedback-drop-{before[0]}").click().run()
    assert not app.exception
    assert feedback_of(market, LOYAL) == {}
    assert shown(app) == before
