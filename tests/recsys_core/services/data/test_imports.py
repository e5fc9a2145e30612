"""Import, preview and undo as pages and the command line use them."""

import csv
import json

import duckdb
import pytest

from recsys_core.ingestion.formula import neutralise
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.data.imports import (
    KINDS,
    ReadOptions,
    choices,
    import_files,
    list_imports,
    quarantine_rows,
)
from recsys_core.services.data.insert import insert_rows
from recsys_core.services.data.preview import preview_file, write_preview
from recsys_core.services.data.undo import undo_import

ORDERS = "OrderNo,Customer ID,SKU,Product Name,Qty,Unit Price,Order Date\n" + "".join(
    f"{500 + i // 3},C{i % 9:03d},0{i % 13},Article {i % 13},{i % 4 + 1},2.50,"
    f"2024-01-{i % 28 + 1:02d}\n"
    for i in range(90)
)
NAUGHTY = [
    "undefined", "NULL", "nil", "0", "00", "1.00", "1e02", "NaN", "Infinity", "-1", "--version",
    "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "\ttab", "'; DROP TABLE users; --", "'=1", "{}", "😍",
    "<script>alert(1)</script>", '"', '""', "'", "''", "Ω≈ç√", "田中さん", "\u202etest", "a\nb",
    "a,b;c|d", "\\", "%s", "  x  ",
]  # fmt: skip


