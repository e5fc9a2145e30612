"""A new metric is one module and one line in the registry: everything else follows from them."""

import inspect
import json
from pathlib import Path

import numpy as np
import pytest

from recsys_core.cli.main import main
from recsys_core.evaluation.metrics.accuracy import AccuracyMetric
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.schema.contracts import silent
from recsys_core.schema.evaluation import YARDSTICKS, EvalBatch
from recsys_core.schema.types import FloatArray
from recsys_core.services.evaluation.job import evaluate
from recsys_core.services.evaluation.latest import figures, latest_measurement
from recsys_core.services.evaluation.slices import slice_metrics, sliced
from recsys_core.services.report.report import report_html
from recsys_core.services.workspace.job_folder import EVALUATION_FOLDER
from recsys_core.services.workspace.names import metric_info
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.evaluation.metrics import test_registry as contract

pytest_plugins = ["tests.recsys_core.services.served"]

NAME, LABEL = "FirstHit", "FirstHit@10"


class FirstHit(AccuracyMetric):
    """FirstHit@k = 1 if the first product of the list is right, else 0; a metric for this test.

    Unit: share of customers. Edge cases: an empty list scores 0. Source: none.
    """

    name = NAME
    title = "First product right"
    meaning = "How many customers find something right in the very first place?"

    def values(self, batch: EvalBatch) -> FloatArray:
        return batch.hits[:, 0].astype(np.float64)


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METRICS, NAME, FirstHit())


@pytest.fixture
def measured(served: Workspace) -> Workspace:
    """The served workspace, its models measured again in this very process."""
    job = next(job for job in served.jobs.list() if job.kind == "evaluate")
    evaluate(job, silent)
    (job.folder / EVALUATION_FOLDER).rename(job.folder / "before")
    (job.folder / f"{EVALUATION_FOLDER}.partial").rename(job.folder / EVALUATION_FOLDER)
    return served


def test_it_keeps_what_every_metric_promises(rng: np.random.Generator) -> None:
    given = {"name": NAME, "batch": contract.batch.__wrapped__(rng)}
    tests = [
        test
        for title, test in vars(contract).items()
        if title.startswith("test_") and "name" in inspect.signature(test).parameters
    ]
    assert len(tests) > 4
    for test in tests:
        if test is not contract.test_everybody_once_is_the_value_itself:
            test(**{key: given[key] for key in inspect.signature(test).parameters})


def test_it_is_on_the_board_in_the_figures_and_in_the_report(measured: Workspace) -> None:
    found = latest_measurement(measured)
    assert found is not None
    figure = found.board.value("ease", LABEL)
    assert 0 < figure.low < figure.value < figure.high < 1
    frame = figures(found.board)
    assert set(frame.loc[frame["name"] == NAME, "model"]) == {"ease", *YARDSTICKS}
    assert FirstHit.meaning in {one.meaning for one in metric_info()}
    report = report_html(measured)
    assert f"{FirstHit.title}<small>{LABEL}, higher is better</small>" in report
    assert FirstHit.meaning in report


def test_it_is_told_by_group_and_by_band_of_products(measured: Workspace) -> None:
    assert LABEL in slice_metrics(measured)
    by_town = sliced(measured, "town", NAME)
    assert by_town.judged
    assert by_town.finding
    assert LABEL in slice_metrics(measured, kind="popularity")
    assert {row.metric for row in sliced(measured, "popularity", NAME).rows} == {LABEL}


def test_the_command_line_shows_it(
    measured: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--workspace", str(measured.path), "--json", "slices", "--by", "town"]
    assert main([*options, "--metric", NAME]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["metric"] == LABEL
    assert {row["model"] for row in found["rows"]} == {"ease", *YARDSTICKS}
