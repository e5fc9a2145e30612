"""The clock and the books of one search: what was tried, how long it took, how much is left."""

import time
from collections.abc import Iterable

from recsys_core.models.auto import messages as m
from recsys_core.models.auto.table import Search, Trial, Verdict
from recsys_core.schema.contracts import Progress
from recsys_core.wording.messages import say

SEARCHING = 0.8
"""The share of the progress bar that the search takes; training on everything takes the rest."""

REFIT = 1.2
"""Building on everything takes about so many times as long as on the inner split: there are more
events, but as many products to solve for.
"""

CONFIRMED = 12
"""How often lists are judged to confirm a plan at the end: three times each of three plans, and
bestsellers.
"""

SPARE = 0.1
"""Share of the budget kept for what takes longer than the like of it did. With 0.02 5 minutes took
6.1 on a machine at other work.
"""


class OutOfTimeError(Exception):
    """A step takes longer than the budget leaves for taking it again on everything."""


class TrialLedger:
    """Writes down trials and tells the progress; raises what the progress raises (a cancel)."""

    def __init__(self, minutes: float, report: Progress) -> None:
        self.search = Search()
        self.budget = minutes * 60
        self.costs: dict[str, float] = {}
        """Longest build of each part in seconds."""
        self.judging = 0.0
        """Seconds it took at most to judge the lists of a trial."""
        self._report = report
        self._begun = time.monotonic()

    def say(self, message: str, _: float = 0.0) -> None:
        """What is being done, with the best figure so far."""
        values = [trial.value for trial in self.search.trials if trial.value is not None]
        if values:
            message = say(m.WITH_BEST, doing=message, value=f"{max(values):.3f}")
        self._report(min(SEARCHING, SEARCHING * self.used), message)

    def pulse(self, fraction: float, message: str = "") -> None:
        """A Progress for work inside the search: a cancel is noticed, the bar follows the clock."""
        self._report(min(SEARCHING, SEARCHING * self.used), message)

    def limited(self) -> Progress:
        """As `pulse`, for a step whose length nobody knows; it raises OutOfTimeError."""
        begun = time.monotonic()

        def pulse(fraction: float, message: str = "") -> None:
            self.pulse(fraction)
            if self.left < REFIT * (time.monotonic() - begun):
                self.search.cut_short = True
                raise OutOfTimeError

        return pulse

    def add(
        self,
        stage: str,
        name: str,
        settings: str,
        value: float,
        begun: float,
        verdict: Verdict = "tried",
    ) -> None:
        """One row; `begun` is `time.monotonic()` of when it was started."""
        now = time.monotonic()
        trial = Trial(stage, name, settings, value, now - begun, now - self._begun, verdict)
        self.search.trials.append(trial)

    def cost(self, name: str, begun: float) -> None:
        """Remember how long building a part took."""
        self.costs[name] = max(time.monotonic() - begun, self.costs.get(name, 0.0))

    def judged(self, begun: float) -> None:
        """Remember how long it took to judge lists."""
        self.judging = max(time.monotonic() - begun, self.judging)

    def forget(self, names: Iterable[str]) -> None:
        """These parts are not built again, so no time is kept for them."""
        for name in names:
            self.costs.pop(name, None)

    def keep(self, names: Iterable[str]) -> None:
        """Only these parts may still be built."""
        self.forget(self.costs.keys() - set(names))

    def time_for(self, seconds: float) -> bool:
        """Whether so long a step leaves enough to train on everything."""
        enough = self.left > seconds + self.judging + self.reserve
        self.search.cut_short |= not enough
        return enough

    def can_build(self, names: Iterable[str]) -> bool:
        """Whether the time is left to train these parts on everything, as the last thing."""
        enough = self.left > REFIT * sum(self.costs.get(name, 0.0) for name in names)
        self.search.cut_short |= not enough
        return enough

    @property
    def reserve(self) -> float:
        """Seconds to keep."""
        confirming = CONFIRMED * self.judging
        return REFIT * sum(self.costs.values()) + confirming + SPARE * self.budget

    @property
    def left(self) -> float:
        """Seconds of the budget that are left."""
        return self.budget - self.elapsed

    @property
    def used(self) -> float:
        """Share of the budget that is used up, which may come to more than 1."""
        return self.elapsed / self.budget

    @property
    def elapsed(self) -> float:
        """Seconds since the search began."""
        return time.monotonic() - self._begun
