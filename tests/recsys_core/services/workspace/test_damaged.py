"""Models, data and measurements that are not as they were written are not used."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from recsys_core.evaluation.candidates import load_candidates
from recsys_core.jobs.job import RESULT_FILE, Status, write_status
from recsys_core.models.encoder import DEFAULT_NAME
from recsys_core.models.text_vectors import TextVectorStore
from recsys_core.models.vectors import WORDS_SOURCE, text_source
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import NotFoundError, NotReadyError
from recsys_core.schema.types import FloatArray
from recsys_core.services.evaluation.latest import latest_measurement
from recsys_core.services.evaluation.queue import evaluate_and_wait, evaluations, reason_scores
from recsys_core.services.evaluation.results import measured
from recsys_core.services.evaluation.shuffled_labels import KIND, shuffled_of
from recsys_core.services.training.learning_curve import search_summary
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.what_if.frontier import draw_frontier, kept_frontier
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.runs import fitted, runs_frame, trained_model, trained_models
from recsys_core.services.workspace.workspace import FRONTIER, Workspace, open_workspace

pytest_plugins = ["tests.recsys_core.services.served"]
Damage = Callable[[Path], object]


def half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def flipped(path: Path) -> None:
    """Eight bytes, in the middle, where a format without checksums would not notice."""
    content = bytearray(path.read_bytes())
    for at in range(8):
        content[len(content) // 2 + at] ^= 0x40
    path.write_bytes(content)


def again(ws: Workspace) -> Workspace:
    """As another process would find it."""
    ws.close()
    return open_workspace(ws.path)


@pytest.fixture(scope="module")
def twice_folder(served_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """EASE trained and measured twice; not to be written to."""
    folder = tmp_path_factory.mktemp("twice") / "workspace"
    shutil.copytree(served_folder, folder)
    with open_workspace(folder) as ws:
        for _ in range(2):
            train_and_wait(ws, "ease")
        evaluate_and_wait(ws, ["ease"])
    return folder


@pytest.fixture
def twice(twice_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the workspace to work in."""
    shutil.copytree(twice_folder, tmp_path / "workspace")
    with open_workspace(tmp_path / "workspace") as ws:
        yield ws


@pytest.mark.parametrize("damage", [half, flipped, Path.unlink])
@pytest.mark.parametrize("name", ["weights.npy", "state.npz", "model.json"])
def test_a_damaged_model_is_not_used_and_the_one_before_is(
    twice: Workspace, name: str, damage: Damage
) -> None:
    older, newer = (job.job_id for job in twice.jobs.list() if job.kind == "train")
    damage(twice.path / "runs" / newer / "model" / name)
    with again(twice) as ws:
        with pytest.raises((NotReadyError, NotFoundError), match="train it again"):
            fitted(ws, trained_model(ws, "ease"))
        assert trained_models(ws)["ease"].run_id == older
        fitted(ws, trained_model(ws, "ease"))
        assert len(ws.warnings()) == 1
        assert "was set aside" in ws.warnings()[0]
        frame = runs_frame(ws)
        assert dict(zip(frame["run_id"], frame["state"], strict=True))[newer] == "failed"
        ws.dismiss_warnings()
        assert ws.warnings() == []


@pytest.mark.parametrize("damage", [half, flipped, Path.unlink])
@pytest.mark.parametrize("name", ["leaderboard.json", "customers/ease.npz"])
def test_a_damaged_measurement_gives_way_to_the_one_before(
    twice: Workspace, name: str, damage: Damage
) -> None:
    newer, older = (run.job_id for run in evaluations(twice))
    damage(twice.path / "runs" / newer / "evaluation" / name)
    with again(twice) as ws:
        assert measured(ws).run_id == older
        found = latest_measurement(ws)
        assert found is not None
        assert found.run_id == older
        assert "was set aside" in " ".join(ws.warnings())


def test_a_measurement_of_another_version_gives_way_too(served: Workspace) -> None:
    run = evaluations(served)[0].job_id
    path = served.path / "runs" / run / "evaluation" / "leaderboard.json"
    path.write_text(json.dumps({"protocol": {}}), encoding="utf-8")
    (path.parent / "checksums.json").unlink()
    with again(served) as ws:
        assert evaluations(ws) == []
        assert latest_measurement(ws) is None


DATASET = ["events.npz", "outside.npz", "items.parquet", "users.parquet", "dataset.json"]


@pytest.mark.parametrize("damage", [half, flipped, Path.unlink])
@pytest.mark.parametrize("name", DATASET)
def test_damaged_data_is_made_anew(served: Workspace, name: str, damage: Damage) -> None:
    before = served.dataset()
    damage(served.dataset_folder() / name)
    with again(served) as ws:
        after = ws.dataset()
        assert after.fingerprint == before.fingerprint
        assert (after.item == before.item).all()
        assert after.items.equals(before.items)


