import json

import numpy as np
import pytest

from recsys_core.cli.output import plain
from recsys_core.evaluation.board_files import load
from recsys_core.models.registry import create
from recsys_core.schema.checksums import seal
from recsys_core.schema.contracts import Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.services.evaluation.audit import audit
from recsys_core.services.evaluation.queue import evaluation_config
from recsys_core.services.evaluation.results import measured
from recsys_core.services.evaluation.shuffled_labels import (
    best_model,
    run_shuffled,
    shuffled_of,
    shuffled_run_and_wait,
    start_shuffled_run,
)
from recsys_core.services.workspace.job_folder import EVALUATION_FOLDER
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.evaluation.standins import Neighbours

pytest_plugins = ["tests.recsys_core.services.served"]
pytestmark = pytest.mark.xdist_group("served_folder")

CHECKS = {
    "rebuilt",
    "later-events",
    "pairs-in-training",
    "impossible-lists",
    "learnt-from-later",
    "duplicated-customers",
    "too-good",
    "popularity-in-disguise",
    "sample-size",
    "ties",
    "split-lost",
    "catalogue-from-training",
    "pairs-accounted-for",
    "denominators",
    "customers-accounted-for",
}


def severity(ws: Workspace, check: str) -> str:
    return next(one.severity for one in audit(ws).findings if one.check == check)


def test_a_sound_measurement_has_every_check_and_no_stop(served: Workspace) -> None:
    found = audit(served)
    assert {one.check for one in found.findings} == CHECKS
    assert all(one.severity != "stop" for one in found.findings)
    assert not found.shuffled
    assert found.possible
    for one in found.findings:
        assert one.sentence.endswith(".")
        assert bool(one.action) == (one.severity != "fine")
    document = json.dumps(plain(found.to_json()), allow_nan=False)
    assert set(json.loads(document)["findings"][0]) == {
        "check", "title", "severity", "sentence", "action", "figures"
    }  # fmt: skip


def test_figures_of_another_data_set_are_stopped(served: Workspace) -> None:
    one = measured(served)
    path = one.job.folder / EVALUATION_FOLDER / "leaderboard.json"
    content = json.loads(path.read_text())
    content["protocol"]["train_fingerprints"] = ["another"]
    path.write_text(json.dumps(content))
    seal(path.parent)
    with_other = Workspace(served.path, served.db)
    assert severity(with_other, "rebuilt") == "stop"
    assert audit(with_other).findings[0].check == "rebuilt", "the gravest comes first"


def test_the_shuffled_run_goes_through_the_whole_pipeline(served: Workspace) -> None:
    run_id = measured(served).run_id
    assert shuffled_of(served, run_id) is None
    assert best_model(measured(served)) == "ease"
    found = shuffled_run_and_wait(served)
    assert found is not None
    assert found.model == "ease"
    assert (
        found.real
        == load(measured(served).job.folder / EVALUATION_FOLDER).value("ease", "NDCG@10").value
    )
    assert abs(found.score) < 3
    after = audit(served)
    assert after.shuffled
    assert {one.check for one in after.findings} == CHECKS | {"shuffled-run"}
    assert severity(served, "shuffled-run") == "fine"
    with pytest.raises(InputError, match="not measured"):
        start_shuffled_run(served, model="als")


class Told(Neighbours):
    """Knows of every product who will buy it: a fact written after the cut."""

    def __init__(self, everything: Dataset) -> None:
        super().__init__()
        self.everything = everything

    def score(self, histories: CSR) -> FloatArray:
        own = super().score(histories)
        own /= max(float(own.max()), 1.0)
        rows = self.everything.binary
        for row in range(histories.shape[0]):
            had = set(histories[row].indices)
            match = next(u for u in range(rows.shape[0]) if had <= set(rows[u].indices))
            own[row, rows[match].indices] += 0.5
        return own


@pytest.mark.parametrize("split", ["time", "leave-one-out", "random"])
@pytest.mark.parametrize("leaks", [False, True])
def test_a_leak_is_found_under_every_protocol(served: Workspace, split: str, leaks: bool) -> None:
    from recsys_core.evaluation.splits import Split, make_splits

    data, config = served.dataset(), evaluation_config(split=split, k=5)
    one = make_splits(data, config)[0]

    def fit(changed: Dataset, again: Split) -> Recommender:
        model = Told(changed) if leaks else create("ease", {})
        model.fit(again.train, silent)
        return model

    found = run_shuffled("x", data, one, config, 0.5, fit)
    assert (found.score > 3) == leaks
    assert np.isfinite(found.value)
