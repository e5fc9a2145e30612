"""Models of who answers, fitted on earlier campaigns and tried on later ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.campaigns.response.calibration import ResponseCalibration, calibrate
from recsys_core.campaigns.response.curves import calibration_curve, gain_curve, tenths
from recsys_core.campaigns.response.measures import (
    Forecast,
    ResponseFigure,
    figures,
    middle,
    resampled,
)
from recsys_core.campaigns.response.model import ResponseModel, kept_apart
from recsys_core.campaigns.response.registry import REFERENCES, RESPONSE_MODELS
from recsys_core.campaigns.response.rows import ResponseRows
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.types import BoolArray, FloatArray, IntArray

COMPARED = ("auc", "log_loss")
"""How well they tell customers apart, and how true their chances are."""


@dataclass(frozen=True)
class KnownAnswers:
    """n rows of which it is known who answered.

    customer: (n,) codes.  latest: (n,) rows of the latest campaigns, which set chances right.
    stands: (n,) how many rows each one stands for where they were drawn at random, answered ones
    and others each at a rate of their own; every row for itself without it.
    """

    rows: ResponseRows
    answered: BoolArray
    customer: IntArray
    latest: BoolArray
    stands: FloatArray | None = None

    def take(self, which: BoolArray | IntArray) -> "KnownAnswers":
        stands = None if self.stands is None else self.stands[which]
        rows, latest = self.rows.take(which), self.latest[which]
        return KnownAnswers(rows, self.answered[which], self.customer[which], latest, stands)

    @property
    def drawn(self) -> float:
        """By how much the log odds of all rows lie above those of the ones drawn: log of the rate
        of the others over that of answered ones (King and Zeng, Political Analysis 9(2), 2001).
        """
        if self.stands is None:
            return 0.0
        answered, others = self.stands[self.answered], self.stands[~self.answered]
        return float(np.log(answered.mean() / others.mean()))


@dataclass(frozen=True)
class ResponseTrial:
    """How one model did on campaigns it did not learn from.

    figures: by the names of `measures.MEASURES`.  ahead: for each of `REFERENCES` and `COMPARED`,
    how much larger the model's figure is than theirs, drawn with the same customers.  bins, gain,
    tenths: of `curves`.  stands: how many answers each one that was seen stands for.  lines: how
    many rows were looked at, which stand for `rows`.
    """

    model: str
    expected: float
    actual: int
    rows: int
    figures: dict[str, ResponseFigure]
    ahead: dict[str, dict[str, ResponseFigure]]
    bins: list[tuple[int, float, float]]
    gain: list[tuple[float, float]]
    tenths: list[ResponseFigure]
    calibration: ResponseCalibration
    stands: float = 1.0
    lines: int = 0

    @property
    def drawn(self) -> bool:
        """Whether rows stand for many."""
        return 0 < self.lines < self.rows


@dataclass(frozen=True)
class FittedResponse:
    """A model with what sets its chances right. drawn: of `KnownAnswers`."""

    model: ResponseModel
    calibration: ResponseCalibration
    drawn: float = 0.0

    def chance(self, rows: ResponseRows) -> FloatArray:
        """(n,) between 0 and 1."""
        shift = ResponseCalibration(self.calibration.shift + self.drawn)
        return kept_apart(shift.apply(kept_apart(self.model.chance(rows))))


def fit_calibrated(
    name: str, known: KnownAnswers, seed: int, report: Progress = silent
) -> FittedResponse:
    """Fit a model on all that is known, set right by the latest campaigns where it is off there.

    They are learned from as well: a fit without them that is set right by them foretold later
    campaigns worse, from five of six days on, and trees from all (benchmarks/
    bench_response_models.py).
    """
    kind = RESPONSE_MODELS[name]
    model = kind.make()
    model.fit(known.rows, known.answered, seed, report)
    fitted = FittedResponse(model, ResponseCalibration(), known.drawn)
    if kind.corrected and known.latest.any():
        later = known.take(known.latest)
        correction = calibrate(fitted.chance(later.rows), later.answered, later.stands)
        return FittedResponse(model, correction, known.drawn)
    return fitted


def try_models(
    known: KnownAnswers,
    later: KnownAnswers,
    names: Sequence[str],
    seed: int,
    report: Progress = silent,
) -> list[ResponseTrial]:
    """Each model fitted on `known` and tried on `later`, the references first, asked or not."""
    wanted = [*REFERENCES, *(name for name in names if name not in REFERENCES)]
    _, customer = np.unique(later.customer, return_inverse=True)
    drawn: dict[str, dict[str, FloatArray]] = {}
    found: list[tuple[str, FittedResponse, Forecast]] = []
    for place, name in enumerate(wanted):
        step = part(report, place / len(wanted), (place + 1) / len(wanted))
        step(0.0, RESPONSE_MODELS[name].title)
        fitted = fit_calibrated(name, known, seed, titled(step, RESPONSE_MODELS[name].title))
        said = Forecast(fitted.chance(later.rows), later.answered, customer, later.stands)
        drawn[name] = resampled(said, seed)
        found.append((name, fitted, said))
    whole = {name: figures(said, drawn[name]) for name, _, said in found}
    report(1.0)
    return [
        ResponseTrial(
            model=name,
            expected=float((said.weight * said.chance).sum()),
            actual=round(float(said.weight[said.answered].sum())),
            rows=round(float(said.weight.sum())),
            figures=whole[name],
            ahead={
                other: {
                    measure: ResponseFigure(
                        whole[name][measure].value - whole[other][measure].value,
                        *middle(drawn[name][measure] - drawn[other][measure]),
                    )
                    for measure in COMPARED
                }
                for other in REFERENCES
                if other != name
            },
            bins=calibration_curve(said),
            gain=gain_curve(said),
            tenths=tenths(said, seed),
            calibration=fitted.calibration,
            stands=float(said.weight[said.answered].mean()) if said.answered.any() else 1.0,
            lines=len(said.chance),
        )
        for name, fitted, said in found
    ]


def part(report: Progress, start: float, end: float) -> Progress:
    """A Progress for one part of a longer task: its 0 … 1 becomes start … end."""

    def scaled(fraction: float, message: str = "") -> None:
        report(start + (end - start) * fraction, message)

    return scaled


def titled(report: Progress, title: str) -> Progress:
    """A Progress that names the model where a step names nothing."""
    return lambda fraction, message="": report(fraction, message or title)
