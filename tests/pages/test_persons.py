"""A person is erased, or everything known of them collected, on the pages."""

from streamlit.testing.v1 import AppTest

from pages.kit import erasing
from recsys_core.services.privacy.certificate import certificates
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, ended, says
from tests.pages.test_customers import opened


def test_one_customer_is_collected_and_erased(orders: str, workspace: Workspace, app: AppTest):
    opened(app, customer="c3")
    calm(app.button("access-start").click().run())
    app = ended(app, workspace, "access-request")
    assert any(one.label.startswith("Everything known") for one in app.get("download_button"))
    assert app.button("erase-one-go").disabled
    app.text_input("erase-one-typed").set_value("c3")
    calm(app.run())
    calm(app.button("erase-one-go").click().run())
    app = ended(app, workspace, erasing.KIND)
    assert "One person was erased" in app.success[0].value
    assert [one.persons for one in certificates(workspace)] == [1]
    assert workspace.dataset().n_users == 7


def test_a_list_is_erased_and_somebody_let_in_again(
    orders: str, workspace: Workspace, app: AppTest
):
    app.switch_page("pages/data.py")
    app.query_params["section"] = "Persons"
    calm(app.run())
    assert says(app, "Nobody was erased yet.")
    app.file_uploader("persons-file-0").upload("go.csv", b"id\nc1\nc2\nnobody\n", "text/csv")
    calm(app.run())
    assert says(app, "2 persons of go.csv are known here.")
    app.text_input("erase-list-typed").set_value("2")
    calm(app.run())
    calm(app.button("erase-list-go").click().run())
    app = ended(app, workspace, erasing.KIND)
    assert says(app, "2 persons were erased; their rows are left out of every import.")
    app.text_input("let-in-id").set_value("c1")
    calm(app.run())
    calm(app.button("let-in").click().run())
    assert "Rows of c1 are let in again" in app.success[-1].value
