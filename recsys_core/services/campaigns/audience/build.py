"""The best n for some products: who they are, how many will buy, and what that is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from recsys_core.campaigns.audience.curve import (
    AudienceCurve,
    Economics,
    best_size,
    draw_curve,
    sizes,
)
from recsys_core.campaigns.audience.history import History, KnownThen, facts_on
from recsys_core.campaigns.audience.propensity import (
    PastForecast,
    Propensity,
    TooFewBuyers,
    eligible,
    fit,
    starts,
)
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.services.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience.answers import Answers, answers_are_known, answers_for
from recsys_core.services.campaigns.audience.exclusions import Exclusions, exclude
from recsys_core.services.campaigns.audience.request import AudienceRequest
from recsys_core.services.campaigns.audience.target import Target, find_target
from recsys_core.services.customers.group_choice import in_group
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import audience_queries
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.messages import say

REPEAT, NEW = "repeat", "new"
Meaning = Literal["buy", "answer"]
Unranked = dict[str, tuple[int, int, bool]]
"""Buyers so far, customers left out, and whether everybody bought."""
DAY = "datetime64[D]"
NEEDED = 2
"""Earlier periods: one to learn from and one to try it on."""


@dataclass(frozen=True)
class Learned:
    """What the data says of some products: the same for every size, group and limit.

    users: (n,) customers with a dated purchase.  facts: of today.  models: by kind of buyer, or
    why there is none.  basket: what a buyer spends on the products within the period,
    NaN where no amounts are known.
    """

    target: Target
    users: np.ndarray
    history: History
    facts: KnownThen
    models: dict[str, Propensity | TooFewBuyers]
    basket: float


@dataclass(frozen=True)
class Audience:
    """members: user_id, buyer (repeat or new), probability, reason; the best first, at most as many
    as asked for.  curve: of everybody who may be written to.  trials: by kind of buyer, newest
    first; none of answers.  meaning: whether chances are of a purchase or of an answer.
    unanswered: why of no answer, where one was asked for.  unranked: kinds without a model, with
    how many bought in earlier periods, and how many customers are left out for it.
    """

    request: AudienceRequest
    target: Target
    members: pd.DataFrame
    candidates: int
    exclusions: Exclusions
    curve: AudienceCurve
    worth: Economics | None
    basket: float | None
    trials: dict[str, tuple[PastForecast, ...]]
    unranked: Unranked
    sends: pd.Timestamp
    meaning: Meaning = "buy"
    unanswered: str = ""

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.members)

    def figures(self) -> dict[str, Any]:
        """What is forecast of those written to, by the names of the command line."""
        at = self.curve.at(self.size) if self.size else None
        profit = self.curve.profit

        def of(values: FloatArray | None) -> float | None:
            return None if at is None or values is None else round(float(values[at]), 4)

        return {
            "expected_responders": of(self.curve.expected) or 0.0,
            "low": of(self.curve.low) or 0.0,
            "high": of(self.curve.high) or 0.0,
            "profit": of(profit),
            "profit_low": of(self.curve.profit_low),
            "profit_high": of(self.curve.profit_high),
            "threshold": None if self.worth is None else _finite(self.worth.threshold),
            "best_size": self.curve.best,
            "basket": self.basket,
            "meaning": self.meaning,
        }


_learned: PerWorkspace[tuple[int, Target, int, int], Learned]
_learned = PerWorkspace("what is known of who buys a product", most=8)


def audience(ws: Workspace, asked: AudienceRequest, report: Progress = silent) -> Audience:
    """Who is most likely to buy within `days` of the newest day of the data.

    Raises `NotFoundError` for products or a group nobody knows, `NotReadyError` where the history
    is too short to try a forecast on, `InputError` where nobody is left.
    """
    known = learned(ws, find_target(ws, asked.kind, asked.value), asked.days, asked.seed, report)
    newest = moment_of(known.history.newest)
    sends = newest + pd.Timedelta(days=1) if asked.limits.sends is None else asked.limits.sends
    if sends.normalize() < newest:
        raise InputError(say(m.SENDS_PAST, day=written_day(newest)))
    later = (sends.normalize() - newest).days - 1
    inside = known.facts.visits > 0
    if asked.group is not None:
        inside &= in_group(ws, list(known.users), asked.group)
    age = np.where(known.facts.bought > 0, known.facts.bought_age + later, np.inf)
    out = exclude(ws, list(known.users), inside, age, asked.limits, sends)
    wanted = (REPEAT, NEW) if asked.buyers == "all" else (asked.buyers,)
    answers = answers_for(ws, known.target, known.users)
    rows, chance, kinds, unranked = _ranked(known, out, wanted, answers)
    if not len(rows):
        raise InputError(_nobody(known.target, out, unranked))
    basket = None if np.isnan(known.basket) else round(known.basket, 4)
    worth = asked.money.worth(basket)
    size = sizes(len(rows), asked.size, best_size(chance, worth))
    drawn = (
        answers.drawn(rows, size, asked.seed)
        if isinstance(answers, Answers)
        else sum(
            model.drawn(known.facts, rows[kinds == kind], _of_kind(kinds, kind, size), asked.seed)
            for kind, model in known.models.items()
            if isinstance(model, Propensity) and (kinds == kind).any()
        )
    )
    curve = draw_curve(chance, np.asarray(drawn), size, worth, asked.seed, 1 - asked.holdout)
    report(1.0, say(m.DRAWN))
    first = slice(None, asked.size)
    members = pd.DataFrame(
        {
            Columns.User: known.users[rows[first]],
            "buyer": kinds[first],
            "probability": chance[first],
            Columns.Reason: _reasons(known, rows[first]),
        }
    )
    trials = {
        kind: model.trials
        for kind, model in known.models.items()
        if isinstance(model, Propensity) and kind in wanted and not isinstance(answers, Answers)
    }
    return Audience(
        asked, known.target, members, int(inside.sum()), out, curve, worth,
        basket if asked.money.basket is None else asked.money.basket, trials, unranked, sends,
        "answer" if isinstance(answers, Answers) else "buy",
        answers if isinstance(answers, str) else "",
    )  # fmt: skip


def is_learned(ws: Workspace, asked: AudienceRequest) -> bool:
    """Whether `audience` answers from what was fitted before."""
    target = find_target(ws, asked.kind, asked.value)
    key = _key(ws, target, asked.days, asked.seed)
    return _learned.peek(ws, key) is not None and answers_are_known(ws, target)


def learned(
    ws: Workspace, target: Target, days: int, seed: int, report: Progress = silent
) -> Learned:
    """Fitted once for each version of the data. `NotReadyError` as `audience`."""
    key = _key(ws, target, days, seed)
    return _learned.get(ws, key, lambda: _learn(ws, target, days, seed, report))


def _key(ws: Workspace, target: Target, days: int, seed: int) -> tuple[int, Target, int, int]:
    return ws.data_version(), target, days, seed


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
        frame["spend"].to_numpy(dtype=np.float64, na_value=np.nan),
        int(np.datetime64(newest, "D").astype(np.int64)),
    )
    if len(starts(history, days)) < NEEDED:
        first = moment_of(int(day.min()))
        raise NotReadyError(say(m.SHORT_HISTORY, days=days, span=(newest - first).days + 1))
    facts = facts_on(history, history.newest + 1)
    models: dict[str, Propensity | TooFewBuyers] = {}
    for place, kind in enumerate((REPEAT, NEW)):
        report(0.2 + 0.4 * place, say(m.LEARNING[kind]))
        models[kind] = fit(history, days, kind == REPEAT, seed)
    return Learned(target, np.asarray(users), history, facts, models, _basket(history, days))


def _ranked(
    known: Learned, out: Exclusions, wanted: Sequence[str], answers: Answers | str | None
) -> tuple[IntArray, FloatArray, np.ndarray, Unranked]:
    """Rows of those who may be written to, their chance and kind, the best first; equal ones in the
    order of their numbers. Kinds that cannot be told: buyers so far, customers left out.
    """
    parts, unranked = [], {}
    for kind in wanted:
        rows = np.flatnonzero(out.kept & eligible(known.facts, kind == REPEAT))
        model = known.models[kind]
        if isinstance(answers, Answers):
            rows = rows[~np.isnan(answers.odds[rows])]
            parts.append((rows, answers.chance[rows], np.full(len(rows), kind, dtype=object)))
            continue
        if isinstance(model, TooFewBuyers):
            if len(rows):
                unranked[kind] = (model.buyers, len(rows), model.everybody)
            continue
        if len(rows):
            chance = model.probability(known.facts, rows)
            parts.append((rows, chance, np.full(len(rows), kind, dtype=object)))
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return empty, np.zeros(0), np.zeros(0, dtype=object), unranked
    rows, chance, kinds = (np.concatenate(one) for one in zip(*parts, strict=True))
    order = np.lexsort((rows, -chance))
    return rows[order], chance[order], kinds[order], unranked


def _nobody(target: Target, out: Exclusions, unranked: Unranked) -> str:
    """Why nobody is in."""
    if unranked:
        return say(m.NOBODY_RANKED, title=target.title, n=sum(one[0] for one in unranked.values()))
    left_out = any(out.counts.values())
    return say(m.NOBODY_LEFT if left_out else m.NOBODY_ASKED, title=target.title)


def _of_kind(kinds: np.ndarray, kind: str, size: IntArray) -> IntArray:
    """(p,) how many of a kind are among the first `size`."""
    return np.cumsum(kinds == kind)[size - 1]


def _basket(history: History, days: int) -> float:
    """Mean of what a buyer spent on the products within one of the earlier periods."""
    spent, buyers = 0.0, 0
    for start in starts(history, days):
        inside = (history.day >= start) & (history.day < start + days) & history.hit
        known = inside & ~np.isnan(history.spend)
        spent += float(history.spend[known].sum())
        buyers += len(np.unique(history.user[known]))
    return spent / buyers if buyers else float("nan")


def _reasons(known: Learned, rows: IntArray) -> list[str]:
    """Why each of these is in: what the model reads of them, in words."""
    facts, found = known.facts, []
    for row in rows:
        bought, today = int(facts.bought[row]), known.history.newest + 1
        if bought:
            last = written_day(moment_of(today - int(facts.bought_age[row])))
            gap = f"{facts.gap[row]:.1f}"
            often = say(m.WHY_OFTEN, n=bought, every=gap, last=last)
            found.append(often if bought > 1 else say(m.WHY_ONCE, last=last))
        elif facts.near[row]:
            found.append(say(m.WHY_NEAR, n=int(facts.near[row]), visits=int(facts.visits[row])))
        else:
            last = written_day(moment_of(today - int(facts.visit_age[row])))
            found.append(say(m.WHY_VISITS, n=int(facts.visits[row]), last=last))
    return found


def moment_of(day: int) -> pd.Timestamp:
    """A whole day as it is counted here."""
    return pd.Timestamp(np.datetime64(day, "D"))


def _finite(value: float) -> float | None:
    return round(value, 6) if np.isfinite(value) else None
