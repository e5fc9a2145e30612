"""Orders in one row each, whose lines stand beside each other in columns with running numbers."""

import duckdb
import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.read import prepared, stage
from recsys_core.ingestion.roles.wide import lines_beside
from recsys_core.services.data.first_rows import with_lines_below
from recsys_core.services.data.imports import import_files
from recsys_core.services.data.preview import preview_file, write_preview
from recsys_core.services.workspace.workspace import open_workspace

PRICES = [9.5, 12.0, 30.0, 4.75, 20.0]
LINES = [[((at + k) % 5, 1 + (at + k) % 3) for k in range(1 + at % 3)] for at in range(60)]
"""(product, pieces) of the lines of each order."""


def written(folder, nothing="", first=LINES):
    """A file of these orders; `nothing` fills the cells of lines that an order does not have."""
    names = ["item_{}_sku", "item_{}_qty", "item_{}_total"]
    head = ["order_id", "customer_id", "date", "shipping", "order_total"]
    head += [name.format(k) for k in (1, 2, 3) for name in names]
    rows = [",".join(head)]
    for at, lines in enumerate(first):
        money = [PRICES[p] * q for p, q in lines]
        cells = [f"{at + 500}", f"C{at % 9}", f"2024-03-{at % 28 + 1:02}", "4.90"]
        cells += [f"{sum(money) + 4.9:.2f}"]
        for (product, pieces), paid in zip(lines, money, strict=True):
            cells += [f"P{product}", str(pieces), f"{paid:.2f}"]
        cells += ["", nothing, nothing] * (3 - len(lines))
        rows.append(",".join(cells))
    path = folder / "orders.csv"
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return path


def imported(folder, path):
    with open_workspace(folder / "workspace") as ws:
        done = import_files(ws, "interactions", [path])
        with ws.db.read() as cursor:
            sums = "SELECT count(*), sum(quantity), sum(revenue) FROM interactions"
            return done, cursor.execute(sums).fetchall()[0]


@pytest.mark.parametrize("nothing", ["", "0"])
def test_every_line_beside_another_is_a_row(tmp_path, nothing):
    done, sums = imported(tmp_path, written(tmp_path, nothing))
    lines = [line for each in LINES for line in each]
    assert sums == (len(lines), sum(q for _, q in lines), sum(PRICES[p] * q for p, q in lines))
    assert done.mapping["revenue"] == "item_1_total"
    said = " ".join(done.warnings)
    assert "120 lines of 60 rows were read, in the columns of the first line (item_1_sku" in said
    assert "with shipping it gives order_total in 60 of 60 orders looked at" in said


def test_an_order_without_lines_is_refused_and_counted(tmp_path):
    done, _ = imported(tmp_path, written(tmp_path, first=[*LINES, []]))
    assert (done.rows_read, done.rows_accepted, done.rows_quarantined) == (121, 120, 1)


def test_a_further_line_named_for_the_product_leaves_the_rows_as_they_are(tmp_path):
    with prepared([written(tmp_path)], ReadOptions()) as files, duckdb.connect() as cursor:
        staged = stage(cursor, files, "rows")
        assert with_lines_below(cursor, staged, "interactions", "item_2_sku") is staged
        assert with_lines_below(cursor, staged, "interactions", "item_1_sku").rows == 120


def test_a_preview_shows_lines_and_a_copy_the_file(tmp_path):
    path = written(tmp_path)
    assert preview_file(path).rows == 120
    assert "item_2_sku" not in preview_file(path).labels
    write_preview(path, tmp_path / "copy.csv")
    assert (tmp_path / "copy.csv").read_text(encoding="utf-8").count("\n") == 61


HEAD = ["sku_1", "sku_2", "qty_1", "qty_2", "note_3", "street_1", "street_2_b"]


@pytest.mark.parametrize(
    ("second", "sold", "lines"),
    [
        (lambda at: f"P{at % 5}", {"qty_1"}, [{0: 0, 2: 2}, {0: 1, 2: 3}]),
        (lambda at: f"P{at % 5}", set(), []),
        (lambda at: f"blue {at}", {"qty_1"}, []),
    ],
    ids=["lines", "nothing sold", "other values"],
)
def test_lines_hold_the_same_products_and_what_was_sold(second, sold, lines):
    rows = [[f"P{at % 5}", second(at), "1", "2", "", "", ""] for at in range(30)]
    assert lines_beside(HEAD, rows, "sku_1", sold) == lines


def test_only_a_file_of_events_has_its_lines_put_below(tmp_path):
    path = written(tmp_path)
    with prepared([path], ReadOptions()) as files, duckdb.connect() as cursor:
        staged = stage(cursor, files, "rows")
        assert with_lines_below(cursor, staged, "items") is staged
        below = with_lines_below(cursor, staged, "interactions")
        assert len(below.dialect.labels) < len(staged.dialect.labels)
