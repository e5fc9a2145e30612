"""An experiment that was read out, as tables whose cells are written in their units."""

import pandas as pd

from recsys_core.services.experiments.readout import messages as m
from recsys_core.services.experiments.readout.study import ExperimentReadout
from recsys_core.services.experiments.readout.words import figures, levels, p_text
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, times

COLUMNS = (
    "outcome", "arm", "n", "control", "value", "difference", "interval", "any_looks", "ratio", "p",
    "verdict",
)  # fmt: skip
GROUPS = ("split", "group", "arm", "n", "n_control", "difference", "interval", "p", "planned")


def comparisons_table(told: ExperimentReadout) -> pd.DataFrame:
    """A row for each outcome and arm with the columns `COLUMNS`, differences of rates in points."""
    rows = []
    for one, verdict in zip(told.comparisons, told.verdicts, strict=True):
        value, control = levels(one)
        ends = one.low, one.high, one.sequential_low, one.sequential_high
        difference, *written = figures(one.kind, one.difference, *ends)
        rows.append(
            (
                one.outcome, one.arm, one.n, control, value, difference, _ends(*written[:2]),
                _ends(*written[2:]), times(one.ratio), p_text(one.p_adjusted),
                say(m.VERDICTS[verdict.word]),
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def groups_table(told: ExperimentReadout) -> pd.DataFrame:
    """A row for each group of customers and arm with the columns `GROUPS`, of the first outcome."""
    rows = []
    for one in told.segments:
        difference, low, high = figures(told.comparisons[0].kind, one.difference, one.low, one.high)
        rows.append(
            (
                one.split, one.group, one.arm, one.n, one.n_control, difference,
                _ends(low, high), p_text(one.p_adjusted), one.planned,
            )
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(GROUPS))


def _ends(low: str, high: str) -> str:
    if UNKNOWN in (low, high):
        return say(m.NO_ENDS)
    return say(m.ENDS, low=low, high=high)
