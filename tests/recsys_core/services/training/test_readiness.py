from pathlib import Path

from recsys_core.services.training.queue import model_names, readiness_of_models
from recsys_core.services.training.readiness import readiness, readiness_frame, sentence
from recsys_core.services.workspace.workspace import open_workspace
from tests.recsys_core.storage.builders import add, bought


def test_without_data_every_model_says_what_to_do(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as ws:
        found = readiness(ws)
        states = readiness_of_models(ws)
    assert [one.sentence for one in found] == [state.reason for state in states.values()]
    assert [one.model for one in found] == model_names()
    assert not any(one.ready for one in found)
    assert "Load a sample" in found[0].sentence


def test_the_missing_customers_are_counted(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as ws:
        rows = [bought(f"u{n}", item) for n in range(12) for item in ("1", "2")]
        add(ws.db, "interactions", [*rows, bought("one product only", "1")])
        found = {one.model: one for one in readiness(ws)}
        states = readiness_of_models(ws)
    ease = found["ease"]
    assert (ease.ready, ease.needed, ease.have, ease.missing) == (False, 20, 12, 8)
    assert {name: state.ready for name, state in states.items()} == {
        name: one.ready for name, one in found.items()
    }
    assert ease.what == "customers with 2 or more different products"
    popularity = found["popularity"]
    assert (popularity.ready, popularity.needed, popularity.missing) == (True, 1, 0)
    frame = readiness_frame(list(found.values()))
    assert frame["ready"].is_monotonic_increasing
    assert "you have 12" in sentence([found["popularity"], found["ease"]])
