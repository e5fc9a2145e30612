import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys_core.ingestion.read import prepared, stage
from recsys_core.ingestion.validate_kinds import validate

MAPPING = {
    "order": "invoice", "user": "customer", "item": "product", "quantity": "pieces",
    "price": "price", "time": "day",
}  # fmt: skip
HEADER = "invoice,customer,product,pieces,price,day"


def run(cursor, path, kind, mapping):
    with prepared([path]) as files:
        staged = stage(cursor, files, "staged")
        found = validate(cursor, staged, kind, mapping)
        accepted = cursor.execute("SELECT * FROM accepted").fetchall()
        names = [c[0] for c in cursor.description]
        refused = cursor.execute(
            "SELECT line, column_name, reason, raw FROM refused ORDER BY line"
        ).fetchall()
        return found, [dict(zip(names, row, strict=True)) for row in accepted], refused


def orders(*lines):
    return "\n".join([HEADER, *lines]) + "\n"


GOOD = [f"53{i:04d},C{i % 5},P{i},{i % 3 + 1},2.50,2024-01-{i % 28 + 1:02d}" for i in range(30)]


def test_reasons_are_plain(cursor, text_file):
    bad = [
        "530100,,P1,1,2.50,2024-01-01",
        "530101,C1, ,1,2.50,2024-01-01",
        "530102,C1,P1,abc,2.50,2024-01-01",
        "530103,C1,P1,1,2.50,soon",
        "530104,C1,P1,1,2.50,",
        "530105,C1,P1,,2.50,2024-01-01",
        "530106,P1,1,2024-01-01",
    ]
    found, accepted, refused = run(cursor, text_file(orders(*GOOD, *bad)), "interactions", MAPPING)
    assert [(line, column, reason) for line, column, reason, _ in refused] == [
        (32, "customer", "No customer number"),
        (33, "product", "No product number"),
        (34, "pieces", "Quantity is not a number: 'abc'"),
        (35, "day", "Date cannot be read: 'soon'"),
        (36, "day", "No date"),
        (37, "pieces", "No quantity"),
        (38, "", "4 cells where 6 are expected"),
    ]
    assert [raw for *_, raw in refused] == bad
    assert len(accepted) == 30
    assert found.counts.read == 37


def test_returns_by_quantity_and_by_cancelled_order(cursor, text_file):
    lines = ["C530200,C1,P1,-2,2.50,2024-01-01", "C530201,C1,P2,3,2.50,2024-01-01",
             "530202,C1,P3,0,2.50,2024-01-01"]  # fmt: skip
    found, accepted, _ = run(cursor, text_file(orders(*GOOD, *lines)), "interactions", MAPPING)
    back = [row for row in accepted if row["event"] == "return"]
    assert [(row["quantity"], row["revenue"]) for row in back] == [(-2, -5), (-3, -7.5), (0, 0)]
    assert (found.counts.accepted, found.counts.returned) == (30, 3)


def test_orders_that_all_start_with_c_are_not_cancelled(cursor, text_file):
    found, _, _ = run(
        cursor, text_file(orders(*("C" + line for line in GOOD))), "interactions", MAPPING
    )
    assert found.counts.returned == 0


def test_identical_rows_count_once_where_there_is_a_time(cursor, text_file):
    found, accepted, _ = run(
        cursor, text_file(orders(*GOOD, GOOD[0], GOOD[0], GOOD[3])), "interactions", MAPPING
    )
    assert (found.counts.duplicate, len(accepted)) == (3, 30)


def test_identical_rows_all_count_without_time_and_order(cursor, text_file):
    text = "customer,product\n" + "C1,P1\n" * 5 + "C2,P2\n"
    found, accepted, _ = run(
        cursor, text_file(text), "interactions", {"user": "customer", "item": "product"}
    )
    assert (found.counts.duplicate, len(accepted)) == (0, 6)


def test_ids_stay_text(cursor, text_file):
    ids = ["00123", "17850.0", "9.78e+12", " x ", "1e5", "NULLIUS", "0x1F", "１２３"]
    text = "customer,product\n" + "".join(f"{i},{i}\n" for i in ids)
    found, accepted, _ = run(
        cursor, text_file(text), "interactions", {"user": "customer", "item": "product"}
    )
    taken = {"17850.0": "17850", " x ": "x"}
    assert [row["item_id"] for row in accepted] == [taken.get(each, each) for each in ids]
    assert any("9.78e+12" in warning for warning in found.warnings)


