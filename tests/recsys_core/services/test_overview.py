from pathlib import Path

import pytest

from recsys_core.schema.errors import NotReadyError
from recsys_core.services.data.health.checkup import activity
from recsys_core.services.data.imports import import_files
from recsys_core.services.overview import headline, overview
from recsys_core.services.workspace.workspace import Workspace


def bring(ws: Workspace, text: str) -> None:
    file = ws.path / "uploads" / "file.csv"
    file.write_text(text)
    import_files(ws, "interactions", [file])


def test_an_empty_workspace_has_a_name_and_nothing_else(ws: Workspace):
    head = headline(ws)
    assert (head.workspace, head.data_date, head.source, head.model) == ("workspace", "", "", "")
    with pytest.raises(NotReadyError, match="sample"):
        overview(ws)


def test_purchases_are_summed_up_and_the_next_step_is_a_model(ws: Workspace):
    days = [f"2023-05-{1 + n:02d}" for n in range(10)]
    rows = [f"c{n % 3},p{n % 4},{day}" for n, day in enumerate(days)]
    bring(ws, "\n".join(["customer,product,date", *rows]))
    found = overview(ws)
    assert found.sentence == "10 purchases by 3 customers over 10 days."
    assert [(label, value) for label, value, _ in found.figures] == [
        ("Purchases", "10"),
        ("Customers", "3"),
        ("Products", "4"),
        ("Usual customer", "3"),
        ("Seldom bought", "100 %"),
    ]
    assert activity(ws)["purchases"].sum() == 10
    assert found.next_step.page == "pages/models.py"
    assert [step.done for step in found.steps] == [True, False, False, False]
    head = headline(ws)
    assert head.source == "Own data"
    assert head.data_date == "Data to 10 May 2023"


def test_undated_ratings_are_called_ratings_and_have_no_period(ws: Workspace):
    rows = [f"c{n % 5},p{n % 7},{1 + n % 5}" for n in range(30)]
    bring(ws, "\n".join(["customer,product,rating", *rows]))
    found = overview(ws)
    assert found.noun == "ratings"
    assert found.sentence == "30 ratings by 5 customers."
    assert activity(ws).empty
    assert headline(ws).data_date == "Undated data"


def test_every_page_named_by_a_step_exists(ws: Workspace):
    bring(ws, "customer,product\n1,2\n1,3\n2,2\n")
    found = overview(ws)
    root = Path(__file__).resolve().parents[3]
    for page in [found.next_step.page, *(step.page for step in found.steps)]:
        assert (root / page).is_file()
