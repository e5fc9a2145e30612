"""Lists that do not go with what was sold are said, with why."""

import pytest

from recsys_core.services.data.imports import import_files
from recsys_core.services.data.insert import ImportTask
from recsys_core.services.data.joins import joins_of
from recsys_core.services.workspace.workspace import open_workspace


@pytest.fixture
def listed(tmp_path):
    """Import sales of these products, then a list; what is shown and what is warned of."""

    def run(sold, head, lines, first="interactions"):
        sales, list_ = tmp_path / "sales.csv", tmp_path / "list.csv"
        rows = [f"C{at % 9},{sold[at % len(sold)]},{at % 2 + 1},2024-01-05" for at in range(120)]
        sales.write_text("customer,sku,quantity,date\n" + "\n".join(rows) + "\n", encoding="utf-8")
        list_.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            for kind, path in sorted(
                (("interactions", sales), ("items", list_)), key=lambda pair: pair[0] != first
            ):
                done = import_files(ws, kind, [path])
            return done.evidence, done.warnings

    return run


SOLD = [f"mug-{at:03d}" for at in range(20)]


@pytest.mark.parametrize("first", ["items", "interactions"])
def test_a_list_that_goes_with_the_sales_says_how_many(listed, first):
    lines = [f"{sku},Mug {at}" for at, sku in enumerate(SOLD[:18])]
    evidence, warnings = listed(SOLD, "sku,title", lines, first)
    said = "18 of the 20 products in the purchases stand in the product list."
    assert said in evidence
    assert warnings == []


def test_another_column_that_would_join_is_named(listed):
    lines = [f"{at + 4711},{sku},Mug {at}" for at, sku in enumerate(SOLD)]
    _, warnings = listed(SOLD, "product id,merchant code,title", lines)
    assert any(
        text.startswith("The column merchant code has 20 of the IDs that product id lacks")
        and text.endswith("item=merchant code.")
        for text in warnings
    )


@pytest.mark.parametrize(
    ("sold", "written", "why"),
    [
        (SOLD, [sku.upper() for sku in SOLD], "small and capital letters"),
        ([f"00{at + 10}" for at in range(20)], [f"{at + 10}" for at in range(20)], "zeros before"),
        ([f"{at + 10}" for at in range(20)], [f"gid://x/Product/{at + 10}" for at in range(20)],
         "letters and signs before"),
    ],
)  # fmt: skip
def test_ids_that_are_written_otherwise_are_told_why(listed, sold, written, why):
    lines = [f"{sku},Mug {at},9.5" for at, sku in enumerate(written)]
    _, warnings = listed(sold, "sku,title,price", lines)
    assert any(f"20 would stand there but for {why}" in text for text in warnings)


def test_a_list_of_other_products_has_no_reason(listed):
    lines = [f"bag-{at:03d}x,Bag {at}" for at in range(20)]
    evidence, warnings = listed(SOLD, "sku,title", lines)
    assert "0 of the 20 products in the purchases stand in the product list." in evidence
    assert warnings == []


def test_an_import_that_is_stored_is_asked_how_it_goes_with_the_lists(tmp_path):
    sales, list_ = tmp_path / "sales.csv", tmp_path / "list.csv"
    rows = [f"C{at % 9},{SOLD[at % 20]},1,2024-01-05" for at in range(40)]
    sales.write_text("customer,sku,quantity,date\n" + "\n".join(rows) + "\n", encoding="utf-8")
    lines = [f"{sku},Mug {at}" for at, sku in enumerate(SOLD[:17])]
    list_.write_text("\n".join(["sku,title", *lines]) + "\n", encoding="utf-8")
    with open_workspace(tmp_path / "workspace") as ws:
        import_files(ws, "interactions", [sales])
        done = import_files(ws, "items", [list_])
        with ws.db.read() as cursor:
            task = ImportTask("items", done.import_id, None, done.mapping)
            shares, reasons = joins_of(cursor, task)
    assert shares == ["17 of the 20 products in the purchases stand in the product list."]
    assert reasons == []
