"""The page Data: what a file leaves open, files that belong together, lists that do not join."""

import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.services.data.imports import import_files, list_imports
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.numbers import share
from tests.pages.test_data import press, texts, upload, wait


@pytest.fixture
def page(app: AppTest) -> AppTest:
    app.run()
    return app.switch_page("pages/data.py").run()


def mixed(customer: str = "C", dollars: int = 3) -> bytes:
    """Thirty rows of 10 each, every third (or so) in dollars."""
    rows = [
        f"{customer}{at % 7},P{at % 5},1,10.00,{'EUR' if at % dollars else 'USD'},"
        f"2024-01-{at + 1:02d}"
        for at in range(30)
    ]
    return "\n".join(["customer,sku,quantity,price,currency,date", *rows, ""]).encode()


def question(page: AppTest, start: str):
    return next(one for one in page.radio if one.label.startswith(start))


def answers(page: AppTest, start: str) -> dict[str, str]:
    """What each answer says, and below it what the import would come to."""
    radio = question(page, start)
    captions = [text.replace("\\", "") for text in radio.proto.captions]
    return dict(zip(radio.options, captions, strict=True))


def import_button(page: AppTest):
    return next(button for button in page.button if button.label == "Import")


def done(page: AppTest, workspace: Workspace) -> None:
    press(page, "Import")
    wait(workspace)
    page.run()
    assert not page.exception


def test_a_question_shows_both_sums_and_holds_the_import_back(page: AppTest):
    upload(page, content=mixed())
    assert not page.exception
    assert answers(page, "The amounts are in") == {
        "count money in EUR": "Revenue 200.00, 30 pieces, 7 customers",
        "count money in USD": "Revenue 100.00, 30 pieces, 7 customers",
    }
    assert question(page, "The amounts are in").value is None
    assert import_button(page).disabled
    assert any("Answer the question above" in one.value for one in page.warning)


def test_one_click_answers_and_a_rate_changes_the_sum(page: AppTest, workspace: Workspace):
    upload(page, content=mixed())
    question(page, "The amounts are in").set_value("EUR")
    page.run()
    assert not import_button(page).disabled
    assert not any("Answer the question above" in one.value for one in page.warning)
    rate = next(one for one in page.number_input if one.label == "1 USD in EUR")
    rate.set_value(0.5)
    page.run()
    assert not page.exception
    assert question(page, "The amounts are in").value == "EUR"
    assert answers(page, "The amounts are in")["count money in EUR"].startswith("Revenue 250.00")
    done(page, workspace)
    with workspace.db.read() as cursor:
        assert cursor.execute("SELECT sum(revenue) FROM interactions").fetchone() == (250,)


def test_the_answer_is_kept_for_the_next_file_of_the_same_columns(
    page: AppTest, workspace: Workspace
):
    upload(page, content=mixed())
    question(page, "The amounts are in").set_value("USD")
    page.run()
    done(page, workspace)
    press(page, "Close")
    page.session_state["section"] = "Add data"
    page.run()
    upload(page, name="next.csv", content=mixed("D", 2))
    assert not page.exception
    held = question(page, "The amounts are in")
    assert "the money imported so far is in USD" in held.label
    assert import_button(page).disabled


def test_what_the_figures_decided_is_changed_with_one_click(page: AppTest, workspace: Workspace):
    rows = "".join(
        f"C{at % 7},P{at % 5},{at % 3 + 1},10.00,2024-01-{at % 28 + 1:02d}\n" for at in range(60)
    )
    upload(page, content=f"customer,sku,quantity,price,date\n{rows}".encode())
    start = "What does price say?"
    assert question(page, start).value == "piece"
    assert set(answers(page, start).values()) == {""}
    question(page, start).set_value("line")
    page.run()
    assert not page.exception
    assert answers(page, start) == {
        "the price of one piece": "Revenue 1,200.00, 120 pieces, 7 customers",
        "the amount of the line": "Revenue 600.00, 120 pieces, 7 customers",
    }
    assert question(page, start).value == "line"
    done(page, workspace)
    with workspace.db.read() as cursor:
        assert cursor.execute("SELECT sum(revenue) FROM interactions").fetchone() == (600,)


def test_another_currency_than_before_needs_a_rate(page: AppTest, workspace: Workspace, tmp_path):
    first = tmp_path / "first.csv"
    first.write_bytes(mixed(dollars=1).replace(b"USD", b"EUR"))
    import_files(workspace, "interactions", [first])
    page.session_state["section"] = "Add data"
    page.run()
    upload(page, "next.csv", mixed("D", 1))
    assert answers(page, "The amounts are in") == {
        "count money in EUR": "No revenue without a rate, 30 pieces, 7 customers",
        "treat them as EUR, whatever the file says": "Revenue 300.00, 30 pieces, 7 customers",
    }
    assert import_button(page).disabled


