"""The best n for some products: who they are, how many will buy, and what that is worth."""

from dataclasses import dataclass, replace
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
from recsys_core.campaigns.audience.propensity import PastForecast, Propensity
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience.answers import Answers, answers_are_known, answers_for
from recsys_core.services.campaigns.audience.exclusions import (
    NEVER_BOUGHT,
    NO_FORECAST,
    Exclusions,
    exclude,
)
from recsys_core.services.campaigns.audience.learning import (
    NEW,
    REPEAT,
    learned,
    learned_before,
    moment_of,
)
from recsys_core.services.campaigns.audience.ranking import Unranked, drawn_at, ranked
from recsys_core.services.campaigns.audience.request import ANY_REASON, AudienceRequest
from recsys_core.services.campaigns.audience.target import Target, find_target
from recsys_core.services.campaigns.audience.why import reasons
from recsys_core.services.campaigns.silent.silence import silence, silent_users
from recsys_core.services.customers.group_choice import in_group
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.messages import say

Meaning = Literal["buy", "answer"]


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


@needs(Role.VIEWER)
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
    inside, never = known.facts.visits > 0, 0
    if asked.group is not None:
        inside &= in_group(ws, list(known.users), asked.group)
    if asked.silent is not None:
        reason = None if asked.silent == ANY_REASON else asked.silent
        quiet = silent_users(silence(ws, report), reason)
        if asked.group is None:
            never = len(set(quiet) - set(known.users[inside]))
        inside &= np.isin(known.users, quiet)
    age = np.where(known.facts.bought > 0, known.facts.bought_age + later, np.inf)
    out = exclude(ws, list(known.users), inside, age, asked.limits, sends)
    wanted = (REPEAT, NEW) if asked.buyers == "all" else (asked.buyers,)
    answers = answers_for(ws, known.target, known.users)
    order = ranked(known, out.kept, wanted, answers)
    counts = out.counts | {NO_FORECAST: order.no_forecast}
    out = replace(out, counts=counts | ({NEVER_BOUGHT: never} if never else {}))
    if not len(order.rows):
        raise InputError(_nobody(known.target, out, order.unranked))
    basket = None if np.isnan(known.basket) else round(known.basket, 4)
    worth = asked.money.worth(basket)
    size = sizes(len(order.rows), asked.size, best_size(order.chance, worth))
    drawn = drawn_at(ws, known, order, answers, size, asked.days, asked.seed)
    curve = draw_curve(order.chance, drawn, size, worth, asked.seed, 1 - asked.holdout)
    report(1.0, say(m.DRAWN))
    first = slice(None, asked.size)
    members = pd.DataFrame(
        {
            Columns.User: known.users[order.rows[first]],
            "buyer": order.kinds[first],
            "probability": order.chance[first],
            Columns.Reason: reasons(ws, known, order.rows[first]),
        }
    )
    trials = {
        kind: model.trials
        for kind, model in known.models.items()
        if isinstance(model, Propensity) and kind in wanted and not isinstance(answers, Answers)
    }
    return Audience(
        asked, known.target, members, int(inside.sum()) + never, out, curve, worth,
        basket if asked.money.basket is None else asked.money.basket, trials, order.unranked, sends,
        "answer" if isinstance(answers, Answers) else "buy",
        answers if isinstance(answers, str) else "",
    )  # fmt: skip


@needs(Role.VIEWER)
def is_learned(ws: Workspace, asked: AudienceRequest) -> bool:
    """Whether `audience` answers from what was fitted before."""
    target = find_target(ws, asked.kind, asked.value)
    before = learned_before(ws, target, asked.days, asked.seed)
    return before and answers_are_known(ws, target)


def _nobody(target: Target, out: Exclusions, unranked: Unranked) -> str:
    """Why nobody is in."""
    if unranked:
        return say(m.NOBODY_RANKED, title=target.title, n=sum(one[0] for one in unranked.values()))
    left_out = any(out.counts.values())
    return say(m.NOBODY_LEFT if left_out else m.NOBODY_ASKED, title=target.title)


def _finite(value: float) -> float | None:
    return round(value, 6) if np.isfinite(value) else None
