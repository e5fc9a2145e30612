import io

import pandas as pd

from recsys_core.ingestion.formula import restore
from recsys_core.services.export.spreadsheet import csv_bytes


def test_formulas_are_harmless_and_come_back_as_they_were():
    nasty = ["=1+1", "-2", "@x", "'=y", "plain", 'a "quoted", one']
    frame = pd.DataFrame({"=title": nasty, "n": range(6), "t": pd.Timestamp("2023-01-01")})
    data = csv_bytes(frame)
    assert data.startswith(b"\xef\xbb\xbf'=title,n,t\n")
    back = pd.read_csv(io.BytesIO(data), dtype=str, encoding="utf-8-sig")
    assert not back["'=title"].str.match(r"[=+@\-]").any()
    assert back["'=title"].map(restore).tolist() == nasty
    assert back["n"].tolist() == [str(n) for n in range(6)]


def test_missing_values_stay_empty():
    assert csv_bytes(pd.DataFrame({"a": [None, "x"]})).splitlines()[1] == b'""'
