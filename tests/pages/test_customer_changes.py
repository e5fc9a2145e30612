"""How customers change, on the Customers page."""

from streamlit.testing.v1 import AppTest

from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm
from tests.pages.test_customers import opened, says
from tests.recsys_core.storage.builders import add, bought

pytest_plugins = ["tests.pages.market"]

VIEW = "Over time"


def test_cohorts_movement_and_concentration_stand_on_one_part(market: Workspace, app: AppTest):
    opened(app, view=VIEW)
    for words in ("Who orders again", "Who moved", "How much comes from how few"):
        assert says(app, words)
    assert says(app, "customers kept their group")
    assert says(app, "The 20 % of customers who spend most bring")
    app.radio("cohort-measure").set_value("customers")
    calm(app.run())
    app.radio("moved-group").set_value("status")
    calm(app.run())
    assert set(app.dataframe[-1].value["after"]) <= {"new", "active", "overdue", "lost"}


def test_data_without_dates_or_money_is_told_so(workspace: Workspace, app: AppTest):
    rows = [{**bought(user, "p", 3, 1, None), "ts": None} for user in "abc"]
    add(workspace.db, "interactions", rows)
    opened(app, view=VIEW)
    for words in ("Cohorts need purchases", "needs dates", "No row says what was paid."):
        assert says(app, words)
