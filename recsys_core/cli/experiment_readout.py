"""What an experiment came to."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, opened
from recsys_core.schema.errors import InputError
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    from recsys_core.services.experiments.readout.columns import ReadoutChoice
    from recsys_core.services.experiments.readout.study import ExperimentReadout
    from recsys_core.services.workspace.workspace import Workspace

OF_FILES = (
    *("unit", "arm", "outcome", "control", "control_share", "before", "segment", "explore", "date"),
    "lower_is_better",
)
"""Options that name columns or arms of a file."""
PLANNED = ("smallest", "planned")
"""Options that a kept experiment has of its own."""


def run_readout(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """A file with units, arms and outcomes, an audience or an experiment that was kept."""
    from recsys_core.services.experiments.readout.columns import ReadoutChoice
    from recsys_core.services.experiments.readout.document import readout_json
    from recsys_core.services.experiments.readout.of_audience import readout_of_audience
    from recsys_core.services.experiments.readout.study import readout_of_file
    from recsys_core.services.experiments.readout.words import p_text

    own = asked.file is not None or asked.kept is not None
    if own == (asked.audience is not None):
        raise InputError(say(m.FILE_OR_AUDIENCE))
    reading = ReadoutChoice(
        asked.unit or "",
        asked.arm or "",
        asked.outcome,
        asked.control or "",
        asked.control_share,
        asked.before,
        asked.segment,
        asked.explore,
        asked.date or "",
        asked.lower_is_better,
        asked.smallest,
        asked.planned,
    )
    if asked.audience is not None:
        given = [f"--{one.replace('_', '-')}" for one in OF_FILES if getattr(asked, one)]
        if given:
            raise InputError(say(m.AUDIENCE_HAS_ITS_OWN, options=and_list(given)))
        with opened(path, output) as ws:
            told = readout_of_audience(ws, asked.audience, reading, output.progress)
    elif asked.kept is not None:
        with opened(path, output) as ws:
            told = _by_plan(ws, asked, reading, output)
    else:
        told = readout_of_file(asked.file, reading, output.progress)
    document = readout_json(told)
    keys = (
        *("outcome", "arm", "value", "control", "difference", "low", "high"),
        *("sequential_low", "sequential_high"),
    )
    rows = [
        [*(one[key] for key in keys), p_text(plain.p_adjusted), one["verdict"]]
        for one, plain in zip(document["comparisons"], told.comparisons, strict=True)
    ]
    said = "\n".join(document["sentences"])
    output.result(document, f"{said}\n\n{table(m.READOUT_COLUMNS, rows)}" if rows else said)


def _by_plan(
    ws: "Workspace", asked: argparse.Namespace, reading: "ReadoutChoice", output: Output
) -> "ExperimentReadout":
    """A kept experiment by the workspace's own purchases, or a file by its plan."""
    from recsys_core.services.data.coded_table import read_coded
    from recsys_core.services.experiments.readout.columns import used_columns
    from recsys_core.services.experiments.readout.kept_file import (
        matched,
        readout_with_plan,
    )
    from recsys_core.services.experiments.readout.kept_list import note_reading
    from recsys_core.services.experiments.readout.of_kept import readout_of_experiment

    if asked.file is not None:
        table = read_coded(asked.file, None, used_columns(reading))
        return readout_with_plan(
            table, reading, matched(ws, asked.kept, table, reading), output.progress
        )
    names = [one for one in (*OF_FILES, *PLANNED) if one != "outcome"]
    if given := [f"--{one.replace('_', '-')}" for one in names if getattr(asked, one)]:
        raise InputError(say(m.KEPT_HAS_ITS_OWN, options=and_list(given)))
    told = readout_of_experiment(ws, asked.kept, asked.outcome, output.progress)
    note_reading(ws, asked.kept, told, tuple(asked.outcome))
    return told


def _readout_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, nargs="?", metavar="FILE", help="rows with a customer, an arm, outcomes"
    )
    parser.add_argument("--audience", metavar="NAME", help="an audience that was kept instead")
    parser.add_argument(
        "--kept",
        metavar="NAME",
        help="an experiment that was dealt out instead; with a file: read it by that plan",
    )
    parser.add_argument(
        "--unit", metavar="COLUMN", help="column of the customers (known by its values)"
    )
    parser.add_argument("--arm", metavar="COLUMN", help="column of the arms (known by its values)")
    parser.add_argument(
        "--outcome",
        nargs="+",
        default=[],
        metavar="COLUMN",
        help="columns of the outcomes, the one that decides first; two as one/other for a ratio; "
        "with --kept alone: rate, money, count or ratio beside the planned one",
    )
    parser.add_argument("--control", metavar="NAME", help="the arm that was left as it was")
    parser.add_argument(
        "--control-share",
        type=float,
        metavar="S",
        help="share planned for the control, 0 to 1 (all arms alike)",
    )
    parser.add_argument(
        "--before", nargs="+", default=[], metavar="COLUMN", help="what was known before (CUPED)"
    )
    parser.add_argument(
        "--segment", nargs="+", default=[], metavar="COLUMN", help="groups that were planned"
    )
    parser.add_argument(
        "--explore", nargs="+", default=[], metavar="COLUMN", help="groups that were not planned"
    )
    parser.add_argument("--date", metavar="COLUMN", help="column of the day, for the course")
    parser.add_argument(
        "--lower-is-better", nargs="+", default=[], metavar="COLUMN", help="outcomes to keep low"
    )
    parser.add_argument(
        "--smallest",
        type=float,
        metavar="X",
        help="smallest difference worth having of the first outcome; 0.01 is one point of a rate",
    )
    parser.add_argument(
        "--planned",
        type=int,
        metavar="N",
        help="customers an arm that were planned: with them the fixed interval decides",
    )


COMMANDS = (
    Command("experiment readout", "what an experiment came to", run_readout, _readout_arguments),
)
