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


SPARE = 0.1
"""Share of the budget kept for mixing and for what takes longer than the like of it did. With 0.02
5 minutes took 6.1 on a machine at other work.
"""


class TrialLedger:
    """Writes down trials and tells the progress; raises what the progress raises (a cancel)."""

    def __init__(self, minutes: float, report: Progress) -> None:
        self.search = Search()
        self.budget = minutes * 60
        self.costs: dict[str, float] = {}
        """Longest build of each part in seconds."""
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

    def forget(self, names: Iterable[str]) -> None:
        """These parts are not built again, so no time is kept for them."""
        for name in names:
            self.costs.pop(name, None)

    def keep(self, names: Iterable[str]) -> None:
        """Only these parts may still be built."""
        self.forget(self.costs.keys() - set(names))

    def time_for(self, seconds: float) -> bool:
        """Whether so long a step leaves enough to train on everything."""
        enough = self.left > seconds + self.reserve
        self.search.cut_short |= not enough
        return enough

    @property
    def reserve(self) -> float:
        """Seconds to keep."""
        return REFIT * sum(self.costs.values()) + SPARE * self.budget

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
