from datetime import date
from pathlib import Path

import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.data.imports import import_files
from recsys_core.services.data.periods import Period, PeriodFigures, compare, whole
from recsys_core.services.workspace.workspace import Workspace

ROWS = """customer,product,date,quantity,revenue
a,p1,2024-01-01,1,10
b,p1,2024-01-10,1,10
a,p2,2024-01-11,1,20
a,p1,2024-01-20,1,10
c,p3,2024-01-20 23:59:59,1,30
c,p3,2024-01-21,-1,-30
b,p2,2024-01-30,1,5
"""


@pytest.fixture
def sold(ws: Workspace, tmp_path: Path) -> Workspace:
    (tmp_path / "orders.csv").write_text(ROWS)
    import_files(ws, "interactions", [tmp_path / "orders.csv"])
    return ws


def test_a_period_is_compared_with_as_many_days_just_before(sold: Workspace):
    found = compare(sold, date(2024, 1, 11), date(2024, 1, 20))
    assert found.period.before() == Period(date(2024, 1, 1), date(2024, 1, 10))
    assert found.now == PeriodFigures(3, 2, 1, 3, 60.0)
    assert found.then == PeriodFigures(2, 2, 2, 1, 20.0)
    assert found.change("purchases") == 0.5
    assert found.change("new_customers") == -0.5
    assert found.now.spend_each == 30.0
    assert found.sentence == (
        "11 January 2024 to 20 January 2024, against 1 January 2024 to 10 January 2024."
    )


def test_returns_lower_the_spend_and_are_no_purchase(sold: Workspace):
    found = compare(sold, date(2024, 1, 21), date(2024, 1, 30))
    assert found.now == PeriodFigures(1, 1, 0, 1, -25.0)


def test_a_period_before_the_data_begins_gives_no_difference_and_says_so(sold: Workspace):
    found = compare(sold, date(2024, 1, 10), date(2024, 1, 20))
    assert found.then is None
    assert found.change("purchases") is None
    assert "The data begins on 1 January 2024 and does not cover" in found.sentence
    assert found.to_json()["before"]["figures"] is None


def test_a_period_that_runs_on_past_the_data_says_so(sold: Workspace):
    late = compare(sold, date(2024, 1, 25), date(2024, 2, 3)).sentence
    assert late.endswith("The data ends on 30 January 2024, before the period does.")
    assert "ends on" not in compare(sold, date(2024, 1, 25), date(2024, 1, 30)).sentence


def test_what_is_no_period_of_the_data_is_refused(sold: Workspace, tmp_path: Path):
    assert whole(sold) == Period(date(2024, 1, 1), date(2024, 1, 30))
    with pytest.raises(InputError, match="before it begins"):
        compare(sold, date(2024, 1, 20), date(2024, 1, 1))
    with pytest.raises(InputError, match="it holds 1 January 2024 to 30 January 2024"):
        compare(sold, date(2025, 1, 1), date(2025, 1, 2))


def test_data_without_amounts_or_dates_has_none(ws: Workspace, tmp_path: Path):
    assert whole(ws) is None
    with pytest.raises(InputError, match="no dates"):
        compare(ws, date(2024, 1, 1), date(2024, 1, 2))
    (tmp_path / "orders.csv").write_text("customer,product,date\na,p1,2024-01-01\nb,p2,2024-01-02")
    import_files(ws, "interactions", [tmp_path / "orders.csv"])
    assert compare(ws, date(2024, 1, 1), date(2024, 1, 2)).now.spend is None
