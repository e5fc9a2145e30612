"""A large regular file is checked where it lies, and ends as it would line by line."""

import random

import duckdb
import numpy as np
import pytest

from recsys_core.ingestion import read as reading
from recsys_core.ingestion.read import IrregularError, prepared, stage
from recsys_core.ingestion.unread import last_lines
from recsys_core.ingestion.validate_kinds import validate

HEADER = "order,customer,product,title,pieces,price,day"
MAPPING = {
    "order": "order", "user": "customer", "item": "product", "title": "title",
    "quantity": "pieces", "price": "price", "time": "day",
}  # fmt: skip


def lines(count, seed):
    """Orders with returns, faults, cancelled orders, copies and odd cells."""
    rng = random.Random(seed)
    out = []
    for n in range(count):
        order = f"C{n // 3}" if rng.random() < 0.02 else str(n // 3)
        customer = "" if rng.random() < 0.01 else f"C{rng.randrange(50)}"
        pieces = "one" if rng.random() < 0.005 else str(rng.choice([1, 2, 3, -1]))
        product = f"00{rng.randrange(40)}"
        title = f'"Mug, ""{product}"""' if rng.random() < 0.5 else f"'=Mug {product}"
        day = "soon" if rng.random() < 0.002 else f"2024-01-{n % 28 + 1:02d} 10:{n % 60:02d}:00"
        line = f"{order},{customer},{product},{title},{pieces},2.50,{day}"
        out.append(rng.choice(out[-50:]) if out and rng.random() < 0.03 else line)
    return out


def outcome(path, unread, mapping=MAPPING, kind="interactions"):
    with duckdb.connect() as cursor, prepared([path]) as files:
        staged = stage(cursor, files, "staged", unread=unread)
        assert (staged.unread is not None) == unread
        found = validate(cursor, staged, kind, mapping)
        accepted = cursor.execute("SELECT * FROM accepted ORDER BY ALL").fetchall()
        refused = cursor.execute(
            "SELECT line, column_name, reason, raw FROM refused ORDER BY line"
        ).fetchall()
        return found, accepted, refused


@pytest.fixture
def no_small_files(monkeypatch):
    monkeypatch.setattr(reading, "SMALL", 0)


@pytest.mark.usefixtures("no_small_files")
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "Total,,,,9999,,"])
def test_the_same_as_from_a_table(text_file, newline, end):
    rows = [HEADER, *lines(3_000, seed=1), *([end] if end else [])]
    path = text_file(newline.join(rows) + newline)
    (quick, *quick_rows), (careful, *careful_rows) = outcome(path, True), outcome(path, False)
    assert quick.counts == careful.counts
    assert quick.warnings == careful.warnings
    assert quick.items == careful.items
    assert quick_rows == careful_rows
    counts = quick.counts
    assert counts.read == 3_000 + bool(end)
    assert counts.read == counts.accepted + counts.quarantined + counts.duplicate + counts.returned
    assert min(counts.accepted, counts.quarantined, counts.duplicate, counts.returned) > 10
    if newline == "\n":
        refused = quick_rows[1]
        assert [raw for *_, raw in refused[-1:]] == [rows[refused[-1][0] - 1]]


@pytest.mark.usefixtures("no_small_files")
def test_a_byte_order_mark_and_no_header(text_file):
    rows = [f"C{n % 7},P{n % 5},2024-01-{n % 28 + 1:02d}" for n in range(400)]
    path = text_file("\ufeff" + "\n".join([rows[0], *rows, rows[9]]) + "\n")
    mapping = {"user": "column 1", "item": "column 2", "time": "column 3"}
    quick, careful = outcome(path, True, mapping), outcome(path, False, mapping)
    assert quick == careful
    assert quick[1][0][0] == "C0"


@pytest.mark.usefixtures("no_small_files")
@pytest.mark.parametrize("odd", ["1,C1,P1", "1,C1,P1,x,1,2.5,2024-01-01,more", HEADER])
def test_a_line_that_is_no_row_is_found(text_file, odd):
    rows = [HEADER, *lines(300, seed=2)]
    rows.insert(200, odd)
    path = text_file("\n".join(rows) + "\n")
    with duckdb.connect() as cursor, prepared([path]) as files:
        staged = stage(cursor, files, "staged", unread=True)
        assert staged.unread is not None
        with pytest.raises(IrregularError):
            validate(cursor, staged, "interactions", MAPPING)


@pytest.mark.usefixtures("no_small_files")
def test_products_from_the_file_itself(text_file):
    text = "sku,name,price\n" + "".join(f"P{n % 90},Mug {n},{n}.5\n" for n in range(100))
    mapping = {"item": "sku", "title": "name", "price": "price"}
    path = text_file(text + "P1,Bad,dear\n")
    quick, careful = (outcome(path, way, mapping, "items") for way in (True, False))
    assert quick == careful
    assert quick[0].counts.quarantined == 1


def test_picking_lines(text_file, monkeypatch):
    monkeypatch.setattr("recsys_core.ingestion.limits.BLOCK", 64)
    texts = [f"{n},{'x' * (n * 7 % 40)}" for n in range(200)]
    path = text_file("a,b\n" + "\n".join(texts), "in.csv")
    with duckdb.connect() as cursor, prepared([path]) as files:
        monkeypatch.setattr(reading, "SMALL", 0)
        unread = stage(cursor, files, "staged", unread=True).unread
    wanted = [2, 3, 77, 100, 200, 201]
    unread.pick(np.array(wanted), path.with_name("out.csv"))
    found = path.with_name("out.csv").read_text().splitlines()
    assert found == [f"{line},{texts[line - 2]}" for line in wanted]


def test_last_lines(text_file):
    path = text_file("a\r\nb\r\nc\r\n\r\n")
    assert last_lines(path, "\r\n", 2) == ["b", "c"]
