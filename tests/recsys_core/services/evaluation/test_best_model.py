"""Which model answers depends on what is asked: new products only, or bought ones as well."""

from types import SimpleNamespace as Record
from typing import cast

import pytest

from recsys_core.schema.errors import NotReadyError
from recsys_core.services.evaluation import best_model as module
from recsys_core.services.evaluation import queue
from recsys_core.services.evaluation.best_model import best_model, named_model
from recsys_core.services.workspace.workspace import Workspace

NOBODY = cast(Workspace, None)
NEW = {"auto": 0.1, "ease": 0.12, "next-basket": 0.09}
BOUGHT = {"auto": 0.2, "ease": 0.15, "next-basket": 0.3}


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch):
    """Makes a shop of trained models (the last one is the latest) and measurements, newest first:
    whether bought products were let in, and NDCG@10 by model.
    """

    def make(trained: list[str], *measured: tuple[bool, dict[str, float]]) -> None:
        models = {
            name.removesuffix(" (back)"): Record(
                model=name.removesuffix(" (back)"),
                trained_at=at,
                settings={"may_come_back": name.endswith(" (back)")},
            )
            for at, name in enumerate(trained)
        }
        boards = [
            Record(
                protocol={"new_items_only": not bought},
                rows=[Record(model=n, metric="NDCG@10", value=v) for n, v in figures.items()],
            )
            for bought, figures in measured
        ]
        monkeypatch.setattr(module, "trained_models", lambda ws: models)
        monkeypatch.setattr(queue, "evaluations", lambda ws: [Record(job_id=b) for b in boards])
        monkeypatch.setattr(queue, "leaderboard_of", lambda ws, board: board)

    return make


def test_each_question_goes_by_its_own_measurement(shop) -> None:
    for order in ([(True, BOUGHT), (False, NEW)], [(False, NEW), (True, BOUGHT)]):
        shop(["auto", "ease", "next-basket"], *order)
        assert best_model(NOBODY) == "ease"
        assert best_model(NOBODY, bought=True) == "next-basket"


def test_a_model_of_bought_products_does_not_answer_for_new_ones(shop) -> None:
    shop(["ease", "next-basket"], (False, {"ease": 0.1, "next-basket": 0.4}))
    assert best_model(NOBODY) == "ease"
    shop(["ease", "buy-again"])
    assert best_model(NOBODY) == "ease"
    shop(["buy-again"])
    assert best_model(NOBODY) == "buy-again"


def test_without_a_measurement_of_it_next_basket_brings_bought_products_back(shop) -> None:
    shop(["next-basket", "ease", "auto"], (False, NEW))
    assert best_model(NOBODY, bought=True) == "next-basket"
    assert best_model(NOBODY) == "ease"
    shop(["ease", "auto"])
    assert best_model(NOBODY, bought=True) == "auto"
    shop(["als", "ease"])
    assert best_model(NOBODY, bought=True) == "ease"


def test_auto_answers_where_it_was_not_measured(shop) -> None:
    shop(["auto", "ease"], (False, {"ease": 0.12}))
    assert best_model(NOBODY) == "auto"


def test_auto_answers_what_it_has_chosen_for(shop) -> None:
    shop(["next-basket", "ease", "auto (back)"], (False, {"ease": 0.12}))
    assert best_model(NOBODY, bought=True) == "auto"
    assert best_model(NOBODY) == "ease"
    shop(["ease", "auto"], (True, {"ease": 0.2}))
    assert best_model(NOBODY, bought=True) == "ease"


def test_auto_as_a_name_stands_for_the_best_and_every_other_for_itself(shop) -> None:
    shop(["als", "ease", "next-basket"], (True, BOUGHT), (False, NEW))
    assert named_model(NOBODY, "auto") == "ease"
    assert named_model(NOBODY, "auto", bought=True) == "next-basket"
    assert named_model(NOBODY, "als", bought=True) == "als"


def test_nothing_trained(shop) -> None:
    shop([])
    with pytest.raises(NotReadyError):
        best_model(NOBODY)
