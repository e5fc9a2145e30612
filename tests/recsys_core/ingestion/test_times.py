from datetime import datetime

import pytest

from recsys_core.ingestion.cells import kind
from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.read import prepared, stage
from recsys_core.ingestion.roles.guess import guess
from recsys_core.ingestion.times import ISO, SAMPLE, time_style
from recsys_core.ingestion.validate_kinds import validate

DAY = datetime(2024, 1, 4)
NIGHT = datetime(2024, 1, 4, 22, 9, 25)
EVENING = datetime(2024, 1, 4, 22, 9)
WRITTEN = [
    ("Thu, 04 Jan 2024 22:09:25 +0100", NIGHT),
    ("04 Jan 2024 22:09:25 GMT", NIGHT),
    ("Jan 04, 2024 10:09:25 PM PST", NIGHT),
    ("Thu Jan 04 2024 22:09:25 GMT+0100 (Central European Standard Time)", NIGHT),
    ("04.01.2024 22:09 Uhr", EVENING),
    ("04.01.2024 22:09 CET", EVENING),
    ("2024年1月4日 22时09分", EVENING),
    ("2024年1月4日 下午10:09", EVENING),
    ("2024年1月4日(木) 22時09分", EVENING),
    ("2024. 1. 4. 오후 10:09", EVENING),
    ("２０２４／１／４", DAY),
    ("Jan-04-24", DAY),
    ("4-Jan-24", DAY),
    ("Thursday, January 4th, 2024", DAY),
    ("January 4, 2024 at 10:09 p.m.", EVENING),
    ("4 janv. 2024", DAY),
    ("jeudi 4 janvier 2024 à 22h09", EVENING),
    ("mar. 2 avr. 2024", datetime(2024, 4, 2)),
    ("mar. 5 mars 2024", datetime(2024, 3, 5)),
    ("1er août 2024", datetime(2024, 8, 1)),
    ("4-déc.-2024", datetime(2024, 12, 4)),
    ("4 de enero de 2024", DAY),
    ("4 gennaio 2024", DAY),
    ("4 de out. de 2024", datetime(2024, 10, 4)),
    ("4. Januar 2024", DAY),
    ("24. Dez. 2024", datetime(2024, 12, 24)),
    ("5 mrt 2024", datetime(2024, 3, 5)),
    ("4 stycznia 2024, 22:09", EVENING),
    ("20 paź 2024", datetime(2024, 10, 20)),
    ("3 Mart 2024 Pazar", datetime(2024, 3, 3)),
    ("5 Şubat 2024", datetime(2024, 2, 5)),
    ("9 мая 2024 г.", datetime(2024, 5, 9)),
    ("4 января 2024 в 22:09", EVENING),
    ("4 maj 2024", datetime(2024, 5, 4)),
]
NO_DATES = ["Model 12 2024", "Mars Bar 12 24", "12 Margaritas 24", "iPhone 12 2024", "May", "12.5"]


def read(cursor, values):
    cursor.execute("CREATE OR REPLACE TEMP TABLE cells (c0 VARCHAR)")
    cursor.executemany("INSERT INTO cells VALUES (?)", [[v] for v in values])
    style = time_style(cursor, "cells", "c0")
    rows = cursor.execute(f"SELECT {style.sql('c0')} FROM cells").fetchall()
    return [row[0] for row in rows], style


@pytest.mark.parametrize(("text", "moment"), WRITTEN)
def test_a_date_that_a_reader_takes_in_is_read(cursor, text, moment):
    assert read(cursor, [text] * 3)[0] == [moment] * 3
    assert kind(text) == "date"


@pytest.mark.parametrize("text", NO_DATES)
def test_names_of_products_are_no_dates(text):
    assert kind(text) != "date"


def test_an_impossible_day_is_not_moved_to_another(cursor):
    values = ["4 janv. 2024"] * 9 + ["31 févr. 2024", "32 mars 2024"]
    assert read(cursor, values)[0] == [DAY] * 9 + [None, None]


def test_the_order_of_days_is_settled_behind_a_zone_too(cursor):
    values = ["01/04/2024 22:09:25 -0500", "01/31/2024 22:09:25 -0500"]
    assert read(cursor, values)[0] == [NIGHT, datetime(2024, 1, 31, 22, 9, 25)]