@pytest.fixture
def orders(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    return path


def rows(ws, sql):
    with ws.db.read() as cursor:
        return cursor.execute(sql).fetchall()


def test_orders_without_any_help(ws, orders):
    seen = []
    report = import_files(ws, "interactions", [orders], report=lambda f, m="": seen.append(f))
    assert (report.rows_read, report.rows_accepted, report.rows_quarantined) == (90, 90, 0)
    assert report.mapping == {
        "order": "OrderNo", "user": "Customer ID", "item": "SKU", "title": "Product Name",
        "quantity": "Qty", "price": "Unit Price", "time": "Order Date",
    }  # fmt: skip
    assert report.quarantine_csv is None
    assert rows(ws, "SELECT count(*), count(DISTINCT item_id), sum(revenue) FROM interactions") == [
        (90, 13, sum((i % 4 + 1) * 2.5 for i in range(90)))
    ]
    assert rows(ws, "SELECT title FROM catalogue WHERE item_id = '05'") == [("Article 5",)]
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert json.dumps(report.to_json())


def test_refused_rows_are_kept_and_written_out(ws, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS + "900,,01,Gap,1,2.50,2024-01-01\n901,C1,=x,Bad,one,2.50,2024-01-01\n")
    report = import_files(ws, "interactions", [path])
    assert (report.rows_read, report.rows_accepted, report.rows_quarantined) == (92, 90, 2)
    frame = quarantine_rows(ws, report.import_id)
    assert list(frame["line"]) == [92, 93]
    assert list(frame["reason"]) == ["No customer number", "Quantity is not a number: 'one'"]
    assert frame["raw"][1] == "901,C1,=x,Bad,one,2.50,2024-01-01"
    with open(report.quarantine_csv, newline="") as file:
        assert [row["line"] for row in csv.DictReader(file)] == ["92", "93"]


def test_undo_takes_everything_back(ws, orders):
    before = import_files(ws, "interactions", [orders])
    other = orders.with_name("more.csv")
    other.write_text(ORDERS.replace("2024", "2023"))
    after = import_files(ws, "interactions", [other])
    removed = undo_import(ws, after.import_id)
    assert removed >= 90
    assert rows(ws, "SELECT DISTINCT import_id FROM interactions") == [(before.import_id,)]
    assert list(list_imports(ws)["import_id"]) == [after.import_id, before.import_id]
    with pytest.raises(NotFoundError):
        undo_import(ws, "imp-999999")


def test_the_same_file_twice(ws, orders):
    first = import_files(ws, "interactions", [orders])
    with pytest.raises(InputError, match="imported before"):
        import_files(ws, "interactions", [orders])
    import_files(ws, "interactions", [orders], allow_again=True)
    import_files(ws, "interactions", [orders], replace=True)
    live = list_imports(ws).query("undone_at.isna()")
    assert len(live) == 1
    assert rows(ws, "SELECT count(*) FROM interactions") == [(90,)]
    assert first.import_id not in set(live["import_id"])


def test_a_failed_import_leaves_nothing_behind(ws, orders, tmp_path):
    import_files(ws, "interactions", [orders])
    useless = tmp_path / "useless.csv"
    useless.write_text("colour,size\nred,1\nblue,2\n")
    with pytest.raises(InputError):
        import_files(ws, "interactions", [useless], replace=True)
    assert rows(ws, "SELECT count(*) FROM interactions") == [(90,)]
    assert list(list_imports(ws)["undone_at"].isna()) == [True]
    assert list((ws.path / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "mapping", "message"),
    [
        ("", None, "is empty"),
        ("user,item,day\n", None, "no rows"),
        ("colour,size\nred,1\nblue,2\n", None, "the customer and the product.*colour, size"),
        ("user,item\n1,2\n", {"user": "nobody"}, "no column 'nobody'.*user, item"),
        ("user,item\n1,2\n", {"usre": "user"}, "no role 'usre'"),
    ],
)
def test_plain_errors(ws, tmp_path, text, mapping, message):
    path = tmp_path / "file.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=message) as error:
        import_files(ws, "interactions", [path], mapping=mapping)
    assert "\n" not in str(error.value)


def test_unknown_kind_and_no_file(ws, orders):
    with pytest.raises(InputError, match="cannot be imported"):
        import_files(ws, "weather", [orders])
    with pytest.raises(InputError, match="No file was given"):
        import_files(ws, "items", [])


def test_a_given_mapping_is_complete_unless_the_rest_is_asked_for(ws, orders):
    mapping = {"user": "customer id", "item": "SKU"}
    report = import_files(ws, "interactions", [orders], mapping=mapping)
    assert report.mapping == {"user": "Customer ID", "item": "SKU"}
    report = import_files(
        ws,
        "interactions",
        [orders],
        mapping={"item": "Product Name"},
        guess_rest=True,
        replace=True,
    )
    assert report.mapping["item"] == "Product Name"
    assert report.mapping["user"] == "Customer ID"


def test_many_daily_files_are_one_import(ws, tmp_path):
    paths = []
    for day in range(1, 31):
        path = tmp_path / f"day-{day:02d}.csv"
        path.write_text(
            f"customer,product,date\nC1,P{day},2024-01-{day:02d}\nC2,P1,2024-01-{day:02d}\n"
        )
        paths.append(path)
    report = import_files(ws, "interactions", paths)
    assert (report.rows_read, len(report.files)) == (60, 30)
    assert len(list_imports(ws)) == 1
    with pytest.raises(InputError, match="These files were imported before"):
        import_files(ws, "interactions", paths[::-1])


def test_a_product_list_wins_over_names_in_orders(ws, orders, tmp_path):
    products = tmp_path / "products.csv"
    products.write_text("sku,title,brand\n01,Proper name,Acme\n02,,Acme\n")
    import_files(ws, "items", [products])
    import_files(ws, "interactions", [orders])
    found = dict((r[0], r[1:]) for r in rows(ws, "SELECT item_id, title, brand FROM catalogue"))
    assert found["01"] == ("Proper name", "Acme")
    assert found["02"] == ("Article 2", "Acme")
    assert found["03"] == ("Article 3", None)


def test_customers_campaigns_and_exposures(ws, tmp_path):
    files = {
        "users": "customer_id,age,opt_in\nC1,35,yes\nC2,40,no\n",
        "campaigns": "campaign_id,customer_id,group\nK1,C1,A\nK1,C2,B\n",
        "exposures": "user_id,item_id,position,clicked\nC1,P1,1,1\nC1,P2,2,0\n",
    }
    for kind, text in files.items():
        path = tmp_path / f"{kind}.csv"
        path.write_text(text)
        assert import_files(ws, kind, [path]).rows_accepted == 2
    assert rows(ws, "SELECT user_id, consent FROM customers ORDER BY 1") == [
        ("C1", True),
        ("C2", False),
    ]
    assert rows(ws, "SELECT campaign_id, user_id, arm FROM campaign_targets ORDER BY 2") == [
        ("K1", "C1", "A"), ("K1", "C2", "B"),
    ]  # fmt: skip
    assert rows(ws, "SELECT position, clicked FROM exposures ORDER BY 1") == [(1, True), (2, False)]


def test_naughty_strings_survive(ws, tmp_path):
    path = tmp_path / "naughty.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["product", "title", "category"])
        writer.writerows([f"P{i}", neutralise(t), neutralise(t)] for i, t in enumerate(NAUGHTY))
    import_files(ws, "items", [path])
    found = rows(ws, "SELECT title, category_path FROM items ORDER BY CAST(item_id[2:] AS INTEGER)")
    assert found == [(t, t) for t in NAUGHTY]


def test_preview_says_what_it_sees(orders):
    preview = preview_file(orders)
    document = preview.to_json()
    assert list(document) == [
        "shape", "encoding", "delimiter", "quote", "header_line", "rows", "columns", "flagged",
        "warnings", "date_order", "decimal", "sheets",
    ]  # fmt: skip
    assert (document["shape"], document["rows"], document["header_line"]) == ("events", 90, 1)
    assert document["columns"][1]["role"] == "user"
    assert preview.head.shape == (20, 7)
    assert preview.head["SKU"][5] == "05"
    json.dumps(document)


def test_preview_of_an_empty_file(tmp_path):
    path, out = tmp_path / "empty.csv", tmp_path / "out.csv"
    path.write_text("")
    preview = preview_file(path)
    assert (preview.rows, preview.columns, preview.warnings) == (0, [], ["empty.csv is empty."])
    write_preview(path, out)
    assert out.read_bytes() == b""


def test_written_table_reads_back_equal(tmp_path):
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text('Title;Überschrift;n\r\nA;"x\r\n""y""";1\r\nB;;2\r\nC;z,z;3\r\n', "cp1252")
    write_preview(path, out)
    with out.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Title", "Überschrift", "n"],
            ["A", 'x\r\n"y"', "1"],
            ["B", "", "2"],
            ["C", "z,z", "3"],
        ]


