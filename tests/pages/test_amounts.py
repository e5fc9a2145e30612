"""Currency and the style of numbers: asked on Data, seen on every page."""

import json
from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest

from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.amounts import set_amounts
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.amounts import AmountStyle, write_as
from tests.pages.driving import calm, press, says

QUESTION = "In which currency are the amounts?"


def sell(workspace: Workspace, folder: Path) -> None:
    rows = [(f"c{n % 4}", f"p{n % 5}", f"2024-{1 + n % 9:02d}-07", 1200.5 + n) for n in range(40)]
    frame = pd.DataFrame(rows, columns=["customer", "product", "date", "revenue"])
    frame.to_csv(folder / "orders.csv", index=False)
    import_files(workspace, "interactions", [folder / "orders.csv"])


def data_page(app: AppTest) -> AppTest:
    app.run()
    return calm(app.switch_page("pages/data.py").run())


def test_the_question_is_asked_until_it_is_answered(
    app: AppTest, workspace: Workspace, tmp_path: Path
):
    sell(workspace, tmp_path)
    assert says(data_page(app), QUESTION)
    app.selectbox(key="amounts-currency").select("EUR")
    calm(app.run())
    assert not says(app, QUESTION)
    assert workspace.amounts().currency == "EUR"


def test_not_known_is_an_answer(app: AppTest, workspace: Workspace, tmp_path: Path):
    sell(workspace, tmp_path)
    assert not says(press(data_page(app), "Not known"), QUESTION)
    assert workspace.amounts().currency == ""


def test_data_without_money_is_not_asked_about(app: AppTest, orders: str):
    assert not says(data_page(app), QUESTION)


def test_tables_charts_and_words_follow_the_choice(
    app: AppTest, workspace: Workspace, tmp_path: Path
):
    sell(workspace, tmp_path)
    set_amounts(workspace, "EUR", "1.234,56")
    app.run()
    calm(app.switch_page("pages/customers.py").run())
    table = next(one for one in app.dataframe if "spend" in one.value.columns)
    shown = table.proto.arrow_data.styler.display_values
    assert ",50\u00a0€".encode() in shown or ",00\u00a0€".encode() in shown
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert figure["layout"]["template"]["layout"]["separators"] == ",."
    app.query_params["customer"] = "c1"
    assert says(calm(app.run()), "€")


def test_shares_of_a_table_follow_the_style_too():
    def page() -> None:
        import pandas as pd

        from pages.kit import tables

        frame = pd.DataFrame({"part": [0.714, None]})
        tables.show(frame, {"part": tables.share("Part")}, key="parts", alt="Parts")

    app = AppTest.from_function(page)
    write_as(AmountStyle("", "1.234,56"))
    table = calm(app.run()).dataframe[0]
    assert b"71,4 %" in table.proto.arrow_data.styler.display_values
    assert json.loads(table.proto.columns)["part"]["type_config"]["type"] == "number"


def test_shares_of_a_table_have_the_space_of_every_percentage():
    def page() -> None:
        import pandas as pd

        from pages.kit import tables

        frame = pd.DataFrame({"part": [0.05557, None]})
        tables.show(frame, {"part": tables.share("Part")}, key="parts", alt="Parts")

    table = calm(AppTest.from_function(page).run()).dataframe[0]
    assert table.value["part"].tolist()[0] == 5.56
    kind = json.loads(table.proto.columns)["part"]["type_config"]
    assert (kind["format"], kind["max_value"]) == ("%.3g %%", 100)
