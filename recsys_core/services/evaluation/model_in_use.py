"""The model lists are made with when nobody names one: chosen by the analyst, it never changes by
itself.

There is one for lists of new products and one for lists that may hold bought ones. Until one is
chosen, the first measurement decides; a model trained or measured later proposes itself
(`proposal`), and that is all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recsys_core.models.registry import MODELS
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.evaluation import ALPHA
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.evaluation import messages as m
from recsys_core.services.workspace.names import DECIDING, short_title
from recsys_core.services.workspace.runs import TrainedModel, trained_model, trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike

if TYPE_CHECKING:
    from recsys_core.evaluation.board import Leaderboard

IN_USE = ""
"""Stands for the model in use where a model is named."""
CHOOSER, NEXT_BASKET = "auto", "next-basket"


@dataclass(frozen=True)
class Proposal:
    """A model that was measured better than the one in use, beyond chance, and by how much."""

    model: str
    in_use: str
    sentence: str


@needs(Role.VIEWER)
def model_in_use(ws: Workspace, bought: bool = False) -> str:
    """The model in use for lists of new products, or for lists that may hold `bought` ones.

    Chosen by `use_model`; else the best trained model of the first measurement that asked the same;
    else, for lists with bought products, `auto` where it chose for them, or `next-basket`; else the
    model trained first that is not the same for everybody. Models about bought products are no
    answer for new ones, unless none other is trained. Raises `NotReadyError` when none is trained.
    """
    trained = trained_models(ws)
    if not trained:
        raise NotReadyError(say(m.NONE_TRAINED))
    chosen = ws.models_in_use().get(_question(bought))
    if chosen in trained:
        return chosen
    for board in reversed(list(_boards(ws, bought))):
        if figures := _figures(board, _asked(trained, bought)):
            return max(figures, key=lambda name: figures[name])
    if bought:
        chose = CHOOSER in trained and _about_bought(trained[CHOOSER])
        last = NEXT_BASKET if NEXT_BASKET in trained else model_in_use(ws)
        return CHOOSER if chose else last
    asked = _asked(trained, bought)
    return next((name for name in asked if not MODELS[name].card.same_for_all), asked[0])


@dataclass(frozen=True)
class Change:
    """What was put in use instead of what, and whether for lists that may hold bought products."""

    model: str
    before: str
    bought: bool


@needs(Role.ANALYST)
@audited("setting", told=lambda done: {"model": done.model}, what="model-in-use")
def use_model(ws: Workspace, model: str, bought: bool | None = None) -> Change:
    """From now on lists are made with `model`; `NotReadyError` if it is not trained.

    bought: for lists that may hold bought products; None asks the model what it is for.
    """
    trained = trained_model(ws, model)
    name, bought = trained.model, _about_bought(trained) if bought is None else bought
    change = Change(name, model_in_use(ws, bought), bought)
    with ws.db.write() as cursor:
        meta.keep_models_in_use(cursor, ws.models_in_use() | {_question(bought): name})
    return change


@needs(Role.VIEWER)
def named_model(ws: Workspace, model: str, bought: bool = False) -> str:
    """The model of this name; the one in use for `IN_USE`, and for "auto" while that is not
    trained.
    """
    if model == CHOOSER and CHOOSER in trained_models(ws):
        return model
    return model_in_use(ws, bought) if model in (IN_USE, CHOOSER) else model


@needs(Role.VIEWER)
def models_in_use(ws: Workspace) -> tuple[str, ...]:
    """The one for new products and the one for lists that may hold bought ones; nothing before
    the first training.
    """
    return (model_in_use(ws), model_in_use(ws, bought=True)) if trained_models(ws) else ()


@needs(Role.VIEWER)
def proposal(ws: Workspace, bought: bool = False) -> Proposal | None:
    """The best trained model of the newest measurement that asked the same, where it is better
    than the one in use beyond chance; None where there is none, or the one in use is not in it.
    """
    from recsys_core.services.evaluation.findings import tests_alike

    board = next(_boards(ws, bought), None)
    if board is None:
        return None
    used, figures = model_in_use(ws, bought), _figures(board, _asked(trained_models(ws), bought))
    ahead = {
        test.a: test
        for test in board.tests
        if test.b == used and test.a in figures and test.p_adjusted < ALPHA and test.difference > 0
    }
    if not ahead:
        return None
    model = max(ahead, key=lambda name: figures[name])
    value, base = alike(figures[model], figures[used])
    sentence = say(
        m.PROPOSED,
        model=short_title(model),
        value=value,
        in_use=short_title(used),
        base=base,
        tests=tests_alike(ahead[model].p_adjusted),
    )
    return Proposal(model, used, sentence)


def _question(bought: bool) -> str:
    return "bought" if bought else "new"


def _asked(trained: dict[str, TrainedModel], bought: bool) -> list[str]:
    """The trained models that answer the question, first trained first."""
    answers = [name for name, run in trained.items() if bought or not _about_bought(run)]
    return answers or list(trained)


def _about_bought(run: TrainedModel) -> bool:
    return MODELS[run.model].recommends_bought or bool(run.settings.get("may_come_back"))


def _boards(ws: Workspace, bought: bool) -> Iterator["Leaderboard"]:
    """The measurements that let bought products in, or did not, newest first."""
    # A list by a model that was chosen needs no measurement.
    from recsys_core.services.evaluation.queue import evaluations, leaderboard_of

    for job in evaluations(ws):
        board = leaderboard_of(ws, job.job_id)
        if board.protocol.get("new_items_only", True) != bought:
            yield board


def _figures(board: "Leaderboard", models: list[str]) -> dict[str, float]:
    """NDCG of those of the models that were measured."""
    return {
        row.model: row.value
        for row in board.rows
        if row.metric.startswith(f"{DECIDING}@") and row.model in models
    }
