import duckdb
import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.number_proof import number_styles
from recsys_core.ingestion.read import prepared, stage
from recsys_core.ingestion.validate_kinds import validate


def read(columns, role="revenue"):
    """The values of a role's column, and its style; columns: role -> cells, or None for others."""
    roles = list(columns)
    width = range(len(roles))
    with duckdb.connect() as cursor:
        cursor.execute(f"CREATE TABLE t ({', '.join(f'c{at} VARCHAR' for at in width)})")
        rows = [list(row) for row in zip(*columns.values(), strict=True)]
        cursor.executemany(f"INSERT INTO t VALUES ({', '.join('?' for _ in width)})", rows)
        cells = {name: f"c{at}" for at, name in enumerate(roles) if not name.startswith("other")}
        others = [f"c{at}" for at, name in enumerate(roles) if name.startswith("other")]
        style = number_styles(cursor, "t", cells, others)[role]
        found = cursor.execute(f"SELECT {style.sql(cells[role])} FROM t").fetchall()
    return [row[0] for row in found], style


WHOLE_EUROS = ["980", "1.250", "181", "2.990", "12.500"]
OF_PIECES = ["1.000", "3.000", "2.000", "1.000", "12.000"]
COMMA, POINT = ["39,90", "7,25", "16,00", "1,5", "3,10"], ["39.90", "7.25", "16.00", "1.5", "3.10"]
EITHER = ["1.250", "2.375", "8.999", "1.001", "12.345"]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"revenue": WHOLE_EUROS}, [980, 1250, 181, 2990, 12500]),
        ({"revenue": [c.replace(".", ",") for c in WHOLE_EUROS]}, [980, 1250, 181, 2990, 12500]),
        ({"revenue": WHOLE_EUROS, "price": COMMA}, [980, 1250, 181, 2990, 12500]),
        # One number with another number of digits, or below one, and the point is a decimal point.
        ({"revenue": ["980", "1.25", "181", "2.990", "12.5"]}, [980, 1.25, 181, 2.99, 12.5]),
        (
            {"revenue": ["0.250", "1.250", "3.500", "2.990", "12.500"]},
            [0.25, 1.25, 3.5, 2.99, 12.5],
        ),
        ({"revenue": ["1250", "1.250", "181", "2.990", "12.500"]}, [1250, 1.25, 181, 2.99, 12.5]),
        ({"revenue": ["1250.000", "1.250", "3.000"]}, [1250, 1.25, 3]),
        ({"revenue": ["1.250.000", "1.250", "3.000"]}, [1_250_000, 1250, 3000]),
        ({"revenue": ["1,250,000", "1,250", "3,000"]}, [1_250_000, 1250, 3000]),
        # One writer: the decimals of another column tell what the sign is here.
        ({"revenue": EITHER, "price": COMMA}, [1250, 2375, 8999, 1001, 12345]),
        ({"revenue": EITHER, "price": POINT}, [1.25, 2.375, 8.999, 1.001, 12.345]),
        ({"revenue": EITHER, "other": COMMA}, [1250, 2375, 8999, 1001, 12345]),
        # The point behind a currency's abbreviation divides nothing.
        ({"revenue": [f"{c} лв." for c in COMMA]}, [39.9, 7.25, 16, 1.5, 3.1]),
        (
            {"revenue": [c.replace(".", ",") for c in EITHER], "price": COMMA},
            [1.25, 2.375, 8.999, 1.001, 12.345],
        ),
        (
            {"revenue": [c.replace(".", ",") for c in EITHER], "price": POINT},
            [1250, 2375, 8999, 1001, 12345],
        ),
    ],
)
def test_what_a_sign_stands_for(columns, expected):
    found, style = read(columns)
    assert found == expected
    assert not style.open


def test_pieces_with_three_decimals_are_no_thousands():
    for sign in ".,":
        cells = [cell.replace(".", sign) for cell in OF_PIECES]
        found, style = read({"quantity": cells}, "quantity")
        assert found == [1, 3, 2, 1, 12]
        assert "three zeros" in style.warning
    found, _ = read({"quantity": [c.replace(".", ",") for c in OF_PIECES], "p": COMMA}, "quantity")
    assert found == [1, 3, 2, 1, 12]


