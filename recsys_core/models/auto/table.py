"""What a search tried, as rows for a table, a chart and the run card."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

FILE = "search.json"
Verdict = Literal["tried", "best of its kind", "given up", "blended", "chosen", "compared"]


@dataclass(frozen=True)
class Trial:
    """One thing tried. value: mean NDCG@10 over the customers settings were chosen on; None where
    it was not measured.  at: seconds since the search began.
    """

    stage: str
    name: str
    settings: str
    value: float | None
    seconds: float
    at: float
    verdict: Verdict = "tried"


@dataclass
class Search:
    """A finished search.

    how: what was held back.  customers: how many settings were chosen on, and how many confirmed
    the result.  confirmed: NDCG@10 by name over the latter.  shares: part of the blend by name,
    summing to 1.  p_value: of the choice being no better than bestsellers (paired, one-sided).
    p_personal: of its being no better for a customer than with another customer's history.
    p_plain: of a blend's being no better than plain EASE, None where none was weighed against it.
    """

    how: str = ""
    customers: tuple[int, int] = (0, 0)
    trials: list[Trial] = field(default_factory=list)
    shares: dict[str, float] = field(default_factory=dict)
    confirmed: dict[str, float] = field(default_factory=dict)
    p_value: float | None = None
    p_personal: float | None = None
    p_plain: float | None = None
    minutes: float = 0.0
    cut_short: bool = False
    sentence: str = ""

    def save(self, folder: Path) -> None:
        """Write `search.json`."""
        (folder / FILE).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Search":
        """Read what `save` wrote."""
        raw: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        trials = [Trial(**trial) for trial in raw.pop("trials")]
        first, second = raw.pop("customers")
        return cls(trials=trials, customers=(first, second), **raw)

    def mark(self, names: Iterable[str], verdict: Verdict) -> None:
        """Change the verdict of the best trial of each name."""
        for name in names:
            mine = [at for at, one in enumerate(self.trials) if one.name == name]
            measured = [at for at in mine if self.trials[at].value is not None]
            if measured:
                best = max(measured, key=lambda at: self.trials[at].value or 0.0)
                old = self.trials[best]
                self.trials[best] = Trial(**{**asdict(old), "verdict": verdict})