def test_days_of_a_spreadsheet(cursor):
    found, style = read(cursor, ["45295.42321", "45295", "45386.5"])
    assert found == [datetime(2024, 1, 4, 10, 9, 25), DAY, datetime(2024, 4, 4, 12)]
    assert "spreadsheets" in style.label
    assert read(cursor, ["19726", "19727"])[0] == [DAY, datetime(2024, 1, 5)]


def test_numbers_are_days_only_in_a_column_named_for_a_date():
    rows = [[f"C{i % 7}", f"P{i % 5}", str(45_000 + i), str(i % 3 + 1)] for i in range(60)]
    named = guess(["customer", "sku", "Order Date", "qty"], rows, "interactions")
    assert named.columns[2].role == "time"
    other = guess(["customer", "sku", "weight", "qty"], rows, "interactions")
    assert other.columns[2].role != "time"
    ids = [[str(20_000 + i % 70), str(31_000 + i % 50), str(i % 3 + 1)] for i in range(200)]
    bare = guess(["column 1", "column 2", "column 3"], ids, "interactions", numbered=True)
    assert "time" not in [column.role for column in bare.columns]


ZONED = "customer,product,day\n" + "".join(
    f"C{i % 4},P{i},2024-0{1 + i % 2}-04 22:09:25 -0{5 - i % 2}00\n" for i in range(12)
)
MAPPING = {"user": "customer", "item": "product", "time": "day"}


def imported(cursor, path, options=None):
    with prepared([path]) as files:
        staged = stage(cursor, files, "staged")
        found = validate(cursor, staged, "interactions", MAPPING, options)
        rows = cursor.execute("SELECT min(ts), max(ts) FROM accepted").fetchall()
    return found, rows[0]


def test_zones_are_said_and_the_shops_clock_is_kept(cursor, text_file):
    found, span = imported(cursor, text_file(ZONED))
    assert span == (NIGHT, datetime(2024, 2, 4, 22, 9, 25))
    said = [warning for warning in found.warnings if "zone" in warning]
    assert said == [
        "day: the times name their zone, -0400 in 6 rows and -0500 in 6 rows; the zone is left "
        "out, so that they show the shop's own clock."
    ]
    assert [(one.key, one.chosen) for one in found.questions] == [("zone", "shop")]


def test_zones_are_applied_if_the_analyst_says_so(cursor, text_file):
    options = ReadOptions(answers={"zone": "utc"})
    span = imported(cursor, text_file(ZONED), options)[1]
    assert span == (datetime(2024, 1, 5, 3, 9, 25), datetime(2024, 2, 5, 2, 9, 25))


def test_times_in_utc_leave_nothing_to_ask(cursor, text_file):
    text = "customer,product,day\n" + "C1,P1,2024-01-04T22:09:25Z\nC2,P1,2024-01-05T22:09:25Z\n"
    found, _ = imported(cursor, text_file(text))
    assert not found.questions
    assert any("are in UTC, Z in 2 rows" in warning for warning in found.warnings)


def test_times_without_a_zone_are_not_spoken_of(cursor, text_file):
    text = "customer,product,day\n" + "C1,P1,04-01-2024 22:09\nC2,P1,25-01-2024 09:00\n"
    found, span = imported(cursor, text_file(text))
    assert span == (EVENING, datetime(2024, 1, 25, 9))
    assert not [warning for warning in found.warnings if "zone" in warning or "UTC" in warning]


@pytest.mark.parametrize(
    ("last", "enough"),
    [("2024-01-04 22:09:25", True), ("2024-01-04T22:09:25+01:00", False), ("", False)],
)
def test_first_rows_are_enough_where_all_of_them_are_plain(cursor, last, enough):
    read(cursor, ["2024-01-04 22:09:25"] * (SAMPLE - 1) + [last])
    cursor.execute("CREATE TEMP TABLE whole AS SELECT '04.01.2024' AS c0")
    style = time_style(cursor, "whole", "c0", head="cells")
    assert (style == ISO) == enough