@pytest.mark.parametrize("damage", [half, flipped])
def test_damaged_shortlists_are_a_sentence(served: Workspace, damage: Damage) -> None:
    folder = served.path / "runs" / evaluations(served)[0].job_id / "evaluation"
    load_candidates(folder, "ease", 50)
    damage(folder / "candidates" / "ease.npz")
    with pytest.raises(NotFoundError, match="are damaged: measure the models again"):
        load_candidates(folder, "ease", 50)
    assert "its file ease.npz is damaged or gone" in served.warnings()[0]


def digit_changed(path: Path) -> None:
    """Still a file that can be read, but another figure."""
    content = path.read_bytes()
    at = max(content.rindex(b"%d" % digit) for digit in range(1, 9))
    path.write_bytes(content[:at] + b"%d" % (int(content[at : at + 1]) + 1) + content[at + 1 :])


def emptied(path: Path) -> None:
    """Of another version: nothing in it is what is looked for."""
    path.write_text(json.dumps(dict.fromkeys(json.loads(path.read_text()))))


DAMAGES = [half, flipped, digit_changed, emptied, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_trade_off_is_not_used_and_named(served: Workspace, damage: Damage) -> None:
    drawn = draw_frontier(served, "ease", sample=50)
    assert kept_frontier(served, "ease") == drawn
    damage(served.path / "runs" / drawn.run_id / "evaluation" / FRONTIER / "ease.json")
    with again(served) as ws:
        assert kept_frontier(ws, "ease") is None
        assert "What knobs cost with EASE was set aside" in " ".join(ws.warnings())
        ws.dismiss_warnings()
        assert kept_frontier(ws, "ease") is None
        assert ws.warnings() == []
        assert draw_frontier(ws, "ease", sample=50) == kept_frontier(ws, "ease")


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_scores_of_reasons_are_not_used_and_named(
    served: Workspace, damage: Damage
) -> None:
    run = evaluations(served)[0].job_id
    assert reason_scores(served, run)
    damage(served.path / "runs" / run / "evaluation" / "reasons.json")
    with again(served) as ws:
        assert reason_scores(ws, run) == {}
        assert "its file reasons.json is damaged or gone" in " ".join(ws.warnings())
        assert measured(ws).run_id == run, "the other figures are as they were"
        ws.dismiss_warnings()
        assert reason_scores(ws, run) == {}
        assert ws.warnings() == []


@pytest.mark.parametrize("damage", [half, flipped, Path.unlink])
def test_damaged_vectors_of_texts_are_not_used_and_named(served: Workspace, damage: Damage) -> None:
    data = served.dataset()
    texts = [str(text) for text in data.items[Columns.Text]]
    store = TextVectorStore(served.path / "vectors")
    store.vectors(texts, FakeEncoder(), silent)
    assert vectors_for(served, data).source == text_source(DEFAULT_NAME)
    damage(next(served.path.glob("vectors/*/*.npz")))
    with again(served) as ws:
        assert vectors_for(ws, data).source == WORDS_SOURCE
        assert "What the text model read of the products is damaged" in " ".join(ws.warnings())
        ws.dismiss_warnings()
        assert vectors_for(ws, data).source == WORDS_SOURCE
        assert ws.warnings() == []


class FakeEncoder:
    """Named as the installed text model."""

    name = DEFAULT_NAME

    def encode(self, texts: Sequence[str], report: Progress) -> FloatArray:
        return np.array([[len(text), 1.0] for text in texts])


def test_a_shuffled_run_without_its_result_is_passed_over(served: Workspace) -> None:
    run = evaluations(served)[0].job_id
    job = served.jobs.submit(KIND, "ease", "Shuffled check", {"evaluation": run})
    served.jobs.wait(job.job_id)
    write_status(job.folder, Status(state="done"))
    (job.folder / RESULT_FILE).unlink(missing_ok=True)
    with again(served) as ws:
        assert shuffled_of(ws, run) is None
        assert "Shuffled check was set aside" in " ".join(ws.warnings())


def test_a_result_of_wrong_types_does_not_keep_others_from_the_list(served: Workspace) -> None:
    run = evaluations(served)[0].job_id
    path = served.path / "runs" / run / "result.json"
    path.write_text(json.dumps(dict.fromkeys(json.loads(path.read_text()), "x")))
    with served.db.write() as cursor:
        cursor.execute("DELETE FROM runs")
    with again(served) as ws:
        assert run in set(runs_frame(ws)["run_id"])


def test_a_damaged_search_of_auto_is_set_aside(served: Workspace) -> None:
    trained = train_and_wait(served, "auto", {"minutes": 0.1})
    assert search_summary(served, trained) is not None
    emptied(served.path / "runs" / trained.run_id / "model" / "search.json")
    with again(served) as ws:
        assert search_summary(ws, trained) is None
        assert "was set aside" in " ".join(ws.warnings())
