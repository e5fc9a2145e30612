"""The model in use: chosen, never changed by itself, proposed when another measured better."""

from types import SimpleNamespace as Record
from typing import cast

import pytest

from recsys_core.schema.errors import NotReadyError
from recsys_core.services.access.actor import OPERATOR
from recsys_core.services.evaluation import model_in_use as module
from recsys_core.services.evaluation import queue
from recsys_core.services.evaluation.model_in_use import (
    IN_USE,
    model_in_use,
    models_in_use,
    named_model,
    proposal,
)
from recsys_core.services.workspace.workspace import Workspace

NEW = {"auto": 0.1, "ease": 0.12, "next-basket": 0.09}
BOUGHT = {"auto": 0.2, "ease": 0.15, "next-basket": 0.3}


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch):
    """Makes a shop of trained models in the order of their first training, and measurements,
    newest first: whether bought products were let in, NDCG@10 by model, and the tests.
    """

    def make(trained: list[str], *measured, chosen: dict[str, str] | None = None) -> Workspace:
        models = {
            name.removesuffix(" (back)"): Record(
                model=name.removesuffix(" (back)"),
                settings={"may_come_back": name.endswith(" (back)")},
            )
            for name in trained
        }
        boards = [
            Record(
                protocol={"new_items_only": not bought},
                rows=[Record(model=n, metric="NDCG@10", value=v) for n, v in figures.items()],
                tests=[
                    Record(a=a, b=b, difference=d, p_adjusted=p)
                    for a, b, d, p in (tests[0] if tests else ())
                ],
            )
            for bought, figures, *tests in measured
        ]
        monkeypatch.setattr(module, "trained_models", lambda ws: models)
        monkeypatch.setattr(queue, "evaluations", lambda ws: [Record(job_id=b) for b in boards])
        monkeypatch.setattr(queue, "leaderboard_of", lambda ws, board: board)
        return cast(Workspace, Record(models_in_use=lambda: chosen or {}, role=OPERATOR.role))

    return make


def test_each_question_goes_by_its_own_measurement(shop) -> None:
    for order in ([(True, BOUGHT), (False, NEW)], [(False, NEW), (True, BOUGHT)]):
        ws = shop(["auto", "ease", "next-basket"], *order)
        assert model_in_use(ws) == "ease"
        assert model_in_use(ws, bought=True) == "next-basket"
        assert models_in_use(ws) == ("ease", "next-basket")
    assert models_in_use(shop([])) == ()


def test_the_chosen_one_holds_whatever_is_measured(shop) -> None:
    ws = shop(["ease", "als"], (False, {"ease": 0.2, "als": 0.1}), chosen={"new": "als"})
    assert model_in_use(ws) == "als"
    ws = shop(["ease"], (False, {"ease": 0.2}), chosen={"new": "als"})
    assert model_in_use(ws) == "ease", "one that is no longer trained cannot make lists"


def test_neither_a_training_nor_a_later_measurement_changes_it(shop) -> None:
    first = (False, {"ease": 0.12, "popularity": 0.1})
    assert model_in_use(shop(["popularity", "ease"], first)) == "ease"
    assert model_in_use(shop(["popularity", "ease", "auto"], first)) == "ease"
    later = (False, {"ease": 0.12, "auto": 0.2})
    assert model_in_use(shop(["popularity", "ease", "auto"], later, first)) == "ease"
    assert model_in_use(shop(["als", "ease", "auto"])) == "als", "nothing measured: trained first"
    assert model_in_use(shop(["popularity", "als", "ease"])) == "als", "personal before bestsellers"
    assert model_in_use(shop(["popularity"])) == "popularity"


def test_a_model_of_bought_products_does_not_answer_for_new_ones(shop) -> None:
    ws = shop(["ease", "next-basket"], (False, {"ease": 0.1, "next-basket": 0.4}))
    assert model_in_use(ws) == "ease"
    assert model_in_use(shop(["buy-again", "ease"])) == "ease"
    assert model_in_use(shop(["buy-again"])) == "buy-again"


def test_without_a_measurement_of_it_next_basket_brings_bought_products_back(shop) -> None:
    ws = shop(["next-basket", "ease", "auto"], (False, NEW))
    assert model_in_use(ws, bought=True) == "next-basket"
    assert model_in_use(ws) == "ease"
    assert model_in_use(shop(["ease", "auto"], (False, NEW)), bought=True) == "ease"


def test_auto_answers_what_it_has_chosen_for(shop) -> None:
    ws = shop(["next-basket", "ease", "auto (back)"], (False, {"ease": 0.12}))
    assert model_in_use(ws, bought=True) == "auto"
    assert model_in_use(ws) == "ease"
    assert model_in_use(shop(["auto", "ease"], (True, {"ease": 0.2})), bought=True) == "ease"


def test_names(shop) -> None:
    ws = shop(["als", "ease", "next-basket"], (True, BOUGHT), (False, NEW))
    for name in (IN_USE, "auto"):
        assert named_model(ws, name) == "ease", "auto is not trained"
        assert named_model(ws, name, bought=True) == "next-basket"
    assert named_model(ws, "als", bought=True) == "als"
    ws = shop(["ease", "auto"], (False, {"ease": 0.2, "auto": 0.1}))
    assert named_model(ws, "auto") == "auto"
    assert named_model(ws, IN_USE) == "ease"


def test_a_model_proposes_itself_only_where_it_was_measured_better_beyond_chance(shop) -> None:
    figures = {"ease": 0.1, "auto": 0.12, "als": 0.13}
    better, level = ("auto", "ease", 0.02, 0.004), ("als", "ease", 0.03, 0.06)
    ws = shop(["ease", "auto", "als"], (False, figures, [better, level]), chosen={"new": "ease"})
    found = proposal(ws)
    assert found is not None
    assert (found.model, found.in_use) == ("auto", "ease")
    assert "0.120 against 0.100" in found.sentence
    assert "4 of 1,000 tests" in found.sentence
    ws = shop(["ease", "als"], (False, figures, [level]), chosen={"new": "ease"})
    assert proposal(ws) is None
    ws = shop(["ease", "auto"], (False, figures, [better]), chosen={"new": "auto"})
    assert proposal(ws) is None, "it is the one in use"
    ws = shop(["ease"], (False, figures, [better]), chosen={"new": "ease"})
    assert proposal(ws) is None, "only measured, not trained"
    ws = shop(["ease", "auto"], (False, {"auto": 0.12}), chosen={"new": "ease"})
    assert proposal(ws) is None, "the one in use was not measured beside it"


def test_both_in_use_are_named_and_none_before_the_first_training(shop) -> None:
    assert models_in_use(shop(["ease", "next-basket"])) == ("ease", "next-basket")
    assert models_in_use(shop([])) == ()


def test_nothing_trained(shop) -> None:
    with pytest.raises(NotReadyError):
        model_in_use(shop([]))