def test_options_change_the_preview(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("a;b,c\n1;2,3\n4;5,6\n")
    assert len(preview_file(path, ReadOptions(delimiter=",")).columns) == 2
    assert preview_file(path, ReadOptions(delimiter=";", header_line=0)).rows == 3


def test_roles_cover_what_is_guessed():
    for kind in KINDS:
        roles = choices(kind)
        names = [role.name for role in roles]
        assert len(names) == len(set(names)), kind
        assert any(role.required for role in roles)


def test_an_import_that_runs_short_of_memory_is_tried_once_more(ws, orders, monkeypatch):
    tries = []

    def insert_short(*given):
        tries.append(1)
        insert_rows(*given)
        if len(tries) == 1:
            raise duckdb.OutOfMemoryException("on purpose")

    monkeypatch.setattr("recsys_core.services.data.imports.insert_rows", insert_short)
    done = import_files(ws, "interactions", [orders])
    assert (done.import_id, done.rows_accepted) == ("imp-000001", 90)
    with ws.db.read() as cursor:
        assert cursor.execute("SELECT count(*) FROM interactions").fetchall() == [(90,)]
    assert len(tries) == 2


def test_an_import_of_which_nothing_can_be_used_fails_and_stores_nothing(ws, tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text("customer,product,qty\n" + "C1,P1,many\n" * 3 + "C2,P2,\n")
    with pytest.raises(
        InputError, match=r"4 rows of sales.csv.*3 rows.*column qty: Quantity is not"
    ):
        import_files(ws, "interactions", [path], {"quantity": "qty"}, guess_rest=True)
    assert list_imports(ws).empty
    assert rows(ws, "SELECT count(*) FROM quarantine") == [(0,)]
