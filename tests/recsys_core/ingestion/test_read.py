"""DuckDB's quick reading and the careful one give the same table."""

import gzip
import zipfile

import duckdb
import pytest

from recsys_core.ingestion import read as reading
from recsys_core.schema.errors import InputError


def orders(rows, first=0):
    return "order,customer,product,title,day\n" + "".join(
        f'{i},C{i % 997},00{i % 313},"Title, no. ""{i % 50}""",2024-01-{i % 28 + 1:02d}\n'
        for i in range(first, first + rows)
    )


def test_large_regular_file_is_read_as_the_careful_way_does(read, text_file, monkeypatch):
    path = text_file(orders(30_000))
    assert path.stat().st_size > reading.SMALL
    quick = read(path)
    monkeypatch.setattr(reading, "SMALL", 10**12)
    careful = read(path)
    assert quick.rows == careful.rows
    assert quick.lines == careful.lines == list(range(2, 30_002))
    assert quick.flags == careful.flags == []
    assert quick.rows[1] == ["1", "C1", "001", 'Title, no. "1"', "2024-01-02"]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ('7,C7,007,"Title, no. "7"",2024-01-08', "quotation"),
        ("7,C7,007,2024-01-08", "4 cells"),
        ("7,C7,007,a,b,c,2024-01-08", "7 cells"),
    ],
)
def test_one_damaged_line_in_a_large_file(read, text_file, broken, reason):
    lines = orders(30_000).splitlines()
    lines[25_000] = broken
    found = read(text_file("\n".join(lines) + "\n"))
    assert len(found.rows) == 30_000
    assert [(flag.line, flag.raw) for flag in found.flags] == [(25_001, broken)]
    assert reason in found.flags[0].reason
    assert found.rows[29_999][0] == "29999"


def test_total_at_the_end_of_a_large_file(read, text_file):
    found = read(text_file(orders(30_000) + "Total,,,,\n"))
    assert [(flag.line, flag.reason) for flag in found.flags] == [
        (30_002, "Looks like a total, not a row")
    ]
    assert found.staged.damaged == 1


def test_several_files_are_one_table(read, text_file):
    paths = [text_file(orders(50, 50 * n), f"{n}.csv") for n in range(4)]
    found = read(*paths)
    assert [row[0] for row in found.rows] == [str(i) for i in range(200)]
    assert found.lines == [*range(2, 52)] * 4
    assert found.staged.files == ("0.csv", "1.csv", "2.csv", "3.csv")


def test_several_files_with_columns_in_another_order(read, text_file):
    one = text_file("customer,product,day\nA,1,2024-01-01\nB,2,2024-01-02\n", "1.csv")
    two = text_file("day,customer,product\n2024-01-03,C,3\n2024-01-04,D,4\n", "2.csv")
    assert read(one, two).rows[2] == ["C", "3", "2024-01-03"]


def test_several_files_with_other_columns_are_refused(read, text_file):
    one = text_file("customer,product\nA,1\nB,2\n", "1.csv")
    two = text_file("customer,city\nA,Leeds\nB,York\n", "2.csv")
    with pytest.raises(InputError, match=r"2\.csv has other columns than 1\.csv"):
        read(one, two)


def test_gzip_and_zip(read, tmp_path):
    with gzip.open(tmp_path / "a.csv.gz", "wt") as file:
        file.write(orders(20))
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/1.csv", orders(20))
        archive.writestr("x/2.csv", orders(20, 20))
    assert len(read(tmp_path / "a.csv.gz").rows) == 20
    found = read(tmp_path / "b.zip")
    assert len(found.rows) == 40
    assert found.staged.files == ("b.zip: 1.csv", "b.zip: 2.csv")


def test_parquet(read, tmp_path):
    path = tmp_path / "a.parquet"
    duckdb.sql(f"COPY (SELECT 7 AS id, '007' AS code, NULL AS gap) TO '{path}'")
    found = read(path)
    assert (found.names, found.rows) == (["id", "code", "gap"], [["7", "007", ""]])


def test_empty_cells_and_leading_zeros(read, text_file):
    found = read(text_file('id,a,b\n007,"",x\n008,,y\n009, ,z\n'))
    assert found.rows == [["007", "", "x"], ["008", "", "y"], ["009", " ", "z"]]


def test_lines_are_right_inside_a_transaction(cursor, text_file):
    path = text_file(orders(30_000) + "Total,,,,\n")
    other = text_file(orders(30_000), "other.csv")
    cursor.execute("BEGIN")
    with reading.prepared([path]) as files:
        staged = reading.stage(cursor, files, "one")
    found = cursor.execute('SELECT min(line), max(line), count(*) FILTER (damaged) FROM "one"')
    assert found.fetchall() == [(2, 30_002, 1)]
    assert [flag.line for flag in reading.flags_of(cursor, staged)] == [30_002]
    with reading.prepared([other, path]) as files:
        reading.stage(cursor, files, "two")
    rows = cursor.execute("SELECT line, c0 FROM two WHERE file = 0 ORDER BY line").fetchall()
    assert rows == [(i + 2, str(i)) for i in range(30_000)]
    cursor.execute("COMMIT")
