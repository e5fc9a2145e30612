"""A list of customers grown by others who are like them, with how well that was tried."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.profiles.features import feature_name
from recsys_core.profiles.lookalike import (
    HiddenTrial,
    LookAlikes,
    Way,
    look_alikes,
    taste_dimensions,
)
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import BoolArray, FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.features import features_of_customers
from recsys_core.services.customers.lookalikes import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.customer_state import customer_state, neighbour_space
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number

SEED = 0
CHANCE = "chance"
APART = 5
"""So many features are named that set a list apart."""
FAR = 0.2
"""Standard deviations below which a difference of means is not named."""

_spaces: PerWorkspace[int, FloatArray] = PerWorkspace("likeness of customers", most=1)


@dataclass(frozen=True)
class GrownList:
    """A list and who is like it.

    found: see `LookAlikes`.  customers: user_id, rank, chance of the `size` most alike, none of
    whom is on the list; empty where refused.  known: how many of the list are customers here.
    apart: what sets the list apart, the largest difference first: feature, and how many standard
    deviations its mean lies above that of the others.
    """

    found: LookAlikes
    customers: pd.DataFrame
    known: int
    apart: tuple[tuple[str, float], ...]

    def trial(self, way: Way) -> HiddenTrial:
        return next(each for each in self.found.trials if each.way == way)


@needs(Role.VIEWER)
def grow_list(
    ws: Workspace, members: BoolArray, size: int, progress: Progress = silent
) -> GrownList:
    """The `size` customers most like `members`, a mask over the rows of `customer_overview`.

    Learned from `features_of_customers` and what customers buy together; a feature by which the
    list was made may be among them. `InputError` for a size below 1.
    """
    if size < 1:
        raise InputError(say(m.A_SIZE))
    state = customer_state(ws)
    found = look_alikes(likeness_space(ws, progress), members, size, SEED, progress)
    rows = found.rows[: found.size]
    customers = pd.DataFrame(
        {
            Columns.User: state.overview[Columns.User].to_numpy(dtype=object)[rows],
            Columns.Rank: np.arange(1, len(rows) + 1),
            CHANCE: found.chance[: found.size].round(4),
        }
    )
    return GrownList(found, customers, int(members.sum()), _apart(ws, members))


def grown_sentence(grown: GrownList) -> str:
    """The finding: how many times better than by lot, and whether simpler ways do as well."""
    found = grown.found
    if found.refused:
        return found.refused
    model, cosine, active = (grown.trial(way) for way in ("model", "cosine", "active"))
    told = say(
        m.GROWN,
        n=found.size,
        known=count(grown.known),
        lift=number(model.lift),
        low=number(model.low),
        high=number(model.high),
    )
    message = m.BEATS_BOTH
    if active.ahead_low <= 0:
        message = m.NO_BETTER_THAN_ACTIVE
    elif cosine.ahead_low <= 0:
        message = m.NO_BETTER_THAN_COSINE
    beside = say(message, active=number(active.lift), cosine=number(cosine.lift))
    return f"{told} {beside}"


def apart_sentence(grown: GrownList) -> str:
    """What sets the list apart; "" where nothing does."""
    words = [
        say(m.HIGHER if above > 0 else m.LOWER, feature=feature) for feature, above in grown.apart
    ]
    return say(m.SETS_APART, features=and_list(words)) if words else ""


def grown_json(grown: GrownList, unknown: int) -> dict[str, Any]:
    """The keys of the command line's `lookalike`; figures of what was refused are None."""
    found = grown.found
    model = None if found.refused else grown.trial("model")
    return {
        "size": len(grown.customers),
        "auc": found.auc,
        "auc_low": found.auc_low,
        "auc_high": found.auc_high,
        "lift": model and model.lift,
        "low": model and model.low,
        "high": model and model.high,
        "trials": [asdict(each) for each in found.trials],
        "apart": [{"feature": name, "above": above} for name, above in grown.apart],
        "known": grown.known,
        "unknown": unknown,
        "refused": found.refused or None,
        "sentence": grown_sentence(grown),
    }


@needs(Role.VIEWER)
def likeness_space(ws: Workspace, progress: Progress = silent) -> FloatArray:
    """(n, features) what customers are compared by, each with mean 0 and standard deviation 1."""
    return _spaces.get(ws, customer_state(ws).version, lambda: _space(ws, progress))


def _space(ws: Workspace, progress: Progress) -> FloatArray:
    progress(0.0, say(m.LEARNING_TASTES))
    own = features_of_customers(ws).standardised
    bought = neighbour_space(ws)
    if bought is None:
        return own
    data = bought[0]
    tastes = taste_dimensions(data.matrix, SEED)
    codes = pd.Index(data.users[Columns.User]).get_indexer(
        customer_state(ws).overview[Columns.User]
    )
    beside = np.where(codes[:, None] >= 0, tastes[codes], 0.0)
    spread = beside.std(axis=0)
    beside = beside[:, spread > 0]
    return np.hstack([own, (beside - beside.mean(axis=0)) / spread[spread > 0]])


def _apart(ws: Workspace, members: BoolArray) -> tuple[tuple[str, float], ...]:
    features = features_of_customers(ws)
    if members.all() or not members.any():
        return ()
    values = features.standardised
    above = values[members].mean(axis=0) - values[~members].mean(axis=0)
    order = [at for at in np.argsort(-np.abs(above), kind="stable") if abs(above[at]) >= FAR]
    return tuple(
        (feature_name(str(features.frame.columns[at])), float(above[at])) for at in order[:APART]
    )
