"""What an experiment came to, from a file."""

from dataclasses import dataclass
from pathlib import Path

from recsys_core.experiments.readout.adjusted import Adjusted, adjust
from recsys_core.experiments.readout.comparisons import ArmComparison, compare
from recsys_core.experiments.readout.days import ByDay, by_day
from recsys_core.experiments.readout.divided import BROKEN, Experiment
from recsys_core.experiments.readout.missing import MissingOutcome, missing_outcomes
from recsys_core.experiments.readout.segments import SegmentFigures, by_segment
from recsys_core.experiments.readout.verdicts import ArmVerdict, judge_all
from recsys_core.experiments.sequential.always_valid import TIGHT_AT
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.services.data.coded_table import CodedTable
from recsys_core.services.experiments.readout import messages as m
from recsys_core.services.experiments.readout.columns import ReadoutChoice
from recsys_core.services.experiments.readout.files import (
    ReadExperiment,
    read_experiment,
    understood,
)
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class ExperimentReadout:
    """Everything that was read out. ratio_p: of the sizes of the arms; where the lot is `broken`
    nothing is compared.  comparisons, with a verdict each: outcome by outcome, arm by arm.  the
    others are empty where nothing was known before, no groups were asked for or no dates are there.
    missing: of outcomes that are not known of all.
    """

    read: ReadExperiment
    asked: ReadoutChoice
    ratio_p: float
    comparisons: tuple[ArmComparison, ...] = ()
    verdicts: tuple[ArmVerdict, ...] = ()
    adjusted: tuple[Adjusted, ...] = ()
    segments: tuple[SegmentFigures, ...] = ()
    days: tuple[ByDay, ...] = ()
    missing: tuple[MissingOutcome, ...] = ()

    @property
    def data(self) -> Experiment:
        return self.read.data

    @property
    def broken(self) -> bool:
        return self.ratio_p < BROKEN

    @property
    def a_day(self) -> float:
        """Customers who joined on a day, all arms together; NaN without dates."""
        day = self.data.day
        return float("nan") if day is None else len(day) / (int(day.max()) + 1)

    @property
    def headline(self) -> int | None:
        """The comparison the first line tells: of the first outcome, one that won or lost before
        others, and of these the surest.
        """
        first = [
            at
            for at, one in enumerate(self.comparisons)
            if one.outcome == self.comparisons[0].outcome
        ]
        order = {"won": 0, "lost": 1, "no difference": 2}

        def place(at: int) -> tuple[int, float]:
            one, verdict = self.comparisons[at], self.verdicts[at]
            sure = abs(one.difference) / one.error if one.error > 0 else 0.0
            return order.get(verdict.word, 3), -sure

        return min(first, key=place) if first else None


def readout_of_file(
    path: Path, asked: ReadoutChoice, progress: Progress = silent, name: str | None = None
) -> ExperimentReadout:
    """Read out a file; `InputError` as of `understood`."""
    progress(0.0, say(m.READING_FILE))
    read = read_experiment(path, asked, name)
    return readout_of(read, asked, progress)


def readout_of_table(
    table: CodedTable, asked: ReadoutChoice, progress: Progress = silent
) -> ExperimentReadout:
    """Read out a table that was read already."""
    return readout_of(understood(table, asked), asked, progress)


def readout_of(
    read: ReadExperiment, asked: ReadoutChoice, progress: Progress = silent
) -> ExperimentReadout:
    """Everything there is to say. `InputError` for a plan or a smallest difference that is none."""
    if asked.planned is not None and asked.planned < 1:
        raise InputError(say(m.PLAN_ABOVE))
    if asked.smallest is not None and not asked.smallest > 0:
        raise InputError(say(m.SMALLEST_ABOVE))
    progress(0.5, say(m.COMPARING))
    data = read.data
    ratio_p = data.ratio_p
    for name, n in zip(data.arms, data.sizes, strict=True):
        if not n:
            raise InputError(say(m.EMPTY_ARM, arm=name))
    if ratio_p < BROKEN:
        return ExperimentReadout(read, asked, ratio_p)
    tight_at = TIGHT_AT if asked.planned is None else asked.planned
    comparisons = compare(data, tight_at)
    verdicts = judge_all(comparisons, asked.smallest, asked.planned, read.over, asked.alpha)
    return ExperimentReadout(
        read,
        asked,
        ratio_p,
        tuple(comparisons),
        tuple(verdicts),
        tuple(adjust(data)),
        tuple(by_segment(data)),
        tuple(by_day(data, tight_at)),
        tuple(missing_outcomes(data)),
    )
