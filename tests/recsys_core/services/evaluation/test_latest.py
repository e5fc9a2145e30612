"""A measurement says what has changed since it was made."""

from types import SimpleNamespace

import pytest

from recsys_core.services.evaluation import latest
from recsys_core.services.evaluation.latest import latest_measurement, measurement_of
from recsys_core.services.evaluation.queue import evaluations
from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.recsys_core.services.served"]

SINCE = "trained since and not measured yet."


def test_an_older_measurement_says_only_that_there_is_a_newer(served: Workspace) -> None:
    (job,) = evaluations(served)
    newest, older = (measurement_of(served, job, newest) for newest in (True, False))
    assert newest == latest_measurement(served)
    assert newest.notices == ()
    assert older.notices == ("A newer measurement exists.",)
    assert older.board == newest.board
    assert older.measured_at == newest.measured_at


@pytest.mark.parametrize(
    ("trained", "notice"),
    [
        ({"ease": {"regularization": 80.0}}, "EASE was trained with other settings since."),
        ({"bpr": {}}, f"Pairwise tastes was {SINCE}"),
        (
            {"bpr": {}, "als": {}},
            "Pairwise tastes and Hidden tastes were trained since and not measured yet.",
        ),
        ({"ease": {"seed": 42}}, None),
    ],
)
def test_one_model_was_and_two_were_trained_since(
    served: Workspace, monkeypatch: pytest.MonkeyPatch, trained: dict, notice: str | None
) -> None:
    models = {name: SimpleNamespace(settings=settings) for name, settings in trained.items()}
    monkeypatch.setattr(latest, "trained_models", lambda ws: models)
    found = latest_measurement(served)
    assert found is not None
    assert list(found.notices) == ([notice] if notice else [])
