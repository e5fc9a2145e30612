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


def test_two_digits_of_the_buddhist_era_are_ours():
    found, style = read(["29/02/67", "13/03/67 22:10", "14/03/69"])
    assert found[0] == datetime(2024, 2, 29)
    assert found[1] in (None, datetime(2024, 3, 13, 22, 10))
    assert found[2] == datetime(2026, 3, 14)
    assert "29/02/67 is read as 2024" in style.warning


@pytest.mark.parametrize(
    "values",
    [
        ["113/02/29", "113/12/31", "99/12/31", *["112/01/02"] * 10],
        ["民國113年2月29日", "民國113年12月31日", "民國99年12月31日", *["民國112年1月2日"] * 10],
    ],
)
def test_years_of_the_republic_of_china_are_ours(values):
    found, style = read(values)
    assert found[:3] == [datetime(2024, 2, 29), datetime(2024, 12, 31), datetime(2010, 12, 31)]
    assert "is read as 2024" in style.warning


@pytest.mark.parametrize(
    ("values", "first"),
    [
        (["13/03/24", "14/03/24"], datetime(2024, 3, 13)),
        (["13/03/67", "14/03/24", "15/03/24"], None),
        (["13/03/68", "14/03/1968", "15/03/1968"], None),
    ],
)
def test_other_years_of_two_digits_stay(values, first):
    found, style = read(values)
    assert first is None or found[0] == first
    assert all(one is None or one.year != 2024 - 43 for one in found)
    assert "43 ahead" not in style.warning
    assert "1911" not in style.warning


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
