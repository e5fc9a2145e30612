"""Models, data and measurements that are not as they were written are not used."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recsys_core.evaluation.candidates import load_candidates
from recsys_core.schema.errors import NotFoundError, NotReadyError
from recsys_core.services.evaluation.latest import latest_measurement
from recsys_core.services.evaluation.queue import evaluate_and_wait, evaluations
from recsys_core.services.evaluation.results import measured
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.runs import fitted, runs_frame, trained_model, trained_models
from recsys_core.services.workspace.workspace import Workspace, open_workspace

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


@pytest.mark.parametrize("damage", [half, flipped, Path.unlink])
@pytest.mark.parametrize("name", ["weights.npy", "state.npz", "model.json"])
def test_a_damaged_model_is_not_used_and_the_one_before_is(
    served: Workspace, name: str, damage: Damage
) -> None:
    older = train_and_wait(served, "ease").run_id
    newer = train_and_wait(served, "ease").run_id
    damage(served.path / "runs" / newer / "model" / name)
    with again(served) as ws:
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
    served: Workspace, name: str, damage: Damage
) -> None:
    older = evaluations(served)[0].job_id
    evaluate_and_wait(served, ["ease"])
    newer = evaluations(served)[0].job_id
    damage(served.path / "runs" / newer / "evaluation" / name)
    with again(served) as ws:
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


@pytest.mark.parametrize("damage", [half, flipped, Path.unlink])
@pytest.mark.parametrize("name", ["events.npz", "items.parquet", "users.parquet", "dataset.json"])
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
