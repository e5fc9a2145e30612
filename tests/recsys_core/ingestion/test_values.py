import re
from datetime import datetime

import pytest

from recsys_core.ingestion.cells import kind
from recsys_core.ingestion.number_proof import number_styles
from recsys_core.ingestion.times import time_style
from recsys_core.ingestion.values import NumberStyle


def column(cursor, values):
    cursor.execute("CREATE OR REPLACE TEMP TABLE cells (c0 VARCHAR)")
    cursor.executemany("INSERT INTO cells VALUES (?)", [[v] for v in values])


def numbers(cursor, values):
    column(cursor, values)
    style = number_styles(cursor, "cells", {"price": "c0"})["price"]
    rows = cursor.execute(f"SELECT {style.sql('c0')} FROM cells").fetchall()
    return [row[0] for row in rows], style


def times(cursor, values):
    column(cursor, values)
    style = time_style(cursor, "cells", "c0")
    rows = cursor.execute(f"SELECT {style.sql('c0')} FROM cells").fetchall()
    return [row[0] for row in rows], style


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "-2.5", " 3 ", "+4", "1e3"], [1, -2.5, 3, 4, 1000]),
        (["1,234.50", "12", "1,000,000"], [1234.5, 12, 1_000_000]),
        (["1.234,50", "12", "0,5"], [1234.5, 12, 0.5]),
        (["12,5", "3,25", "4"], [12.5, 3.25, 4]),
        (["$74.69", "$1,200", "-$3.10"], [74.69, 1200, -3.1]),
        (["74,69 €", "1.200,00 €", "€ 3,10"], [74.69, 1200, 3.1]),
        (["EUR 5.00", "5.00 USD", "£2"], [5, 5, 2]),
        (["(5.00)", "7-", "8"], [-5, -7, 8]),
        (["45%", "5 %", "1"], [45, 5, 1]),
        (["1 234,5", "2 000 000,25", "3"], [1234.5, 2_000_000.25, 3]),
        (["1'234.50", "2", "3"], [1234.5, 2, 3]),
        (["1,23,456.00", "Rs. 1,200", "₹12,34,567"], [123456, 1200, 1234567]),
        (["R$ 1.234,50", "1.200,00 R$", "R$ 3,10"], [1234.5, 1200, 3.1]),
        (["US$ 5.00", "NT$1,200", "$-3.50"], [5, 1200, -3.5]),
        (["CHF 1'234.50", "1’234.50 CHF", "Fr. 3.00"], [1234.5, 1234.5, 3]),
        (["11\u202f970,00\u00a0€", "725,00 €", "3\u2009990,00 €"], [11970, 725, 3990]),
        (["12,- €", "1.299,--", "3,50 €"], [12, 1299, 3.5]),
        (["12.50 zł", "199 kr.", "40 руб."], [12.5, 199, 40]),
        (["89.00 ر.س", "1,661.34 ر.س", "د.إ.\u200f 3.50"], [89, 1661.34, 3.5]),
        (["5 كجم", "500 جم", "3"], [None, None, 3]),
        (["abc", "1.2.3", "12abc", "nan", "inf", "1_000", "--4", ""], [None] * 8),
        (["1,5,2", "1.5", "2.25", "1,5"], [None, 1.5, 2.25, None]),
    ],
)
def test_numbers(cursor, values, expected):
    assert numbers(cursor, values)[0] == expected


@pytest.mark.parametrize("cell", ["CAN-05", "A1", "Q1", "RM100", "TL100", "USB 2", "12abc", "P12"])
def test_codes_of_products_are_no_amounts(cell):
    assert kind(cell) not in ("money", "number")


@pytest.mark.parametrize("cell", ["R$ 1.234,50", "1.234,50 R$", "Rs. 1,200", "₺12", "3 990,00 €"])
def test_amounts_are_known_by_the_currency_beside_them(cell):
    assert kind(cell) == "money"


def test_ambiguous_comma_is_said(cursor):
    found, style = numbers(cursor, ["1,234", "5,678", "9"])
    assert found == [1234, 5678, 9]
    assert "one thousand" in style.warning


MOMENT = datetime(2011, 2, 13, 14, 5)


@pytest.mark.parametrize(
    ("values", "expected", "label"),
    [
        (["2011-02-13 14:05", "2011-02-13T14:05:00", "2011-02-13 14:05:00"], MOMENT, "year-month"),
        (["13/02/2011 14:05", "13.02.2011 14:05:00", "13-02-2011 14:05"], MOMENT, "day/month"),
        (["2/13/2011 2:05 PM", "02/13/2011 14:05"], MOMENT, "month/day"),
        (["13/02/11 14:05", "13.02.11 14:05"], MOMENT, "day/month"),
        (["1297605900", "1297605900.0"], MOMENT, "seconds"),
        (["1297605900000"], MOMENT, "milliseconds"),
        (["20110213140500"], MOMENT, "without separators"),
        (["13 Feb 2011 14:05", "13-Feb-2011 14:05"], MOMENT, "name of the month"),
        (["Feb 13, 2011 14:05"], MOMENT, "name of the month, day"),
        (["2011年2月13日"], datetime(2011, 2, 13), "year/month/day"),
        (["20110213"], datetime(2011, 2, 13), "without separators"),
        (["2011/02/13"], datetime(2011, 2, 13), "year"),
    ],
)
def test_times(cursor, values, expected, label):
    found, style = times(cursor, values)
    assert found == [expected] * len(values)
    assert label in style.label


def test_one_date_settles_the_order_of_all(cursor):
    values = [f"{d:02d}/03/2024" for d in range(1, 12)] * 40 + ["25/03/2024"]
    assert times(cursor, values)[0][0] == datetime(2024, 3, 1)
    values[-1] = "03/25/2024"
    assert times(cursor, values)[0][0] == datetime(2024, 1, 3)


def test_undecided_order_is_said(cursor):
    assert "day and month exchanged" in times(cursor, ["01/02/2024", "03/04/2024"])[1].warning


def test_no_time(cursor):
    values = ["2024-02-30", "soon", "0001-01-01", "2024-01-31", "2024-02-01", "2024-02-02"]
    assert times(cursor, values)[0][:3] == [None] * 3


def test_what_reads_a_number_names_each_pattern_once_or_twice(cursor):
    # Every pattern in a statement is compiled anew, whether a row needs it or not.
    careful = NumberStyle(comma=True).sql("c0")
    assert len(re.findall(r"regexp_\w+\(", careful)) <= 10
    assert "regexp" not in NumberStyle(plain=True).sql("c0")


@pytest.mark.parametrize("style", [NumberStyle(), NumberStyle(comma=True), NumberStyle(plain=True)])
def test_what_is_no_finite_number_is_none(cursor, style):
    column(cursor, ["1e999", "-1e999", "nan", "Infinity", "9" * 400, "-inf", "7"])
    rows = cursor.execute(f"SELECT {style.sql('c0')} FROM cells").fetchall()
    assert [row[0] for row in rows] == [None] * 6 + [7]
