"""`experiment readout` as it is typed."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main


@pytest.fixture
def tested_file(tmp_path: Path) -> Path:
    n = 8_000
    arm = np.tile(["old", "new"], n // 2)
    frame = pd.DataFrame({"who": np.arange(n) + 10_000, "version": arm})
    frame["bought"] = np.arange(n) // 2 % 10 < np.where(arm == "new", 2, 1)
    frame["left"] = np.arange(n) // 2 % 20 == 0
    frame["day"] = (pd.Timestamp("2026-02-02") + pd.to_timedelta(np.arange(n) // 2 % 14, "D")).date
    frame.to_csv(tmp_path / "test.csv", index=False)
    return tmp_path / "test.csv"


def test_a_file_is_read_out(
    tested_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    folder = ["--workspace", str(tmp_path / "none")]
    words = ["experiment", "readout", str(tested_file), *("--unit", "who", "--arm", "version")]
    words += ["--outcome", "bought", "left", "--date", "day", "--lower-is-better", "left"]
    assert main([*words, *folder, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"sample_ratio_p", "arms", "comparisons", "sentence"} <= set(found)
    assert found["comparisons"][0]["verdict"] == "won"
    assert len(found["days"][0]["by_day"]) == 14
    assert main([*words, *folder]) == 0
    said = capsys.readouterr().out
    assert "“new” won" in said
    assert said.splitlines()[-2].endswith("under 0.001  won")


def test_neither_file_nor_audience(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["experiment", "readout", "--workspace", str(tmp_path / "none")]) != 0
    assert "Name either a file" in capsys.readouterr().err
    both = ["experiment", "readout", "--audience", "spring", "--kept", "summer"]
    assert main([*both, "--workspace", str(tmp_path / "none")]) == 2
    assert "Name either a file" in capsys.readouterr().err
    words = ["experiment", "readout", "--audience", "spring", "--outcome", "spend"]
    assert main([*words, "--workspace", str(tmp_path / "none")]) != 0
    assert "--outcome is for files" in capsys.readouterr().err
