"""The Settings page: what is chosen there holds, and what it says is so."""

from streamlit.testing.v1 import AppTest

from recsys_core.services.export.people import smallest_group
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import answer, calm, said, says


def settings(app: AppTest, part: str) -> AppTest:
    app.run()
    app.switch_page("pages/settings.py")
    app.query_params["part"] = part
    return calm(app.run())


def test_amounts_and_groups_are_chosen(app: AppTest, workspace: Workspace, orders: str) -> None:
    page = settings(app, "Amounts and groups")
    assert says(page, "Amounts stand without a currency.")
    calm(page.selectbox("amounts-currency").select("EUR").run())
    assert says(page, "Amounts are in EUR.")
    calm(page.number_input("smallest-group").set_value(25).run())
    assert smallest_group(workspace) == 25


def test_the_folder_and_the_versions_are_named(app: AppTest, workspace: Workspace) -> None:
    page = settings(app, "Place and versions")
    assert page.code[0].value == str(workspace.path)
    assert set(page.dataframe[0].value["name"]) >= {"tastelab", "duckdb", "streamlit"}
    assert any("folder of" in text for text in said(page))
    assert answer(page)