def test_a_file_of_one_currency_asks_nothing(page: AppTest):
    upload(page, content=mixed(dollars=1).replace(b"USD", b"EUR"))
    assert not any(one.label.startswith("The amounts are in") for one in page.radio)
    assert not import_button(page).disabled


LINES = "".join(f"{at // 2 + 100},P{at % 7},{at % 3 + 1},2.50\n" for at in range(80))
ORDERS = "".join(f"{at + 100},C{at % 11},2024-03-{at % 28 + 1:02d}\n" for at in range(40))
PRODUCTS = "".join(f"P{at},Mug {at}\n" for at in range(7))


def several(page: AppTest, files: dict[str, str]) -> AppTest:
    page.file_uploader[0].set_value(
        [(name, content.encode(), "text/csv") for name, content in files.items()]
    )
    return page.run()


def test_files_that_belong_together_are_one_import(page: AppTest, workspace: Workspace):
    several(
        page,
        {
            "items.csv": "order_id,sku,quantity,price\n" + LINES,
            "orders.csv": "id,customer,date\n" + ORDERS,
            "products.csv": "sku,title\n" + PRODUCTS,
        },
    )
    assert not page.exception
    shown = "\n".join(one.value.replace("\\", "") for one in page.caption)
    assert "80 of 80 rows of items.csv find their row in orders.csv" in shown
    assert any("belong together" in one.value for one in page.markdown)
    roles = {box.label.replace("\\", ""): box.value for box in page.selectbox}
    assert roles["Use customer as"] == "user"
    done(page, workspace)
    assert sorted(list_imports(workspace)["kind"]) == ["interactions", "items"]
    assert "products.csv came along: 7 rows." in texts(page)


def test_files_that_nothing_joins_get_a_sentence(page: AppTest):
    several(page, {"a.csv": "customer,sku\nA,X\nB,Y\n", "b.csv": "shop,town\n1,Ulm\n2,Rom\n"})
    assert not page.exception
    assert any("no column of one holds the values" in one.value for one in page.error)


def test_a_list_that_does_not_join_is_put_right_with_one_click(
    page: AppTest, workspace: Workspace, tmp_path
):
    sales = tmp_path / "sales.csv"
    rows = "".join(f"C{at % 9},{at % 20 + 10},1,2024-01-05,{at}\n" for at in range(120))
    sales.write_text("customer,sku,quantity,date,order\n" + rows)
    import_files(workspace, "interactions", [sales])
    page.session_state["section"] = "Add data"
    page.run()
    listed = "".join(f"gid://x/Product/{at + 10},Mug {at},9.5\n" for at in range(20))
    upload(page, "products.csv", ("sku,title,price\n" + listed).encode())
    done(page, workspace)
    assert "Only 0 of the 20 products sold are found in this list." in texts(page)
    found = {one.label: one.value for one in page.metric}
    assert (found["Found now"], found["Found afterwards"]) == (share(0), share(1))
    press(page, "Match without signs in front")
    wait(workspace)
    page.run()
    assert not page.exception
    assert "Found now" not in [one.label for one in page.metric]
    live = list_imports(workspace)
    assert live["undone_at"].isna().tolist() == [True, False, True]
    with workspace.db.read() as cursor:
        sql = "SELECT count(*) FROM items WHERE item_id IN (SELECT item_id FROM interactions)"
        assert cursor.execute(sql).fetchone() == (20,)
    assert not list((workspace.path / "uploads").glob("*/products.csv")), "the upload is removed"


def test_what_put_one_list_right_holds_for_the_next(page: AppTest, workspace: Workspace, tmp_path):
    sales, first = tmp_path / "sales.csv", tmp_path / "may.csv"
    rows = "".join(f"C{at % 9},{at % 20 + 10},1,2024-01-05,{at}\n" for at in range(120))
    sales.write_text("customer,sku,quantity,date,order\n" + rows)
    import_files(workspace, "interactions", [sales])
    listed = "".join(f"gid://x/Product/{at + 10},Mug {at},9.5\n" for at in range(10))
    first.write_text("sku,title,price\n" + listed)
    import_files(workspace, "items", [first], options=ReadOptions(join={"item": "signs"}))
    page.session_state["section"] = "Add data"
    page.run()
    upload(page, "june.csv", f"sku,title,price\n{listed.replace('/1', '/2')}".encode())
    done(page, workspace)
    assert not page.exception
    assert "Found now" not in [one.label for one in page.metric]
    with workspace.db.read() as cursor:
        sql = "SELECT count(*) FROM items WHERE item_id IN (SELECT item_id FROM interactions)"
        assert cursor.execute(sql).fetchone() == (20,)
