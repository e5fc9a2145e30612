"""The experiments that were dealt out here and read: what was asked, what came of it, how."""

from recsys_core.services.experiments.readout.kept_list import ListedExperiment, listed_experiments
from recsys_core.services.experiments.readout.of_kept import readout_of_experiment
from recsys_core.services.experiments.readout.study import ExperimentReadout
from recsys_core.services.experiments.readout.tables import comparisons_table
from recsys_core.services.experiments.readout.words import (
    footnotes,
    headline,
    how_sure,
    other_verdicts,
)
from recsys_core.services.report import messages as m
from recsys_core.services.report.blocks import Block, Cell, Points, Section, Table, Text
from recsys_core.services.report.sections.found import MISSING, Found
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count


def experiments(found: Found) -> Section | None:
    """Each that was read, as the data is now; the newest first."""
    blocks: list[Block] = []
    verdicts = []
    for one in listed_experiments(found.ws):
        if one.read_until is None:
            continue
        try:
            told = readout_of_experiment(found.ws, one.kept.record.name, one.outcomes)
        except MISSING:
            continue
        blocks += _told(one, told)
        verdicts.append(headline(told))
    if not verdicts:
        return None
    lead = verdicts[0] if len(verdicts) == 1 else say(m.EXPERIMENTS_READ, n=len(verdicts))
    return Section("experiments", say(m.DID_IT_WORK), blocks, lead=lead)


def _told(one: ListedExperiment, told: ExperimentReadout) -> list[Block]:
    """The question over the table, the verdicts, and the protocol in small print."""
    name, data = one.kept.record.name, told.data
    control, outcome = data.arms[data.control], data.outcomes[0].name
    arms = or_list([say(m.QUOTED_ARM, arm=data.arms[at]) for at in data.others])
    asked = say(m.EXPERIMENT_ASKS, name=name, arms=arms, outcome=outcome, control=control)
    blocks: list[Block] = [Points([], asked), _compared(told) if told.comparisons else _sizes(told)]
    blocks.append(
        Points(
            [headline(told), *how_sure(told), *other_verdicts(told)], say(m.CAME_OF_IT, name=name)
        )
    )
    return [*blocks, Text(" ".join(footnotes(told)), quiet=True)]


def _compared(told: ExperimentReadout) -> Table:
    sizes = dict(zip(told.data.arms, told.data.sizes, strict=True))
    in_control = int(sizes[told.data.arms[told.data.control]])
    rows: list[list[str | Cell]] = []
    for row in comparisons_table(told).to_dict("records"):
        rows.append(
            [
                Cell(str(row["outcome"]), str(row["arm"])),
                Cell(str(row["value"]), say(m.CUSTOMERS_ASKED, n=int(row["n"]))),
                Cell(str(row["control"]), say(m.CUSTOMERS_ASKED, n=in_control)),
                Cell(str(row["difference"]), str(row["interval"])),
                str(row["any_looks"]),
                str(row["p"]),
                Cell(str(row["verdict"]), strong=True),
            ]
        )
    header = [say(one) for one in m.COMPARED_HEADS]
    return Table(header, rows, frozenset(range(1, 6)))


def _sizes(told: ExperimentReadout) -> Table:
    """Of arms that are not as large as they were dealt: nothing else."""
    data = told.data
    rows = [[arm, count(int(n))] for arm, n in zip(data.arms, data.sizes, strict=True)]
    return Table([say(m.ARM), say(m.CUSTOMERS)], rows, frozenset({1}))
