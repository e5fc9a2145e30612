"""The search of `auto`: try, give up what is hopeless, tune the rest, blend what helps, confirm."""

import time
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import optuna

from recsys_core.models.auto import messages as m
from recsys_core.models.auto.blending import Mixing, PartResult, blend, new_study
from recsys_core.models.auto.confirming import PLAIN, Confirmation, bestsellers
from recsys_core.models.auto.inner import Inner, inner_split, ndcg
from recsys_core.models.auto.ledger import TrialLedger
from recsys_core.models.auto.parts import FIRST, PARTS, Part, Settings, Workbench, defaults
from recsys_core.models.auto.plan import Blended, BlendPlan, spread, weighted
from recsys_core.models.auto.recency import Recency, days_in_words, recencies
from recsys_core.models.auto.table import Search
from recsys_core.models.auto.trend import Trend
from recsys_core.models.auto.weeks import weeks_to_come
from recsys_core.models.histories import popularity_prior
from recsys_core.schema.contracts import Progress, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say

HOPELESS = {True: 0.85, False: 0.6}
"""A part that reaches less than this share of the best one is given up; one that is slow to build
sooner.
"""

BESTSELLER_DAYS = (3.5, 7.0, 28.0, 58.0, 180.0)
"""Half-lives of the bestsellers of late: from half a week, for news, to half a year. In the weeks
after five cuts of a market place's reviews 7 to 58 days did best, all sales alike worst.
"""

BETTER = 1.005
"""What older purchases count is changed only for a gain of half a per cent."""

WORSE = 2
"""After so many in a row that are no better, purchases are not forgotten faster still."""

CELLS = 5_000_000
"""How many scores (customers by products) a way of counting older purchases is judged by."""

COMPARED = 500
"""How many customers whole models are compared on."""


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
    if inner.how == m.LATEST_OF_EACH and plan.parts:
        ledger.keep(plan.parts)
        weeks = weeks_to_come(plan, data, seed, ledger)
        ledger.search.sentence = f"{ledger.search.sentence} {weeks}".rstrip()
    ledger.search.minutes = ledger.elapsed / 60
    return plan, ledger.search


