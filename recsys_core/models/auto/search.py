"""The search of `auto`: try, give up what is hopeless, tune the rest, blend what helps, confirm."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import optuna
import scipy.sparse as sp
from scipy import stats

from recsys_core.models.auto import messages as m
from recsys_core.models.auto.blending import Mixing, PartResult, blend, contents, new_study
from recsys_core.models.auto.inner import Inner, inner_split, ndcg
from recsys_core.models.auto.ledger import TrialLedger
from recsys_core.models.auto.parts import PARTS, Part, Settings, Workbench
from recsys_core.models.auto.plan import Blended, BlendPlan, Fitted, add_up, spread, weighted
from recsys_core.models.auto.recency import Recency, recencies
from recsys_core.models.auto.table import Search
from recsys_core.models.auto.trend import Trend, recent_share
from recsys_core.schema.contracts import Progress, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say

HOPELESS = {True: 0.85, False: 0.6}
"""A part that reaches less than this share of the best one is given up; one that is slow to build
sooner.
"""

SURE = 0.005
"""How unlikely luck must be before anything is called better than bestsellers."""

BETTER = 1.005
"""What older purchases count is changed only for a gain of half a per cent."""

COMPARED = 500
"""How many customers whole models are compared on."""

WORTHWHILE = 0.1
"""How unlikely luck must be before a blend is taken over plain EASE, on which it costs nothing."""

RESAMPLES = 1000
WITHIN = 1.96
"""Standard deviations to either side of a mean that hold 95 % of a normal distribution."""

FIRST = "ease"
"""The part on which, beside those that look at the order, the weighting of histories is chosen."""


def search(
    data: Dataset, minutes: float, seed: int, rivals: Sequence[Recommender], report: Progress
) -> tuple[BlendPlan, Search]:
    """What to do with `data`, and how that came about. Lets CancelledError pass."""
    ledger = TrialLedger(minutes, report)
    ledger.say(say(m.HOLDING_BACK))
    inner = inner_split(data, seed)
    if inner is None:
        ledger.search.sentence = say(m.TOO_LITTLE)
        return BlendPlan(), ledger.search
    plan = _Searcher(inner, seed, ledger).run(rivals)
    ledger.search.minutes = ledger.elapsed / 60
    return plan, ledger.search


class _Searcher:
    def __init__(self, inner: Inner, seed: int, ledger: TrialLedger) -> None:
        self.inner = inner
        self.seed = seed
        self.ledger = ledger
        self.bench = Workbench(inner.train, seed)
        self.rows = inner.train.histories(inner.tune)
        self.days = (
            (inner.train.span[1] - inner.train.span[0]) / SECONDS_PER_DAY
            if inner.train.span
            else 0.0
        )
        self._kept: tuple[BlendPlan, Fitted] | None = None
        self._past_kept: list[tuple[BlendPlan, FloatArray]] = []
        ledger.search.how = say(inner.how)
        ledger.search.customers = (len(inner.tune), len(inner.check))

    def run(self, rivals: Sequence[Recommender]) -> BlendPlan:
        popular_half = self._popularity()
        recency, matrices = self._recency()
        found = self._first_looks(recency, matrices)
        self._compare(rivals)
        best = max(one.value for one in found.values())
        hopeless = [
            name
            for name, one in found.items()
            if one.value < HOPELESS[PARTS[name].solves] * best and not PARTS[name].for_tail
        ]
        self.ledger.search.mark(hopeless, "given up")
        self.ledger.forget(hopeless)
        found = {
            name: self._tune(PARTS[name], recency, one)
            for name, one in found.items()
            if name not in hopeless
        }
        self.ledger.search.mark(found, "best of its kind")
        plan = blend(self._mixing(found, recency), self._value, self.ledger)
        self.ledger.search.mark(plan.parts, "blended")
        best_one = max(found, key=lambda name: found[name].value)
        alone = BlendPlan({best_one: Blended(found[best_one].settings, 1.0)}, recency)
        return self._confirm(self._unless_plain([plan, alone]), popular_half)

    def _popularity(self) -> float:
        """The half-life with which bestsellers do best."""
        values = {}
        for half in (0.0, *(self.days * share for share in (1 / 50, 1 / 16, 1 / 4))):
            if half in values:
                continue
            begun = time.monotonic()
            values[half] = self._value(self._bestsellers(half, self.inner.tune))
            what = say(m.SALES_HALF, days=f"{half:,.0f}") if half else say(m.SALES_ALIKE)
            self.ledger.add("bestsellers", "popularity", what, values[half], begun)
        best = max(values, key=lambda half: values[half])
        return best if values[best] > BETTER * values[0.0] else 0.0

    def _recency(self) -> tuple[Recency, dict[str, FloatArray | CSR]]:
        """What older purchases should count, by the parts that tell most, and their matrices."""
        best, chosen, matrices = -1.0, Recency(), {}
        for name in (FIRST, *(name for name in self._parts() if PARTS[name].needs_dates)):
            if name != FIRST and chosen.kind == "none":
                break  # Where even the order of products tells nothing, what follows what does not.
            matrices[name] = self._build(PARTS[name], _defaults(PARTS[name]), chosen)
            for recency in recencies(self.days):
                begun = time.monotonic()
                self.ledger.say(say(m.TRYING_RECENCY))
                value = self._value(self._scores(matrices[name], recency))
                self.ledger.add("recency", name, recency.words(), value, begun)
                if value > best * BETTER:
                    best, chosen = value, recency
        return chosen, matrices

    def _first_looks(
        self, recency: Recency, matrices: dict[str, FloatArray | CSR]
    ) -> dict[str, PartResult]:
        found = {}
        for name in self._parts():
            begun, settings = time.monotonic(), _defaults(PARTS[name])
            if PARTS[name].needs_dates and name not in matrices:
                continue
            matrix = matrices.pop(name, None)
            if matrix is None and not self.ledger.time_for(max(self.ledger.costs.values())):
                continue
            if matrix is None:
                matrix = self._build(PARTS[name], settings, recency)
            scores = self._scores(matrix, recency)
            found[name] = PartResult(self._value(scores), settings, scores)
            self.ledger.add("first look", name, _words(settings), found[name].value, begun)
        return found

    def _parts(self) -> list[str]:
        """The parts that apply: those that need the order of events only where it is known."""
        dated, divided = self.inner.train.dated, self.bench.head is not None
        return [
            name
            for name, part in PARTS.items()
            if (dated or not part.needs_dates) and (divided or not part.for_tail)
        ]

    def _tune(self, part: Part, recency: Recency, best: PartResult) -> PartResult:
        study = new_study(self.seed, first_at_random=3)
        space: dict[str, optuna.distributions.BaseDistribution] = {
            name: optuna.distributions.FloatDistribution(low, high, log=True)
            for name, (low, high, _) in part.ranges.items()
        }
        known = optuna.trial.create_trial(
            params=dict(best.settings), distributions=space, value=best.value
        )
        study.add_trial(known)
        for _ in range(self._trials(part)):
            if not self.ledger.time_for(self.ledger.costs[part.name]):
                break
            begun = time.monotonic()
            trial = study.ask(space)
            settings = {name: float(trial.params[name]) for name in space}
            scores = self._scores(self._build(part, settings, recency), recency)
            value = self._value(scores)
            study.tell(trial, value)
            self.ledger.add("tuning", part.name, _words(settings), value, begun)
            if value > best.value:
                best = PartResult(value, settings, scores)
        return best

    def _trials(self, part: Part) -> int:
        """Fixed by the size of the data and the budget, not by the clock, so that the same seed
        gives the same result wherever the machine keeps up.
        """
        if not part.solves:
            return 6
        seconds = 2.5e-11 * float(self.bench.likes.shape[1]) ** 3 + 1.0
        return int(np.clip(0.1 * self.ledger.budget / seconds, 1, 6))

    def _compare(self, rivals: Sequence[Recommender]) -> None:
        """Whole models as they come, for the table, on some of the customers, as time allows."""
        users = self.inner.tune[:COMPARED]
        rows = self.inner.train.histories(users)
        for model in rivals:
            if not model.readiness(self.inner.train).ready or self.ledger.used > 0.3:
                continue
            begun = time.monotonic()
            self.ledger.say(say(m.COMPARING, model=model.card.title))
            model.fit(self.inner.train, self.ledger.pulse)
            value = float(ndcg(model.score(rows), self.inner, users).mean())
            how = say(m.AS_IT_COMES, n=len(users))
            self.ledger.add("other models", model.card.name, how, value, begun, "compared")

    def _mixing(self, found: Mapping[str, PartResult], recency: Recency) -> Mixing:
        totals = np.asarray(weighted(self.rows, recency).sum(axis=1), dtype=np.float32).ravel()
        halves = [self.days * share for share in (1 / 100, 1 / 40, 1 / 12)] if self.days else []
        lifts = {half: Trend(1.0, half).lift(self.inner.train) for half in halves}
        return Mixing(found, recency, np.maximum(totals, np.float32(1e-12)), lifts, self.seed)

    def _unless_plain(self, plans: Sequence[BlendPlan]) -> BlendPlan:
        """The first plan that beats plain EASE on customers nothing was chosen on, at each of two
        cuts of the past and over both beyond luck; plain EASE where none does. What a search finds
        on one cut may be that cut's own.
        """
        plain, result = _plain(), self.ledger.search
        for plan in plans:
            if plan == plain:
                break
            gains = self._gains(plan)
            result.p_plain = _chance_of_gain(np.concatenate(gains))
            if all(np.nanmean(gain) > 0 for gain in gains) and result.p_plain < WORTHWHILE:
                result.mark(plan.parts if len(plan.parts) == 1 else [], "chosen")
                return plan
            result.mark([*plan.parts, "blend"], "tried")
        result.mark([FIRST], "chosen")
        return plain

    def _gains(self, plan: BlendPlan) -> list[FloatArray]:
        """NDCG@10 less that of plain EASE, by customer, at this cut and at an earlier one."""
        check = self.inner.check
        gains: list[FloatArray] = [
            ndcg(self._own(plan, check), self.inner, check) - self._plain_values
        ]
        if self._past is not None:
            gains.append(self._past_values(plan) - self._past_values(_plain()))
        return gains

    @cached_property
    def _past(self) -> Inner | None:
        """An earlier cut, where time is left to learn there again."""
        enough = self.ledger.time_for(2 * sum(self.ledger.costs.values()))
        return inner_split(self.inner.train, self.seed) if enough else None

    def _past_values(self, plan: BlendPlan) -> FloatArray:
        """(all customers of the earlier cut,) NDCG@10 of a plan learned there."""
        for known, values in self._past_kept:
            if known == plan:
                return values
        cut = self._past
        assert cut is not None
        data, users = cut.train, np.concatenate([cut.tune, cut.check])
        fitted = add_up(
            plan, Workbench(data, self.seed), data, data.histories(cut.tune), self.ledger.pulse
        )
        values = ndcg(_scored(plan, fitted, data, users), cut, users)
        self._past_kept.append((plan, values))
        return values

    def _past_times(self, plan: BlendPlan, popular_half: float) -> float | None:
        """How many times as good as the bestsellers a plan is at the earlier cut; None where that
        was not measured, or either is nothing.
        """
        cut = self._past
        if cut is None:
            return None
        users = np.concatenate([cut.tune, cut.check])
        share = recent_share(cut.train, popular_half)
        theirs = ndcg(np.tile(share, (len(users), 1)), cut, users).mean()
        ours = self._past_values(plan).mean()
        return float(ours / theirs) if ours > 0 and theirs > 0 else None

    @cached_property
    def _plain_values(self) -> FloatArray:
        """(len(check),) NDCG@10 of plain EASE."""
        check = self.inner.check
        return ndcg(self._own(_plain(), check), self.inner, check)

    def _own(self, plan: BlendPlan, users: IntArray) -> FloatArray:
        """(len(users), n_items) scores of a plan learned from the training part."""
        return _scored(plan, self._learned(plan), self.inner.train, users)

    def _learned(self, plan: BlendPlan) -> Fitted:
        """The last one is kept: the choice is confirmed with the very matrix it was chosen by."""
        if self._kept is None or self._kept[0] != plan:
            self._kept = None
            self.ledger.say(say(m.CONFIRMING))
            data = self.inner.train
            self._kept = plan, add_up(plan, self.bench, data, self.rows, self.ledger.pulse)
        return self._kept[1]

    def _confirm(self, plan: BlendPlan, popular_half: float) -> BlendPlan:
        """On customers nothing was chosen on: whether it beats bestsellers, beyond luck, and
        whether that is owed to each customer's own history.

        The second question is needed because another list for everybody can beat the bestsellers
        of the past by luck that all customers share, which the first test takes for many customers
        agreeing. So each is also scored with the history of another, and products of either are
        left out of both lists.
        """
        users, result, data = self.inner.check, self.ledger.search, self.inner.train
        strangers = np.roll(users, 1)
        own, borrowed = (self._own(plan, whose) for whose in (users, strangers))
        either = sp.csr_matrix(data.matrix[users] + data.matrix[strangers])
        ours = ndcg(own, self.inner, users)
        theirs = ndcg(self._bestsellers(popular_half, users), self.inner, users)
        result.p_value = _chance_of_gain(ours - theirs)
        result.p_personal = _chance_of_gain(
            ndcg(own, self.inner, users, either) - ndcg(borrowed, self.inner, users, either)
        )
        plain = self._plain_values.mean()
        means = {"popularity": theirs.mean(), "ease": plain, "auto": ours.mean()}
        result.confirmed = {name: float(mean) for name, mean in means.items()}
        if max(result.p_value, result.p_personal) >= SURE:
            result.mark([*plan.parts, "blend"], "tried")
            result.mark(["popularity"], "chosen")
            result.sentence = say(
                m.NOTHING_BETTER, bestsellers=f"{theirs.mean():.4f}", best=f"{ours.mean():.4f}"
            )
            return BlendPlan(popular_half=popular_half)
        result.shares = plan.shares
        times = _times(ours, theirs, self.seed)
        past = self._past_times(plan, popular_half) if times else None
        if times and past:
            times = _widened(times, float(ours.mean() / theirs.mean()), past)
        scope = say(m.OVER_PERIODS if past else m.OVER_CUSTOMERS)
        result.sentence = _chosen(plan, result, times, say(self.inner.how), scope)
        return replace(plan, popular_half=popular_half)

    def _bestsellers(self, half: float, users: IntArray) -> FloatArray:
        return np.tile(recent_share(self.inner.train, half), (len(users), 1))

    def _build(self, part: Part, settings: Settings, recency: Recency) -> FloatArray | CSR:
        begun = time.monotonic()
        self.ledger.say(say(m.TRYING, part=say(part.title)))
        matrix = part.build(self.bench, settings, recency)
        self.ledger.cost(part.name, begun)
        return matrix

    def _scores(self, matrix: FloatArray | CSR, recency: Recency) -> FloatArray:
        return spread(matrix, weighted(self.rows, recency), self.bench.head)

    def _value(self, scores: FloatArray) -> float:
        return float(ndcg(scores, self.inner, self.inner.tune).mean())


def _chance_of_gain(gain: FloatArray) -> float:
    """One-sided p-value of a paired t-test that the mean gain is above zero."""
    gain = gain[~np.isnan(gain)]
    if len(gain) < 2 or not gain.any():
        return 1.0
    return float(stats.ttest_1samp(gain, 0.0, alternative="greater").pvalue)


def _defaults(part: Part) -> Settings:
    return {name: default for name, (_, _, default) in part.ranges.items()}


def _plain() -> BlendPlan:
    """EASE as it comes, with every purchase alike."""
    return BlendPlan({FIRST: Blended(_defaults(PARTS[FIRST]), 1.0)})


def _scored(plan: BlendPlan, fitted: Fitted, data: Dataset, users: IntArray) -> FloatArray:
    """(len(users), n_items) scores of customers by their own histories."""
    return fitted.score(data.histories(users))


def _words(settings: Settings) -> str:
    return ", ".join(f"{name} {value:.3g}" for name, value in settings.items())


def _times(ours: FloatArray, theirs: FloatArray, seed: int) -> tuple[float, float] | None:
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


def _widened(times: tuple[float, float], now: float, past: float) -> tuple[float, float]:
    """The interval with what changed between two cuts: on a log scale, the variance of customers
    and the squared change add up. From one cut to the next more than the customers differ: seasons,
    tastes, and how much history there is.
    """
    low, high = np.log(times)
    spread = float(np.hypot((high - low) / (2 * WITHIN), np.log(now / past)))
    return now * float(np.exp(-WITHIN * spread)), now * float(np.exp(WITHIN * spread))


def _chosen(
    plan: BlendPlan, result: Search, times: tuple[float, float] | None, how: str, scope: str
) -> str:
    parts, figures = contents(plan), result.confirmed
    what = m.A_BLEND if len(plan.parts) > 1 else m.PLAIN if plan == _plain() else "{parts}"
    chosen = {
        "what": say(what, parts=parts),
        "recency": plan.recency.words(),
        "how": how,
        "n": result.customers[1],
        "value": f"{figures['auto']:.4f}",
        "bestsellers": f"{figures['popularity']:.4f}",
        "ease": f"{figures['ease']:.4f}",
    }
    if times is None:
        return say(m.CHOSEN_OVER_NOTHING, **chosen)
    low, high = (f"{value:.2f}" for value in times)
    return say(m.CHOSEN, low=low, high=high, scope=scope, **chosen)
