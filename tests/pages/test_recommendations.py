import pandas as pd
from streamlit.testing.v1 import AppTest

from pages.kit import choices
from pages.kit.state import Keys
from pages.parts.recommendations import lists_table
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import answer, calm, press
from tests.pages.market import LISTED_ONLY, LOYAL, NEW, ODD_TITLE, fill

pytest_plugins = ["tests.pages.market"]

PAGE = "pages/recommendations.py"


def opened(app: AppTest, **address: str | list[str]) -> AppTest:
    app.switch_page(PAGE)
    app.session_state[lists_table.DRAWER] = True
    for key, value in address.items():
        app.query_params[key] = value
    return calm(app.run())


def says(app: AppTest, words: str) -> bool:
    parts = [*app.text, *app.caption, *app.markdown, *app.subheader, *app.warning, *app.error]
    return any(words in str(part.value).replace("\\", "") for part in parts)


def lists(app: AppTest) -> pd.DataFrame:
    return app.dataframe[0].value


def shown(app: AppTest, model: str = "EASE") -> list[str]:
    frame = lists(app)
    return list(frame.loc[frame["list"] == model, "item_id"])


def test_without_data_the_page_leads_to_the_data(app: AppTest, workspace: Workspace):
    opened(app)
    assert "No data yet" in answer(app)
    assert [b.label for b in app.button] == ["Bring in data"]


def test_without_a_model_the_page_leads_to_the_models(app: AppTest, workspace: Workspace, tmp_path):
    fill(workspace, tmp_path)
    opened(app)
    assert "No model has been trained" in answer(app)
    assert "Train a model" in [b.label for b in app.button]


def test_it_opens_with_somebody_and_the_baseline_first(market: Workspace, app: AppTest):
    opened(app)
    assert answer(app).startswith("Ten products for customer ")
    assert list(lists(app)["list"].unique()) == ["Bestsellers", "EASE"]
    assert len(lists(app)) == 20
    assert app.query_params[Keys.MODELS] == ["popularity", "ease"]


def test_a_link_carries_the_whole_state(market: Workspace, app: AppTest):
    opened(app, customer="c5", models=["ease"], k="6", diversity="0.4", seen="true", add=["p39"])
    assert "customer c5" in answer(app)
    assert answer(app).startswith("Six products")
    assert len(shown(app)) == 6
    assert app.slider("diversity").value == 0.4
    assert app.toggle(Keys.SEEN).value is True
    assert list(lists(app)["list"].unique()) == ["EASE"]
    assert app.session_state[choices.ADD] == ["p39"]


def test_an_unknown_customer_gets_a_sentence_and_the_box(market: Workspace, app: AppTest):
    opened(app, customer="nobody")
    assert says(app, "There is no customer 'nobody'")
    assert app.selectbox(Keys.CUSTOMER).value is None
    app.selectbox(Keys.CUSTOMER).select("c3")
    calm(app.run())
    assert "customer c3" in answer(app)
    assert not says(app, "There is no customer")


def test_a_customer_without_purchases_is_explained(market: Workspace, app: AppTest):
    opened(app, customer=LISTED_ONLY)
    assert says(app, "has not bought anything yet")


def test_an_untrained_model_in_a_link_is_named(market: Workspace, app: AppTest):
    opened(app, customer=LOYAL, models=["als", "ease"])
    assert says(app, "als, which is not trained here")
    assert list(lists(app)["list"].unique()) == ["EASE"]


def test_the_slider_changes_the_list_and_everything_can_be_taken_back(
    market: Workspace, app: AppTest
):
    opened(app, customer=LOYAL)
    before = shown(app)
    app.slider("diversity").set_value(0.9)
    calm(app.run())
    assert shown(app) != before
    press(app, "Take all back")
    assert shown(app) == before
    assert app.slider("diversity").value == 0


def test_leaving_a_purchase_out_changes_the_list(market: Workspace, app: AppTest):
    opened(app, customer=LOYAL)
    before = lists(app).set_index(["list", "item_id"])["score"]
    calm(app)
    app.session_state[choices.DROP] = ["p1"]
    calm(app.run())
    after = lists(app).set_index(["list", "item_id"])["score"]
    assert app.query_params[choices.DROP] in ("p1", ["p1"])
    assert not before.loc["EASE"].equals(after.loc["EASE"])
    assert before.loc["Bestsellers"].index[0] == after.loc["Bestsellers"].index[0]
    press(app, "Take all back")
    assert lists(app).set_index(["list", "item_id"])["score"].equals(before)


def test_a_product_can_be_added_by_typing(market: Workspace, app: AppTest):
    opened(app, customer=NEW)
    before = shown(app)
    app.text_input("product-typed").set_value("wine")
    calm(app.run())
    press(app, "Wine")
    added = app.session_state[choices.ADD]
    assert len(added) == 1
    assert shown(app) != before
    assert added[0] not in shown(app)


def test_changes_belong_to_their_customer(market: Workspace, app: AppTest):
    opened(app, customer=LOYAL, add=["p39"])
    app.selectbox(Keys.CUSTOMER).select("c1")
    calm(app.run())
    assert choices.ADD not in app.session_state or not app.session_state[choices.ADD]
    assert choices.ADD not in app.query_params


def test_changes_a_link_asks_for_in_vain_are_named(market: Workspace, app: AppTest):
    opened(app, customer=LOYAL, add=["no-such-product"], drop=["p39"])
    assert says(app, "no-such-product")
    assert not app.session_state[choices.ADD]


def test_an_opened_row_shows_its_evidence(market: Workspace, app: AppTest):
    opened(app, customer=LOYAL)
    first = shown(app)[0]
    opened(app, customer=LOYAL, why=f"ease:{first}")
    assert says(app, "Exact: the bars add up to the score")
    assert says(app, "Does the reason hold?")
    opened(app, customer=LOYAL, why=f"popularity:{shown(app, 'Bestsellers')[0]}")
    assert says(app, "nothing personal behind it")


def test_a_row_that_is_no_longer_there_is_closed(market: Workspace, app: AppTest):
    opened(app, customer=LOYAL, why="ease:no-such-product")
    assert not says(app, "Exact")


def test_the_steps_lead_to_another_customer(market: Workspace, app: AppTest):
    opened(app, customer=LOYAL)
    press(app, "Next")
    following = app.selectbox(Keys.CUSTOMER).value
    assert following != LOYAL
    press(app, "Previous")
    assert app.selectbox(Keys.CUSTOMER).value == LOYAL
    press(app, "Surprise me")
    assert app.selectbox(Keys.CUSTOMER).value


def test_a_list_that_cannot_be_filled_says_so(market: Workspace, app: AppTest):
    opened(app, customer=LOYAL, models=["ease"], k="30")
    assert len(lists(app)) <= 30
    calm(app)


def test_foreign_text_is_never_read_as_markup(market: Workspace, app: AppTest):
    opened(app, customer="c1", models=["ease"], seen="true", k="30")
    assert ODD_TITLE in set(lists(app)["title"])
    for part in (*app.markdown, *app.caption):
        assert "**bold**" not in str(part.value)
    app.text_input("product-typed").set_value("bold")
    calm(app.run())
    label = next(b.label for b in app.button if "bold" in b.label)
    assert "\\*\\*bold\\*\\*" in label
