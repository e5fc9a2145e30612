"""When customers come next, on the Customers page."""

from streamlit.testing.v1 import AppTest

from recsys_core.services.customers.timing.coming import customers_coming
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm
from tests.pages.test_customers import opened, says
from tests.recsys_core.profiles.timing.test_coming import regular
from tests.recsys_core.storage.builders import add

pytest_plugins = ["tests.pages.market"]

VIEW = "When they come next"


def test_a_shop_too_small_says_what_is_missing_and_still_tells_days(
    market: Workspace, app: AppTest
):
    opened(app, view=VIEW)
    assert says(app, "When customers come next")
    calm(app.button("coming-start").click().run())
    for days in (14, 30, 60, 90):
        customers_coming(market, days)
    calm(app.run())
    assert says(app, "how likely customers are to stay away")
    assert "next_expected" in app.dataframe[-1].value


def test_bands_are_told_with_what_came_true(workspace: Workspace, app: AppTest):
    rows = regular(customers=500, days=400).rename(columns={"day": "ts"})
    rows = rows.assign(item_id="p", event="purchase", quantity=1.0)
    add(workspace.db, "interactions", rows.to_dict("records"))
    told = {days: customers_coming(workspace, days) for days in (14, 30, 60, 90)}
    opened(app, view=VIEW)
    assert says(app, "When this was tried on the 30 days after")
    assert says(app, "were expected to stay away after")
    shown = {one.label: one.value for one in app.metric}
    bands = told[30].customers["band"].value_counts()
    assert shown["Likely to order"] == f"{bands['likely']:,}"
    app.radio("ahead").set_value(60)
    calm(app.run())
    shown = {one.label: one.value for one in app.metric}
    assert shown["Likely to order"] == f"{(told[60].customers['band'] == 'likely').sum():,}"
