"""One customer beyond what they bought, on the Customers page."""

from streamlit.testing.v1 import AppTest

from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, ended
from tests.pages.test_customers import opened, says
from tests.recsys_core.storage.builders import add, bought

pytest_plugins = ["tests.pages.market"]


def test_what_comes_next_is_worked_out_by_a_button(market: Workspace, app: AppTest):
    from recsys_core.services.customers.profiles import customer_overview

    user = str(customer_overview(market)["user_id"].iloc[0])
    opened(app, user)
    for words in ("How they shop", "Bought again and again", "Groups they are in"):
        assert says(app, words)
    calm(app.button("outlook-start").click().run())
    ended(app, market, "outlook")
    assert "Next order expected" in [one.label for one in app.metric]


def test_ratings_have_no_next_order_and_no_basket(workspace: Workspace, app: AppTest):
    rows = [{**bought("u", "p", day, 1, None), "event": "rating", "rating": 4.0} for day in (1, 2)]
    add(workspace.db, "interactions", rows)
    opened(app, "u")
    assert not says(app, "How they shop")
    assert "outlook-start" not in [one.key for one in app.button]
    assert says(app, "No campaign is known to have reached them.")
