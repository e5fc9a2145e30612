"""What is judged: another log, a table of chances, a trained model, one item, or a lot."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp

from recsys_core.experiments.off_policy.logs import (
    Logged,
    TargetPolicy,
    always,
    by_place,
    estimated_propensities,
)
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.experiments.off_policy import messages as m
from recsys_core.services.experiments.off_policy.shown_logs import ShownLog, read_log
from recsys_core.services.workspace.runs import fitted, trained_model, trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike

BLOCK = 2_000
SHOWN_NAMES = 8


@dataclass(frozen=True)
class NamedPolicy:
    """A policy to judge. name: for a sentence.  notes: what to know of it.  own: its own mean
    outcome and 95 % interval where it is a log that says it, else None.
    """

    name: str
    target: TargetPolicy
    notes: tuple[str, ...] = ()
    own: tuple[float, float, float] | None = None


def logged(log: ShownLog) -> Logged:
    """A log as arrays, rows of a customer together; propensities it lacks are estimated. The log
    must say what came of what was shown.
    """
    reward = log.reward
    if reward is None:
        raise InputError(say(m.NO_REWARDS, file=log.name))
    unit = None
    if log.columns.user and len(log.user.categories) < log.rows:
        unit = _customers(log.user)
    made = Logged(
        np.asarray(log.item.codes, dtype=np.int64),
        reward,
        log.propensity,
        np.asarray(log.position.codes, dtype=np.int64),
        len(log.item.categories),
        len(log.position.categories),
        unit,
    )
    if log.knows_chances:
        return made
    return Logged(
        made.action,
        made.reward,
        estimated_propensities(made),
        made.place,
        made.actions,
        made.places,
        unit,
    )


def by_lot(log: Logged) -> NamedPolicy:
    """Every item of the log alike, everywhere."""
    chances = np.full((log.places, log.actions), 1 / log.actions)
    return NamedPolicy(say(m.BY_LOT), by_place(log, chances))


def one_item(shown: ShownLog, log: Logged, item: str) -> NamedPolicy:
    """One item of the log, everywhere. `InputError` where it was never shown."""
    names = list(shown.item.categories)
    if item not in names:
        raise InputError(say(m.NO_SUCH_ITEM, item=item, some=and_list(_some(names))))
    return NamedPolicy(say(m.ALWAYS, item=item), always(log, names.index(item)))


def of_file(shown: ShownLog, log: Logged, path: Path, name: str | None = None) -> NamedPolicy:
    """`of_other_log` from a file."""
    return of_other_log(shown, log, read_log(path, name=name, outcome=False))


def of_other_log(shown: ShownLog, log: Logged, other: ShownLog) -> NamedPolicy:
    """What another log shows by position, or a table with a row for each item, or item and
    position, and its chance. What it shows and the log never did counts as not supported.
    """
    weights: FloatArray = np.ones(other.rows)
    pairs = pd.DataFrame({"item": other.item.codes, "position": other.position.codes})
    if other.reward is None and other.knows_chances and not pairs.duplicated().any():
        weights = other.propensity
    item = shown.item.categories.get_indexer(other.item.categories)[other.item.codes]
    place = shown.position.categories.get_indexer(other.position.categories)[other.position.codes]
    notes = []
    if not (place >= 0).any() or not (shown.columns.position and other.columns.position):
        place = np.full(len(place), -1)
        if shown.columns.position:
            notes.append(say(m.NO_PLACES_IN_COMMON))
    known = (item >= 0) & (place >= 0)
    counts = np.zeros((log.places, log.actions))
    np.add.at(counts, (place[known], item[known]), weights[known])
    totals = np.bincount(place[place >= 0], weights[place >= 0], log.places)
    overall = np.bincount(item[item >= 0], weights[item >= 0], log.actions) / weights.sum()
    chances = ratio(counts, totals[:, None], empty=0.0)
    chances[totals == 0] = overall
    own = None
    if other.reward is not None and ((other.reward == 0) | (other.reward == 1)).all():
        rate = np.array([other.reward.mean()])
        low, high = wilson(rate, np.array([other.rows]))
        own = (float(rate[0]), float(low[0]), float(high[0]))
        mean, *ends = alike(*own, unit="share")
        notes.append(say(m.OWN_RATE, file=other.name, rate=mean, low=ends[0], high=ends[1]))
    return NamedPolicy(say(m.AS_IN_FILE, file=other.name), by_place(log, chances), (*notes,), own)


@needs(Role.VIEWER)
def of_model(
    ws: Workspace, shown: ShownLog, log: Logged, model: str, progress: Progress = silent
) -> NamedPolicy:
    """A trained model that puts the items of the log in its order for each customer: the first in
    the first position, and so on. Customers it does not know have no history. `InputError` where
    the log names no customers; `NotReadyError` where the model is not trained.
    """
    trained = trained_model(ws, model)
    if not shown.columns.user:
        raise InputError(say(m.NO_CUSTOMERS_IN_LOG, model=trained.card.title))
    recommender, data = fitted(ws, trained)
    codes = pd.Index(data.items[Columns.Item]).get_indexer(shown.item.categories)
    people = pd.Index(data.users[Columns.User]).get_indexer(shown.user.categories)
    if (codes < 0).all():
        raise InputError(say(m.NO_ITEMS_KNOWN, model=trained.card.title))
    known = np.flatnonzero(codes >= 0)
    blocks = []
    for start in range(0, len(people), BLOCK):
        progress(start / len(people), say(m.ORDERING, n=len(people)))
        block = people[start : start + BLOCK]
        histories = data.histories(np.maximum(block, 0))
        if (block < 0).any():
            histories = sp.diags((block >= 0) * 1.0, format="csr") @ histories
            histories.eliminate_zeros()
        scores = np.asarray(recommender.score(histories), dtype=np.float64)[:, codes[known]]
        blocks.append(_first(scores, log.places))
    chosen = np.concatenate(blocks)
    chances = _chances(chosen, known, log.actions)
    context = np.asarray(shown.user.codes, dtype=np.int64) * log.places + log.place
    notes = [say(m.LEARNED_LATER)]
    if strangers := int((people < 0).sum()):
        notes.append(say(m.STRANGERS, n=strangers))
    if missing := int((codes < 0).sum()):
        notes.append(say(m.ITEMS_UNKNOWN, n=missing))
    name = say(m.MODEL_POLICY, model=trained.card.title)
    return NamedPolicy(name, TargetPolicy(chances, context), tuple(notes))


@needs(Role.VIEWER)
def named_policy(
    ws: Workspace, shown: ShownLog, log: Logged, asked: str | None, progress: Progress = silent
) -> NamedPolicy:
    """A policy by what an analyst calls it: a file, a trained model, an item of the log; None for
    the lot. `InputError` for what is none of these.
    """
    if asked is None:
        return by_lot(log)
    path = Path(asked)
    if path.is_file():
        name = f"{path.parent.name}/{path.name}" if path.name == shown.name else path.name
        return of_file(shown, log, path, name)
    if asked in shown.item.categories:
        return one_item(shown, log, asked)
    models = trained_models(ws)
    if asked in models:
        return of_model(ws, shown, log, asked, progress)
    raise InputError(
        say(m.NO_SUCH_TARGET, target=asked, items=and_list(_some(shown.item.categories)))
        if not models
        else say(
            m.NO_SUCH_TARGET_OR_MODEL,
            target=asked,
            items=and_list(_some(shown.item.categories)),
            models=and_list(models),
        )
    )


def _first(scores: FloatArray, places: int) -> IntArray:
    """(n, places) codes of the best in order; -1 where there is none left or none has a score."""
    order = np.argsort(-np.where(np.isfinite(scores), scores, -np.inf), axis=1, kind="stable")
    order = order[:, :places]
    has = np.isfinite(np.take_along_axis(scores, order, axis=1))
    found = np.full((len(scores), places), -1, dtype=np.int64)
    found[:, : order.shape[1]] = np.where(has, order, -1)
    return found


def _chances(chosen: IntArray, known: IntArray, actions: int) -> sp.csr_matrix:
    """(customers x places, actions) 1 where a customer is shown that there."""
    flat = chosen.ravel()
    at = np.flatnonzero(flat >= 0)
    return sp.csr_matrix((np.ones(len(at)), (at, known[flat[at]])), shape=(len(flat), actions))


def _customers(user: pd.Categorical) -> IntArray:
    """(n,) codes of customers; whoever has no name is taken for somebody else in each row."""
    codes = np.array(user.codes, dtype=np.int64)
    nameless = np.asarray(user == "")
    codes[nameless] = len(user.categories) + np.arange(nameless.sum())
    return np.unique(codes, return_inverse=True)[1]


def _some(names: Sequence[str]) -> list[str]:
    return [str(one) for one in names[:SHOWN_NAMES]]
