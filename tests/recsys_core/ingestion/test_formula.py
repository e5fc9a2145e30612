import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.ingestion.formula import neutralise, restore, restore_sql

TEXT = st.text(alphabet=st.sampled_from("=+-@'\t\r ab1\n"), max_size=6)


@given(TEXT)
def test_neutralise_can_be_undone(text):
    assert restore(neutralise(text)) == text


@given(TEXT)
def test_neutralised_text_starts_harmlessly(text):
    assert not neutralise(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", ["=1+1", "@x", "'=1", "''-2", "it's", "'quoted'", "", "-5", "'"])
def test_sql_does_the_same(text):
    sql = f"SELECT {restore_sql('t')} FROM (SELECT CAST(? AS VARCHAR) AS t)"
    for value in (text, neutralise(text)):
        assert duckdb.execute(sql, [value]).fetchall()[0][0] == restore(value)
