import io
from pathlib import Path

import pandas as pd

from recsys_core.ingestion.formula import restore
from recsys_core.services.workspace.frame_file import csv_bytes, write_frame


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


def test_a_file_holds_the_same_and_tells_its_rows(tmp_path: Path):
    frame, out = pd.DataFrame({"=a": ["=1+1", None], "n": [1.5, 2]}), tmp_path / "a.csv"
    assert write_frame(frame, out) == 2
    assert out.read_bytes() == csv_bytes(frame)