def test_neutralised_cells_are_restored(cursor, text_file):
    text = "product,title\n'=1+1,'@sum\n'-5,it's\n"
    _, accepted, _ = run(cursor, text_file(text), "items", {"item": "product", "title": "title"})
    assert [(r["item_id"], r["title"]) for r in accepted] == [("=1+1", "@sum"), ("-5", "it's")]


def test_products_named_in_orders(cursor, text_file):
    text = (
        "customer,product,name,day\nC1,P1,Old name,2024-01-01\nC2,P1,New name,2024-02-01\n"
        "C1,P1,,2024-03-01\nC1,P2,Mug,2024-01-01\n"
    )
    mapping = {"user": "customer", "item": "product", "title": "name", "time": "day"}
    found, _, _ = run(cursor, text_file(text), "interactions", mapping)
    rows = cursor.execute("SELECT item_id, title FROM accepted_items ORDER BY 1").fetchall()
    assert rows == [("P1", "New name"), ("P2", "Mug")]
    assert found.items == 2


def test_further_columns_of_products_and_customers(cursor, text_file):
    text = "product,size,colour\nP1,10,red\nP2,,blue\n"
    _, accepted, _ = run(cursor, text_file(text), "items", {"item": "product"})
    assert accepted[0]["attributes"] == '{"size":"10","colour":"red"}'
    assert accepted[1]["attributes"] == '{"colour":"blue"}'
    text = "customer,optin\nC1,yes\nC2,no\nC3,maybe\n"
    _, accepted, refused = run(
        cursor, text_file(text, "c.csv"), "users", {"user": "customer", "consent": "optin"}
    )
    assert [row["consent"] for row in accepted] == [True, False]
    assert refused[0][2] == "Neither yes nor no: 'maybe'"


def test_event_words(cursor, text_file):
    text = "u,i,e\nA,1,view\nA,1,Add_to_cart\nA,1,buy\nA,2,refund\nA,3,sneeze\n"
    found, accepted, refused = run(
        cursor, text_file(text), "interactions", {"user": "u", "item": "i", "event": "e"}
    )
    assert [row["event"] for row in accepted] == ["view", "cart", "purchase", "return"]
    assert refused[0][2] == "Unknown kind of event: 'sneeze'"
    assert (found.counts.accepted, found.counts.returned) == (3, 1)


CELL = st.sampled_from(
    ["", "1", "-2", "0", "x", "C1", "2024-01-05", "5.5", '"q', 'a"b', "C9", " ", "refunded"]
)
LINE = st.lists(CELL, min_size=1, max_size=8).map(",".join)
ORDER = st.sampled_from([*GOOD[:6], "C530200,C1,P1,-2,2.50,2024-01-01", HEADER, "Total,,,9,,",
                         "cancelled,C1,P1,2,2.50,2024-01-01"])  # fmt: skip


@settings(
    max_examples=35, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(st.one_of(ORDER, ORDER, LINE), max_size=25), status=st.booleans())
def test_every_row_is_counted_exactly_once(tmp_path, lines, status):
    path = tmp_path / "orders.csv"
    path.write_text(orders(*GOOD[10:20], *lines))
    with duckdb.connect() as cursor:
        mapping = MAPPING | ({"status": MAPPING["order"]} if status else {})
        found, accepted, refused = run(cursor, path, "interactions", mapping)
    counts = found.counts
    assert counts.read == counts.accepted + counts.quarantined + counts.duplicate + counts.returned
    assert len(refused) == counts.quarantined
    assert len(accepted) == counts.accepted + counts.returned
    assert sum(row["event"] == "return" for row in accepted) == counts.returned
    assert min(counts.accepted, counts.quarantined, counts.duplicate, counts.returned) >= 0
    # Nothing vanishes: what is neither blank nor the header again is a row.
    rows = [line for line in lines if line.strip() and line != HEADER]
    assert counts.read >= 10
    if '"' not in "".join(lines):
        assert counts.read == 10 + len(rows)
