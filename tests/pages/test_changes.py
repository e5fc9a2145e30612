"""Recent changes on Overview and the one way back."""

from streamlit.testing.v1 import AppTest

from recsys_core.services.workspace.amounts import set_amounts
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, keys


def opened(app: AppTest) -> AppTest:
    return calm(app.run())


def test_without_a_change_there_is_nothing_to_take_back(app: AppTest, orders: str):
    assert "undo-last" not in keys(opened(app))


def test_changes_are_listed_and_the_latest_is_taken_back(
    app: AppTest, workspace: Workspace, orders: str
):
    set_amounts(workspace, "EUR")
    set_amounts(workspace, "CHF")
    table = opened(app).dataframe[0].value
    assert table["undone"].tolist() == [False, False]
    assert table["sentence"].iloc[0] == "Currency and numbers: “currency” was changed."
    app.button("undo-last").click()
    assert calm(app.run()).dataframe[0].value["undone"].tolist() == [True, False]
    assert workspace.amounts().currency == "EUR"
    app.button("undo-last").click()
    calm(app.run())
    assert workspace.amounts().currency == ""
    assert "undo-last" not in keys(app)