class _Searcher:
    def __init__(self, inner: Inner, seed: int, ledger: TrialLedger) -> None:
        self.inner = inner
        self.seed = seed
        self.ledger = ledger
        self.bench = Workbench(inner.train, seed)
        self.rows = inner.train.histories(np.concatenate([inner.tune, inner.check]))
        self.few = inner.tune[: max(COMPARED, CELLS // inner.train.n_items)]
        self.plain = np.empty((0, 0), dtype=np.float32)
        """(n, n_items) scores by plain EASE."""
        self.days = (
            (inner.train.span[1] - inner.train.span[0]) / SECONDS_PER_DAY
            if inner.train.span
            else 0.0
        )
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
        mixing = self._mixing(found, recency)
        plan = blend(mixing, self._value, self.ledger)
        self.ledger.search.mark(plan.parts, "blended")
        best_one = max(found, key=lambda name: found[name].value)
        alone = BlendPlan({best_one: Blended(found[best_one].settings, 1.0)}, recency)
        confirmation = Confirmation(self.inner, self.ledger, self.seed, partial(self._last, mixing))
        return confirmation.choose([plan, alone], popular_half)

    def _last(self, mixing: Mixing, plan: BlendPlan) -> FloatArray:
        """(n_check, n_items) scores by a plan, for the customers nothing was chosen on."""
        scores = self.plain if plan == PLAIN else mixing.scores(plan, len(mixing.totals))
        return scores[len(self.inner.tune) :] + popularity_prior(self.inner.train.matrix)

    def _popularity(self) -> float:
        """The half-life with which bestsellers do best."""
        values: dict[float, float] = {}
        for half in (0.0, *(half for half in BESTSELLER_DAYS if half < self.days / 2)):
            if values and not self.ledger.time_for(0.0):
                break
            begun = time.monotonic()
            values[half] = self._value(bestsellers(self.inner, half, self.inner.tune))
            what = say(m.SALES_HALF, days=days_in_words(half)) if half else say(m.SALES_ALIKE)
            self.ledger.add("bestsellers", "popularity", what, values[half], begun)
        best = max(values, key=lambda half: values[half])
        return best if values[best] > BETTER * values[0.0] else 0.0

    def _recency(self) -> tuple[Recency, dict[str, FloatArray | CSR]]:
        """What older purchases should count, by the parts that tell most, and their matrices."""
        best, chosen, matrices, spent = -1.0, Recency(), {}, 0.0
        for name in (FIRST, *(name for name in self._parts() if PARTS[name].needs_dates)):
            if name != FIRST and chosen.kind == "none":
                break  # Where even the order of products tells nothing, what follows what does not.
            if name != FIRST and not self.ledger.time_for(self._expected(PARTS[name])):
                break
            matrices[name] = self._build(PARTS[name], defaults(PARTS[name]), chosen)
            values: dict[str, list[float]] = {}
            for recency in recencies(self.days):
                tried = values.setdefault(recency.kind, [])
                if len(tried) > WORSE and max(tried[-WORSE:]) <= max(tried[:-WORSE]):
                    continue
                if best >= 0 and not self.ledger.time_for(spent):
                    break
                begun = time.monotonic()
                self.ledger.say(say(m.TRYING_RECENCY))
                scores = self._scores(matrices[name], recency, len(self.few))
                tried.append(value := self._value(scores, self.few))
                self.ledger.add("recency", name, recency.words(), value, begun)
                spent = time.monotonic() - begun
                if value > best * BETTER:
                    best, chosen = value, recency
        self.plain = self._scores(matrices[FIRST], Recency())
        return chosen, matrices

    def _first_looks(
        self, recency: Recency, matrices: dict[str, FloatArray | CSR]
    ) -> dict[str, PartResult]:
        found = {}
        for name in self._parts():
            begun, settings = time.monotonic(), defaults(PARTS[name])
            if PARTS[name].needs_dates and name not in matrices:
                continue
            matrix = matrices.pop(name, None)
            if matrix is None and not self.ledger.time_for(self._expected(PARTS[name])):
                continue
            if matrix is None:
                matrix = self._build(PARTS[name], settings, recency)
            scores = self._scores(matrix, recency)
            found[name] = PartResult(self._value(scores), settings, scores)
            self.ledger.add("first look", name, _words(settings), found[name].value, begun)
        return found

    def _expected(self, part: Part) -> float:
        """Seconds a first build takes at most: as long as the longest so far, or a fifth of it
        where nothing is solved.
        """
        return max(self.ledger.costs.values()) * (1.0 if part.solves else 0.2)

    def _parts(self) -> list[str]:
        """The parts that apply, the slow ones last: those that need the order of events only where
        it is known.
        """
        dated, divided = self.inner.train.dated, self.bench.head is not None
        apply = [
            name
            for name, part in PARTS.items()
            if (dated or not part.needs_dates) and (divided or not part.for_tail)
        ]
        return sorted(apply, key=lambda name: name != FIRST and PARTS[name].solves)

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
            matrix = self._build(part, settings, recency)
            value = self._value(self._scores(matrix, recency, len(self.inner.tune)))
            study.tell(trial, value)
            self.ledger.add("tuning", part.name, _words(settings), value, begun)
            if value > best.value:
                best = PartResult(value, settings, self._scores(matrix, recency))
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
        totals = np.maximum(totals, np.float32(1e-12))
        return Mixing(found, recency, totals, lifts, self.seed, len(self.inner.tune))

    def _build(self, part: Part, settings: Settings, recency: Recency) -> FloatArray | CSR:
        begun = time.monotonic()
        self.ledger.say(say(m.TRYING, part=say(part.title)))
        matrix = part.build(self.bench, settings, recency)
        self.ledger.cost(part.name, begun)
        return matrix

    def _scores(
        self, matrix: FloatArray | CSR, recency: Recency, first: int | None = None
    ) -> FloatArray:
        """(first, n_items) of the first customers that decide; None: of those that confirm too."""
        return spread(matrix, weighted(self.rows[:first], recency), self.bench)

    def _value(self, scores: FloatArray, users: IntArray | None = None) -> float:
        """By these customers, the first ones; None: by all that decide."""
        users, begun = self.inner.tune if users is None else users, time.monotonic()
        value = float(ndcg(scores[: len(users)], self.inner, users).mean())
        self.ledger.judged(begun)
        return value


def _words(settings: Settings) -> str:
    return ", ".join(f"{name} {value:.3g}" for name, value in settings.items())
