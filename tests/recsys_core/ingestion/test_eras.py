from datetime import datetime

import duckdb
import pytest

from recsys_core.ingestion.cells import kind
from recsys_core.ingestion.times import time_style


def read(values):
    with duckdb.connect() as cursor:
        cursor.execute("CREATE TABLE t (c0 VARCHAR)")
        cursor.executemany("INSERT INTO t VALUES (?)", [[v] for v in values])
        style = time_style(cursor, "t", "c0")
        found = cursor.execute(f"SELECT {style.sql('c0')} FROM t").fetchall()
    return [row[0] for row in found], style


@pytest.mark.parametrize(
    "values",
    [
        ["29/02/2567 10:09", "13/03/2567 22:10"],
        ["2567-02-29 10:09", "2567-03-13 22:10"],
    ],
)
def test_years_of_the_buddhist_era_are_ours(values):
    found, style = read(values)
    assert found[-1] == datetime(2024, 3, 13, 22, 10)
    assert found[0].year == 2024
    assert "Buddhist era" in style.warning
    assert "is read as 2024" in style.warning


def test_years_of_a_reign_are_ours():
    found, style = read(["令和6年1月4日", "令和元年12月13日", "平成31年4月30日"])
    assert found == [datetime(2024, 1, 4), datetime(2019, 12, 13), datetime(2019, 4, 30)]
    assert "令和6年1月4日 is read as 2024" in style.warning
    assert kind("令和6年1月4日") == "date"


@pytest.mark.parametrize(
    "values",
    [["13/03/2024", "14/03/2024"], ["2024-03-13 25:00", "2024-03-14"], ["2024年3月13日"] * 2],
)
def test_our_own_years_stay(values):
    found, style = read(values)
    assert all(one is None or one.year == 2024 for one in found)
    assert "Buddhist" not in style.warning


def test_days_of_a_spreadsheet_with_a_decimal_comma_are_moments():
    found, _ = read(["45295,42321", "45296,5"])
    assert found == [datetime(2024, 1, 4, 10, 9, 25), datetime(2024, 1, 5, 12)]
