import duckdb
import pytest

from recsys_core.ingestion.number_proof import number_styles
from recsys_core.ingestion.roles.column_look import look_at
from recsys_core.ingestion.tails import bare, tail_of

ALIKE = [
    (["3 st", "1 st", "12 st"], [3, 1, 12]),
    (["3個", "1個", "2個"], [3, 1, 2]),
    (["4/5", "1/5", "5/5"], [4, 1, 5]),
    (["4.0 out of 5 stars", "3.5 out of 5 stars"], [4, 3.5]),
    (["4,5 von 5", "3 von 5", "5 von 5"], [4.5, 3, 5]),
    (["★★★★☆", "★☆☆☆☆", "★★★★★"], [4, 1, 5]),
]
NONE = [
    ["12A", "3A", "7A"],
    ["3 st", "2 kg", "1 st"],
    ["21/5", "30/5", "4/5"],
    ["10 %", "20 %"],
    ["3 st", "two"],
    ["1:5", "2:5"],
    ["3", "4"],
]


@pytest.mark.parametrize(("values", "numbers"), ALIKE)
def test_numbers_with_the_same_words_behind_them_are_numbers(values, numbers):
    assert [float(one.replace(",", ".")) for one in bare(values)] == numbers
    assert look_at(values * 9).numeric == 1
    with duckdb.connect() as cursor:
        cursor.execute("CREATE TABLE t (c0 VARCHAR)")
        cursor.executemany("INSERT INTO t VALUES (?)", [[v] for v in [*values, ""]])
        for role, expected in (("rating", numbers), ("price", [None] * len(numbers))):
            style = number_styles(cursor, "t", {role: "c0"})[role]
            found = cursor.execute(f"SELECT {style.sql('c0')} FROM t").fetchall()
            assert [row[0] for row in found] == [*expected, None]


@pytest.mark.parametrize("values", NONE)
def test_codes_days_and_several_units_are_left_alone(values):
    assert tail_of(values) == ""
    assert bare(values) == values