@pytest.mark.parametrize("written", ["Rp{}", "Rp {}", "{} ₫", "IDR {}", "₩{}", "{}원"])
def test_amounts_without_decimals_in_use_are_grouped(written):
    found, style = read({"revenue": [written.format(cell) for cell in EITHER]})
    assert found == [1250, 2375, 8999, 1001, 12345]
    assert "no decimals" in style.warning
    alone = read({"revenue": EITHER, "other": [written.format(cell) for cell in EITHER]})[0]
    assert alone == found


@pytest.mark.parametrize("written", ["€{}", "KWD {}", "{} drp"])
def test_other_currencies_leave_it_open(written):
    assert read({"revenue": [written.format(cell) for cell in EITHER]})[1].open


def test_no_rating_goes_to_thousands():
    found, style = read({"rating": ["4.500", "3.000", "1.250"]}, "rating")
    assert found == [4.5, 3, 1.25]
    assert not style.open


def test_amounts_of_whole_thousands_are_not_taken_for_pieces():
    assert read({"revenue": OF_PIECES})[1].open
    assert read({"revenue": OF_PIECES, "price": COMMA})[0][:2] == [1000, 3000]


def test_price_times_quantity_settles_what_the_signs_leave_open():
    pieces = ["2", "3", "1", "4", "2"]
    columns = {
        "price": ["625", "450", "999", "700", "875"],
        "quantity": pieces,
        "revenue": ["1.250", "1.350", "999", "2.800", "1.750"],
    }
    assert read(columns)[0] == [1250, 1350, 999, 2800, 1750]
    columns = {
        "price": ["1.250", "2.375", "8.999", "1.001", "1.125"],
        "quantity": pieces,
        "revenue": ["2.500", "7.125", "8.999", "4.004", "2.250"],
    }
    assert read(columns)[1].open  # a thousand times as much on both sides
    columns["revenue"] = ["2500", "7125", "8999", "4004", "2250"]
    found, style = read(columns, "price")
    assert found == [1250, 2375, 8999, 1001, 1125]
    assert "price times quantity" in style.warning


def imported(cursor, path, mapping, options=None):
    with prepared([path]) as files:
        staged = stage(cursor, files, "staged")
        found = validate(cursor, staged, "interactions", mapping, options)
        money = cursor.execute("SELECT sum(revenue) FROM accepted").fetchall()[0][0]
    return found, money


MAPPING = {"user": "customer", "item": "product", "time": "day", "revenue": "amount"}


def test_what_nothing_in_the_file_tells_is_asked(cursor, text_file):
    cells = [f"C{i % 3};P{i};2024-01-{i + 1:02d};{EITHER[i % 5]}" for i in range(10)]
    path = text_file("customer;product;day;amount\n" + "\n".join(cells) + "\n")
    found, money = imported(cursor, path, MAPPING)
    assert [(one.key, one.open) for one in found.questions] == [("decimal", True)]
    assert "amount" in found.questions[0].sentence
    assert money == pytest.approx(51.94)
    for answer, expected in (("comma", 51_940), ("point", 51.94)):
        options = ReadOptions(answers={"decimal": answer})
        found, money = imported(cursor, path, MAPPING, options)
        assert money == pytest.approx(expected)
        assert not found.questions[0].open


def test_ordinary_decimals_are_not_asked_about(cursor, text_file):
    cells = [f"C{i % 3};P{i};2024-01-{i + 1:02d};{POINT[i % 5]}" for i in range(10)]
    path = text_file("customer;product;day;amount\n" + "\n".join(cells) + "\n")
    found, money = imported(cursor, path, MAPPING)
    assert money == pytest.approx(135.5)
    assert not [one for one in found.questions if one.key == "decimal"]
    assert not [warning for warning in found.warnings if "sign" in warning]
