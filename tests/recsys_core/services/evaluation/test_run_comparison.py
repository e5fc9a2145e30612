"""Trainings side by side: what differs is marked, what was not measured is said."""

from pathlib import Path

import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.data.imports import import_files
from recsys_core.services.evaluation.messages import NOT_MEASURED
from recsys_core.services.evaluation.queue import evaluate_and_wait, evaluations
from recsys_core.services.evaluation.run_comparison import (
    Comparison,
    Line,
    compare_runs,
)
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def runs(purchases: Workspace) -> tuple[Workspace, dict[str, str]]:
    """A workspace, and its trainings by name: usual and firm EASE, seeded twice, bestsellers."""
    ids = {"usual": train_and_wait(purchases, "ease").run_id}
    evaluate_and_wait(purchases, ["ease"])
    ids["firm"] = train_and_wait(purchases, "ease", {"regularization": 80.0}).run_id
    ids["seeded"] = train_and_wait(purchases, "ease", {"seed": 7}).run_id
    ids["bestsellers"] = train_and_wait(purchases, "popularity").run_id
    return purchases, ids


def line(found: Comparison, name: str) -> Line:
    return next(one for one in found.lines if one.name == name)


def test_settings_that_differ_have_a_line_and_no_others(runs: tuple[Workspace, dict]) -> None:
    ws, ids = runs
    found = compare_runs(ws, [ids["usual"], ids["firm"]])
    assert found.titles == ("EASE (1)", "EASE (2)")
    settings = [one for one in found.lines if one.group == "Settings"]
    assert settings == [Line("Settings", "Caution", ("chosen automatically", "80"), True)]
    assert [one.name for one in found.lines if one.differs] == ["Caution"]
    assert found.sentences[0] == "All learned from the same data."
    assert line(found, "Customers").values == ("60", "60")


def test_figures_belong_to_exactly_these_settings(runs: tuple[Workspace, dict]) -> None:
    ws, ids = runs
    found = compare_runs(ws, [ids["usual"], ids["firm"]])
    quality = line(found, "Ranking quality (NDCG@10)")
    assert quality.values[1] == NOT_MEASURED
    assert 0 < float(quality.values[0].split(" ")[0]) <= 1
    assert " to " in quality.values[0], "with its interval"
    assert "EASE (2) has not been measured with these settings" in found.sentences[-1]


def test_only_the_seed_differs(runs: tuple[Workspace, dict]) -> None:
    ws, ids = runs
    found = compare_runs(ws, [ids["usual"], ids["seeded"]])
    assert line(found, "Seed") == Line("Training", "Seed", ("42", "7"), True)
    assert "All settings are the same but the seed." in found.sentences


def test_different_models_say_what_is_other_than_usual(runs: tuple[Workspace, dict]) -> None:
    ws, ids = runs
    found = compare_runs(ws, [ids["firm"], ids["bestsellers"]])
    assert found.titles == ("EASE", "Bestsellers")
    assert line(found, "Other than usual").values == ("Caution: 80", "nothing")
    assert line(found, "Model").differs


def test_other_data_is_told_from_the_same(runs: tuple[Workspace, dict], tmp_path: Path) -> None:
    ws, ids = runs
    path = tmp_path / "more.csv"
    path.write_text("customer_id,product_id,order_id,quantity,date\nnew,P001,n,1,2026-02-01\n")
    import_files(ws, "interactions", [path])
    later = train_and_wait(ws, "popularity").run_id
    found = compare_runs(ws, [ids["bestsellers"], later, ids["usual"]])
    assert [value[0] for value in line(found, "Data and its fingerprint").values] == list("ABA")
    assert line(found, "Customers").values == ("60", "61", "60")
    assert "Not all learned from the same data" in found.sentences[0]


def test_a_frame_has_a_column_per_run(runs: tuple[Workspace, dict]) -> None:
    ws, ids = runs
    frame = compare_runs(ws, [ids["usual"], ids["firm"]]).frame()
    assert list(frame) == ["group", "property", "differs", "EASE (1)", "EASE (2)"]


def test_too_few_too_many_and_measurements_are_refused(runs: tuple[Workspace, dict]) -> None:
    ws, ids = runs
    with pytest.raises(InputError, match="Choose 2 to 4 trainings"):
        compare_runs(ws, [ids["usual"]])
    with pytest.raises(InputError, match="Choose 2 to 4 trainings"):
        compare_runs(ws, [ids["usual"]] * 5)
    with pytest.raises(InputError, match="Only trainings"):
        compare_runs(ws, [ids["usual"], evaluations(ws)[0].job_id])
