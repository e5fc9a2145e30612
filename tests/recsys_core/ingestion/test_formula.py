import re

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.ingestion.formula import NUMBER, PHONE, neutralise, restore, restore_sql

TEXT = st.text(alphabet=st.sampled_from("=+-@＝＋－＠'\t\r ab1;\n"), max_size=8)


@given(TEXT)
def test_neutralise_can_be_undone(text):
    assert restore(neutralise(text)) == text


@given(TEXT)
def test_neutralised_text_starts_harmlessly(text):
    assert not neutralise(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(TEXT)
def test_no_cell_a_program_may_cut_from_it_starts_with_a_sign(text):
    for cell in re.split(r"[;\t\r\n]", neutralise(text)):
        assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(TEXT)
def test_sql_undoes_it_as_well(text):
    sql = f"SELECT {restore_sql('t')} FROM (SELECT CAST(? AS VARCHAR) AS t)"
    assert duckdb.execute(sql, [neutralise(text)]).fetchall() == [(text,)]


def test_numbers_and_telephone_numbers_can_be_kept():
    for text in ("-5", "-1.234,50", "-1e5"):
        assert neutralise(text, keep=NUMBER) == text
    for text in ("+49 151 23456", "+1 (555) 010-99"):
        assert neutralise(text, keep=PHONE) == text
    for text in ("-5+1", "--5", "-cmd", "-5;=1"):
        assert neutralise(text, keep=NUMBER) != text
    for text in ("+49=1", "+A1", "+49;=1"):
        assert neutralise(text, keep=PHONE) != text


@pytest.mark.parametrize("text", ["=1+1", "@x", "'=1", "''-2", "it's", "'quoted'", "", "-5", "'"])
def test_sql_does_the_same(text):
    sql = f"SELECT {restore_sql('t')} FROM (SELECT CAST(? AS VARCHAR) AS t)"
    for value in (text, neutralise(text)):
        assert duckdb.execute(sql, [value]).fetchall()[0][0] == restore(value)
