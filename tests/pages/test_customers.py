import pandas as pd
from streamlit.testing.v1 import AppTest

from pages.kit import customer_picker
from pages.kit.state import Keys
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import answer, calm, press
from tests.pages.market import LISTED_ONLY, LOYAL, NEW

pytest_plugins = ["tests.pages.market"]

PAGE = "pages/customers.py"


def opened(app: AppTest, customer: str | None = None, view: str = "") -> AppTest:
    app.switch_page(PAGE)
    for name, value in ((Keys.CUSTOMER, customer), ("view", view)):
        if value:
            app.query_params[name] = value
    return calm(app.run())


def says(app: AppTest, words: str) -> bool:
    parts = [*app.text, *app.caption, *app.subheader, *app.error]
    return any(words in str(part.value).replace("\\", "") for part in parts)


def test_without_data_the_page_leads_to_the_data(workspace: Workspace, app: AppTest):
    opened(app)
    assert "No data yet" in answer(app)
    assert [b.label for b in app.button] == ["Bring in data"]


def test_the_base_is_shown_until_somebody_is_chosen(market: Workspace, app: AppTest):
    opened(app)
    assert answer(app).startswith("61 customers: ")
    assert "% of the spend" in answer(app)
    assert len(app.dataframe[0].value) == 61
    assert says(app, "customers, ")


def test_customers_are_found_by_facts_and_the_page_says_how_it_understood(
    market: Workspace, app: AppTest
):
    app.query_params["find"] = "champions"
    opened(app)
    found = app.dataframe[0].value
    assert 0 < len(found) < 61
    assert set(found["segment"]) == {"Champions"}
    assert says(app, f"{len(found)} customers: segment champions.")
    app.text_input("find").set_value("champions nowhere")
    calm(app.run())
    assert says(app, "0 customers: segment champions and “nowhere” in the number or a fact.")


def test_a_customer_is_found_in_the_box(market: Workspace, app: AppTest):
    opened(app)
    app.selectbox(Keys.CUSTOMER).select(LOYAL)
    calm(app.run())
    assert answer(app).startswith(f"Customer {LOYAL}: ")
    assert [metric.label for metric in app.metric] == ["Away for", "Visits", "Spend", "Comes every"]
    assert says(app, "A usual visit")
    assert app.query_params[Keys.CUSTOMER] in (LOYAL, [LOYAL])


def test_a_link_opens_a_customer_and_everybody_is_one_click_away(market: Workspace, app: AppTest):
    opened(app, LOYAL)
    assert answer(app).startswith(f"Customer {LOYAL}: ")
    press(app, "All customers")
    assert answer(app).startswith("61 customers")
    assert Keys.CUSTOMER not in app.query_params


def test_a_customer_with_one_purchase_has_no_rhythm_yet(market: Workspace, app: AppTest):
    opened(app, NEW)
    values = {metric.label: metric.value for metric in app.metric}
    assert values["Visits"] == "1"
    assert values["Comes every"] == "–"
    assert says(app, "One visit, on 2 Nov 2024")


def test_an_unknown_customer_gets_a_sentence_and_the_base(market: Workspace, app: AppTest):
    opened(app, "nobody")
    assert says(app, "There is no customer 'nobody'")
    assert answer(app).startswith("61 customers")
    opened(app, LISTED_ONLY)
    assert says(app, "has not bought anything yet")


def test_a_click_on_a_neighbour_goes_there(market: Workspace, app: AppTest):
    opened(app, LOYAL)
    neighbours = app.dataframe[0].value
    app.session_state[f"nearest-{LOYAL}"] = {"selection": {"rows": [0], "columns": []}}
    calm(app.run())
    assert answer(app).startswith(f"Customer {neighbours['user_id'].iloc[0]}: ")


def test_the_choice_goes_along_to_the_recommendations(market: Workspace, app: AppTest):
    opened(app, LOYAL)
    press(app, "Show recommendations")
    assert f"for customer {LOYAL}" in answer(app)


def test_ratings_are_called_ratings(workspace: Workspace, app: AppTest, tmp_path):
    rows = [(f"u{n % 9}", f"i{n % 7}", 1 + n % 5, f"2024-01-{1 + n % 28:02}") for n in range(60)]
    pd.DataFrame(rows, columns=["user_id", "item_id", "rating", "date"]).to_csv(
        tmp_path / "ratings.csv", index=False
    )
    import_files(workspace, "interactions", [tmp_path / "ratings.csv"])
    opened(app, "u1")
    assert "Ratings" in [metric.label for metric in app.metric]
    assert says(app, "Recent ratings")
    assert not says(app, "purchases")


def test_with_very_many_customers_only_matches_reach_the_browser(
    market: Workspace, app: AppTest, monkeypatch
):
    monkeypatch.setattr(customer_picker, "ALL_IN_ONE_BOX", 10)
    monkeypatch.setattr(customer_picker, "MATCHES", 5)
    opened(app, "c59")
    assert answer(app).startswith("Customer c59: ")
    app.text_input("customer-typed").set_value("c1")
    calm(app.run())
    box = app.selectbox(Keys.CUSTOMER)
    assert box.value == "c59"
    assert len(box.options) == 6
    box.select("c1")
    calm(app.run())
    assert answer(app).startswith("Customer c1: ")


def test_a_segment_in_the_address_is_shown_until_all_are_asked_for(market: Workspace, app: AppTest):
    app.query_params["segment"] = "Champions"
    opened(app)
    assert set(app.dataframe[0].value["segment"]) == {"Champions"}
    app.button("all-segments").click()
    calm(app.run())
    assert len(app.dataframe[0].value) == 61
    assert "segment" not in app.query_params


def test_a_segment_nobody_knows_shows_everybody(market: Workspace, app: AppTest):
    app.query_params["segment"] = "Dragons"
    opened(app)
    assert len(app.dataframe[0].value) == 61
