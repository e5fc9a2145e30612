"""What an audience that was kept came to: those written to beside those kept back by lot."""

import numpy as np

from recsys_core.experiments.readout.divided import Experiment, Outcome
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience.kept import kept_audience
from recsys_core.services.campaigns.audience.readout import BEFORE, outcomes_of
from recsys_core.services.experiments.readout import messages as m
from recsys_core.services.experiments.readout.columns import ReadoutChoice
from recsys_core.services.experiments.readout.files import ReadExperiment
from recsys_core.services.experiments.readout.study import ExperimentReadout, readout_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


@needs(Role.VIEWER)
def readout_of_audience(
    ws: Workspace, name: str, asked: ReadoutChoice | None = None, progress: Progress = silent
) -> ExperimentReadout:
    """Whether the products were bought and what was spent on them, adjusted by the spend before.
    asked: the smallest difference worth having; the rest of it is known.

    `NotFoundError` for no audience of this name, `NotReadyError` where nobody was kept back or the
    data ends before the day of sending.
    """
    kept = kept_audience(ws, name)
    found = outcomes_of(ws, kept)
    if not kept.holdout or not len(kept.mailed):
        raise NotReadyError(say(m.NOBODY_KEPT_BACK, name=kept.record.name))
    control = 1
    outcomes = [
        Outcome(say(m.BOUGHT_IT, title=found.title), "rate", found.bought.astype(float)),
        Outcome(say(m.SPENT_ON_IT, title=found.title), "money", found.spend),
    ]
    share = kept.record.share
    data = Experiment(
        np.where(found.held, control, 0),
        (say(m.WRITTEN_TO), say(m.KEPT_BACK)),
        control,
        tuple(outcomes if found.priced else outcomes[:1]),
        np.array([1 - share, share]),
        {say(m.SPENT_BEFORE, days=BEFORE): found.before},
    )
    read = ReadExperiment(data, (), "lot", (found.days, found.planned))
    return readout_of(read, asked or ReadoutChoice(), progress)
