import numpy as np
import pandas as pd

from recsys_core.services.data.health.gaps import findings, gaps, thin_start


def year(rows: int = 100) -> pd.DataFrame:
    """Weeks from a Monday on; closed on Sundays."""
    days = pd.date_range("2024-01-01", periods=140)
    return pd.DataFrame({"day": days, "rows": np.where(days.day_of_week == 6, 0, rows)})


def test_a_day_off_every_week_is_no_gap() -> None:
    assert gaps(year()).empty


def test_a_week_missing_is_one_gap_with_its_sunday() -> None:
    days = year()
    days.loc[days["day"].between("2024-03-14", "2024-03-19"), "rows"] = 0
    found = gaps(days)
    assert len(found) == 1
    gap = found.iloc[0]
    assert (gap["first"], gap["last"]) == (pd.Timestamp("2024-03-14"), pd.Timestamp("2024-03-19"))
    assert (gap["days"], gap["usual"], gap["found"]) == (6, 500, 0)
    finding = next(findings(days, found))
    assert finding["severity"] == "warning"
    assert "14 Mar 2024 to 19 Mar 2024" in finding["sentence"]


def test_one_day_is_said_as_one_day() -> None:
    days = year()
    days.loc[days["day"] == "2024-03-14", "rows"] = 1
    finding = next(findings(days, gaps(days)))
    assert finding["severity"] == "info"
    assert finding["sentence"].startswith("14 Mar 2024 has almost no rows, where 100 would be")


def test_few_rows_a_day_and_short_data_have_no_rhythm() -> None:
    days = year(rows=4)
    days.loc[20, "rows"] = 0
    assert gaps(days).empty
    assert gaps(year().head(14)).empty


def test_a_thin_beginning_is_found() -> None:
    days = year()
    assert thin_start(days) is None
    days.loc[:27, "rows"] = 5
    first, share = thin_start(days)
    assert first == pd.Timestamp("2024-01-29")
    assert share == 35 / 600
    assert [one["code"] for one in findings(days, gaps(year()))] == ["thin_start"]
