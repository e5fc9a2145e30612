"""What customers are worth, on the Customers page."""

from streamlit.testing.v1 import AppTest

from recsys_core.services.customers.worth import Terms, customer_worth
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.numbers import money
from tests.pages.driving import calm, ended
from tests.pages.test_customers import opened, says
from tests.recsys_core.profiles.value.test_worth import shop
from tests.recsys_core.storage.builders import add

pytest_plugins = ["tests.pages.market"]

VIEW = "What they are worth"


def test_a_shop_too_small_says_what_is_missing(market: Workspace, app: AppTest):
    opened(app, view=VIEW)
    assert says(app, "What customers are worth")
    calm(app.button("worth-start").click().run())
    app = ended(app, market, "worth")
    assert says(app, "Only 61 customers have ordered; the value of customers needs 500.")


def test_worth_is_told_with_its_trial_and_for_the_days_chosen(workspace: Workspace, app: AppTest):
    orders = shop(customers=700).rename(columns={"day": "ts", "spend": "revenue"})
    rows = orders.assign(item_id="p", event="purchase", quantity=1.0).to_dict("records")
    add(workspace.db, "interactions", rows)
    year, quarter = customer_worth(workspace), customer_worth(workspace, 90)
    opened(app, view=VIEW)
    assert says(app, "The model expected ")
    assert says(app, " learnt from the orders up to ")
    expected = {one.label: one.value for one in app.metric}
    assert expected["Orders to come"] == f"{year.customers['orders'].sum():,.0f}"
    table = app.dataframe[-1].value
    assert list(table["value"]) == sorted(table["value"], reverse=True)
    app.radio("horizon").set_value(90)
    calm(app.run())
    shorter = {one.label: one.value for one in app.metric}
    assert shorter["Orders to come"] == f"{quarter.customers['orders'].sum():,.0f}"
    assert says(app, "what one order brings was ")
    halved = customer_worth(workspace, 90, Terms(margin=0.5, discount=0.0)).total[0]
    app.number_input("margin").set_value(50)
    app.number_input("discount").set_value(0)
    calm(app.run())
    figures = {one.label: (one.value, one.help) for one in app.metric}
    assert figures["Worth"][0] == money(halved).replace("$", "\\$")
    assert "50 % of it kept, later money discounted by 0 % a year" in figures["Worth"][1]
