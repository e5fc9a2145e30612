"""What is taken in the end, decided and measured on customers nothing was chosen on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from scipy import stats

from recsys_core.models.auto import messages as m
from recsys_core.models.auto.blending import contents
from recsys_core.models.auto.inner import Inner, farther, inner_split, ndcg
from recsys_core.models.auto.ledger import TrialLedger
from recsys_core.models.auto.parts import FIRST, PARTS, Workbench, defaults
from recsys_core.models.auto.plan import Blended, BlendPlan, add_up
from recsys_core.models.auto.recency import days_in_words
from recsys_core.models.auto.table import Search
from recsys_core.models.auto.trend import recent_share
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.wording.messages import say

SURE = 0.005
"""How unlikely luck must be before anything is called better than bestsellers."""

WORTHWHILE = 0.1
"""How unlikely luck must be before a blend is taken over plain EASE, on which it costs nothing."""

USUAL_CHANGE = 0.16
"""How far the logarithms of measured and announced ratios lay apart on seven sets, as the root of
the mean square (docs/adr/0011).
"""

Scored = Callable[[BlendPlan], FloatArray]
RESAMPLES = 1000
WITHIN = 1.96
"""Standard deviations to either side of a mean that hold 95 % of a normal distribution."""

PLAIN = BlendPlan({FIRST: Blended(defaults(PARTS[FIRST]), 1.0)})
"""EASE as it comes, with every purchase alike."""


@dataclass(frozen=True)
class Confirmed:
    """NDCG@10 by customer of the check. own: by their history.  alike, borrowed: by their own and
    by a stranger's history, with what either has left out of both lists (NaN: no truth is left).
    """

    own: FloatArray
    alike: FloatArray
    borrowed: FloatArray


class Confirmation:
    """Judges plans by the customers of the check and, where time is left, at an earlier cut.

    scored: the (n_check, n_items) scores a plan gives, without building it anew.
    """

    def __init__(self, inner: Inner, ledger: TrialLedger, seed: int, scored: Scored) -> None:
        self.inner, self.ledger, self.seed, self.scored = inner, ledger, seed, scored
        self._now: list[tuple[BlendPlan, Confirmed]] = []
        self._past: list[tuple[BlendPlan, tuple[FloatArray, FloatArray]]] = []

    def choose(self, plans: Sequence[BlendPlan], popular_half: float) -> BlendPlan:
        """The first plan that is surely better than plain EASE, else plain EASE; and bestsellers
        where that is not surely better than them. Writes the outcome into the books.
        """
        self.ledger.say(say(m.CONFIRMING))
        self.ledger.keep([FIRST, *(name for plan in plans for name in plan.parts)])
        return self._confirm(self._unless_plain(plans), popular_half)

    def _unless_plain(self, plans: Sequence[BlendPlan]) -> BlendPlan:
        """The first plan that beats plain EASE at each of two cuts of the past and over both beyond
        luck; plain EASE where none does. What a search finds on one cut may be that cut's own.
        Without the time to learn at the earlier one, this one has to do; one that there is no time
        left to learn from everything is not asked about.
        """
        result = self.ledger.search
        for plan in plans:
            if plan == PLAIN:
                break
            if self.ledger.can_build(plan.parts) and self._beats_plain(plan):
                result.mark(plan.parts if len(plan.parts) == 1 else [], "chosen")
                return plan
            result.mark([*plan.parts, "blend"], "tried")
        result.mark([FIRST], "chosen")
        return PLAIN

    def _beats_plain(self, plan: BlendPlan) -> bool:
        gains = self._gains(plan)
        self.ledger.search.p_plain = chance = chance_of_gain(np.concatenate(gains))
        return all(np.nanmean(gain) > 0 for gain in gains) and chance < WORTHWHILE

    def _gains(self, plan: BlendPlan) -> list[FloatArray]:
        """NDCG@10 less that of plain EASE, by customer, at this cut and at an earlier one."""
        gains: list[FloatArray] = [self._measured(plan).own - self._measured(PLAIN).own]
        if gains[0].mean() > 0 and self._has_past([plan, PLAIN]):
            gains.append(self._past_values(plan)[0] - self._past_values(PLAIN)[0])
        return gains

    def _confirm(self, plan: BlendPlan, popular_half: float) -> BlendPlan:
        """Whether a plan beats bestsellers, beyond luck, and whether that is owed to each
        customer's own history.

        The second question is needed because another list for everybody can beat the bestsellers
        of the past by luck that all customers share, which the first test takes for many customers
        agreeing. So each is also scored with the history of another, and products of either are
        left out of both lists.
        """
        users, result = self.inner.check, self.ledger.search
        ours = self._measured(plan)
        alike, theirs = (
            ndcg(bestsellers(self.inner, half, users), self.inner, users)
            for half in (0.0, popular_half)
        )
        result.p_value = chance_of_gain(ours.own - theirs)
        result.p_personal = chance_of_gain(ours.alike - ours.borrowed)
        plain = self._measured(PLAIN).own.mean()
        means = {"popularity": alike.mean(), "ease": plain, "auto": ours.own.mean()}
        result.confirmed = {name: float(mean) for name, mean in means.items()}
        yardstick = f"{alike.mean():.4f}"
        if popular_half:
            days, late = days_in_words(popular_half), f"{theirs.mean():.4f}"
            yardstick = say(m.OF_LATE, alike=yardstick, late=late, days=days)
        if max(result.p_value, result.p_personal) >= SURE:
            result.mark([*plan.parts, "blend"], "tried")
            result.mark(["popularity"], "chosen")
            result.sentence = say(
                m.NOTHING_BETTER,
                n=len(users),
                bestsellers=yardstick,
                best=f"{ours.own.mean():.4f}",
            )
            return BlendPlan(popular_half=popular_half)
        result.shares = plan.shares
        times = times_as_good(ours.own, alike, self.seed)
        past = self._past_times(plan) if times else []
        if times:
            times = widened(times, float(ours.own.mean() / alike.mean()), past)
        scope = say(m.OVER_PERIODS if past else m.OVER_CUSTOMERS)
        result.sentence = _chosen(plan, result, times, yardstick, say(self.inner.how), scope)
        return replace(plan, popular_half=popular_half)

    def _measured(self, plan: BlendPlan) -> Confirmed:
        for known, values in self._now:
            if known == plan:
                return values
        data, users = self.inner.train.matrix, self.inner.check
        scores = self.scored(plan)
        either = sp.csr_matrix(data[users] + data[np.roll(users, 1)])
        values = Confirmed(
            ndcg(scores, self.inner, users),
            ndcg(scores, self.inner, users, either),
            ndcg(np.roll(scores, 1, axis=0), self.inner, users, either),
        )
        self._now.append((plan, values))
        return values

    @cached_property
    def _earlier(self) -> tuple[Inner, Workbench] | None:
        cut = inner_split(self.inner.train, self.seed)
        return (cut, Workbench(cut.train, self.seed)) if cut else None

    def _has_past(self, plans: Sequence[BlendPlan]) -> bool:
        """Whether these plans have been learned at an earlier cut, or can be in the time left."""
        known = [plan for plan, _ in self._past]
        new = [plan for plan in plans if plan not in known]
        cost = sum(self.ledger.costs.get(name, 0.0) for plan in new for name in plan.parts)
        return not new or (self.ledger.time_for(cost) and self._earlier is not None)

    def _past_values(self, plan: BlendPlan) -> tuple[FloatArray, FloatArray]:
        """(all customers of the earlier cut,) NDCG@10 of a plan learned there, by what was held
        back there and by all that came after it.
        """
        for known, values in self._past:
            if known == plan:
                return values
        assert self._earlier is not None
        (cut, bench), report = self._earlier, self.ledger.pulse
        users = np.concatenate([cut.tune, cut.check])
        fitted = add_up(plan, bench, cut.train, cut.train.histories(cut.tune), report)
        values = self._near_and_far(fitted.score(cut.train.histories(users)), cut, users)
        self._past.append((plan, values))
        return values

    def _near_and_far(
        self, scores: FloatArray, cut: Inner, users: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        return ndcg(scores, cut, users), ndcg(scores, farther(cut, self.inner.truth), users)

    def _past_times(self, plan: BlendPlan) -> list[float]:
        """How many times as good as the bestsellers of all time a plan is at the earlier cut, by
        what came next and by all that came; empty where that was not measured, or either is
        nothing.
        """
        if self._earlier is None or not self._has_past([plan]):
            return []
        cut, _ = self._earlier
        users = np.concatenate([cut.tune, cut.check])
        theirs = self._near_and_far(bestsellers(cut, 0.0, users), cut, users)
        means = [
            (ours.mean(), other.mean())
            for ours, other in zip(self._past_values(plan), theirs, strict=True)
        ]
        return [float(ours / other) for ours, other in means if ours > 0 and other > 0]


def bestsellers(cut: Inner, half: float, users: IntArray) -> FloatArray:
    """(len(users), n_items) the same for everybody: each product's share of what was sold before
    the cut, counting half after `half` days (0: all alike).
    """
    return np.tile(recent_share(cut.train, half), (len(users), 1))


def chance_of_gain(gain: FloatArray) -> float:
    """One-sided p-value of a paired t-test that the mean gain is above zero."""
    gain = gain[~np.isnan(gain)]
    if len(gain) < 2 or not gain.any():
        return 1.0
    return float(stats.ttest_1samp(gain, 0.0, alternative="greater").pvalue)


def times_as_good(ours: FloatArray, theirs: FloatArray, seed: int) -> tuple[float, float] | None:
    """95 % interval of how many times as good ours are in the mean, by resampling customers
    (percentile bootstrap; Efron and Tibshirani, 1993); None where theirs may be nothing at all.
    """
    rng = np.random.default_rng([seed, 14])
    drawn = rng.integers(len(ours), size=(RESAMPLES, len(ours)))
    below = theirs[drawn].mean(axis=1)
    if below.min() <= 0:
        return None
    low, high = np.percentile(ours[drawn].mean(axis=1) / below, (2.5, 97.5))
    return float(low), float(high)


def widened(times: tuple[float, float], now: float, past: Sequence[float]) -> tuple[float, float]:
    """The interval with what changed between two cuts: on a log scale, the variance of customers
    and the squared change add up, the greatest where there are several. From one cut to another
    more than the customers differ: seasons, tastes, how much history there is, and how much comes
    after it, for the further one looks the more of what is found is popular. Where nothing was
    measured in the past, it is the usual change.
    """
    low, high = np.log(times)
    change = max((abs(np.log(now / other)) for other in past), default=USUAL_CHANGE)
    spread = float(np.hypot((high - low) / (2 * WITHIN), change))
    return now * float(np.exp(-WITHIN * spread)), now * float(np.exp(WITHIN * spread))


def _chosen(
    plan: BlendPlan,
    result: Search,
    times: tuple[float, float] | None,
    yardstick: str,
    how: str,
    scope: str,
) -> str:
    parts, figures = contents(plan), result.confirmed
    what = m.A_BLEND if len(plan.parts) > 1 else m.PLAIN if plan == PLAIN else "{parts}"
    chosen = {
        "what": say(what, parts=parts),
        "recency": plan.recency.words(),
        "how": how,
        "n": result.customers[1],
        "value": f"{figures['auto']:.4f}",
        "bestsellers": yardstick,
        "ease": f"{figures['ease']:.4f}",
    }
    if times is None:
        return say(m.CHOSEN_OVER_NOTHING, **chosen)
    low, high = (f"{value:.2f}" for value in times)
    return say(m.CHOSEN, low=low, high=high, scope=scope, **chosen)
