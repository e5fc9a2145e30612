"""What the data says of who buys some products, the same for every size, group and limit."""

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from recsys_core.campaigns.audience.history import History, KnownThen, facts_on
from recsys_core.campaigns.audience.propensity import Propensity, TooFewBuyers, fit, starts
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience.target import Target
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import audience_queries
from recsys_core.wording.messages import say

REPEAT, NEW = "repeat", "new"
DAY = "datetime64[D]"
NEEDED = 2
"""Earlier periods: one to learn from and one to try it on."""


@dataclass(frozen=True)
class Learned:
    """What the data says of some products.

    users: (n,) customers with a dated purchase.  facts: of today.  models: by kind of buyer, or
    why there is none.  basket: what a buyer spends on the products within the period, returns taken
    off; NaN where no amounts are known.
    """

    target: Target
    users: np.ndarray
    history: History
    facts: KnownThen
    models: dict[str, Propensity | TooFewBuyers]
    basket: float


_learned: PerWorkspace[tuple[int, Target, int, int], Learned]
_learned = PerWorkspace("what is known of who buys a product", most=8)


@needs(Role.VIEWER)
def learned(
    ws: Workspace, target: Target, days: int, seed: int, report: Progress = silent
) -> Learned:
    """Fitted once for each version of the data. `NotReadyError` as `build.audience`."""
    key = (ws.data_version(), target, days, seed)
    return _learned.get(ws, key, lambda: _learn(ws, target, days, seed, report))


@needs(Role.VIEWER)
def learned_before(ws: Workspace, target: Target, days: int, seed: int) -> bool:
    """Whether `learned` answers from memory."""
    return _learned.peek(ws, (ws.data_version(), target, days, seed)) is not None


def moment_of(day: int) -> pd.Timestamp:
    """A whole day as it is counted here."""
    return pd.Timestamp(np.datetime64(day, "D"))


def _learn(ws: Workspace, target: Target, days: int, seed: int, report: Progress) -> Learned:
    report(0.0, say(m.READING))
    with ws.db.read() as cursor:
        frame = audience_queries.days_of(cursor, target.products)
        newest = audience_queries.newest_purchase(cursor)
    if newest is None:
        raise NotReadyError(say(m.UNDATED))
    code, users = pd.factorize(frame[Columns.User])
    day = frame["day"].to_numpy().astype(DAY).astype(np.int64)
    history = History(
        len(users),
        code,
        day,
        frame["hit"].to_numpy(dtype=bool),
        frame["near"].to_numpy(dtype=bool),
        int(np.datetime64(newest, "D").astype(np.int64)),
    )
    periods = starts(history, days)
    if len(periods) < NEEDED:
        first = moment_of(int(day.min()))
        raise NotReadyError(say(m.SHORT_HISTORY, days=days, span=(newest - first).days + 1))
    facts = facts_on(history, history.newest + 1)
    models: dict[str, Propensity | TooFewBuyers] = {}
    for place, kind in enumerate((REPEAT, NEW)):
        report(0.2 + 0.4 * place, say(m.LEARNING[kind]))
        models[kind] = fit(history, days, kind == REPEAT, seed)
    with ws.db.read() as cursor:
        basket = _basket(cursor, target, periods, days)
    return Learned(target, np.asarray(users), history, facts, models, basket)


def _basket(
    cursor: duckdb.DuckDBPyConnection, target: Target, periods: list[int], days: int
) -> float:
    """Mean of what a buyer spent on the products within one of the earlier periods, less what they
    brought back within it: what the read-out of an audience counts.
    """
    spent = [
        audience_queries.bought_between(
            cursor, target.products, moment_of(start), moment_of(start + days)
        )["spend"].dropna()
        for start in periods
    ]
    every = pd.concat(spent)
    return float(every.mean()) if len(every) else float("nan")
