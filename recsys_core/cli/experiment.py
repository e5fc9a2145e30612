"""Experiments: who is left alone by everything, how long one must run, who gets which arm."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.experiment_aa import aa_arguments, run_aa
from recsys_core.cli.experiment_assign import assign_arguments, run_assign
from recsys_core.cli.experiment_plan import plan_arguments, run_plan
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, opened


def run_control(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """The control group that all campaigns leave alone."""
    from recsys_core.services.experiments.planning.control import (
        control_figures,
        control_sentence,
    )
    from recsys_core.services.workspace.lots import set_control_share

    with opened(path, output) as ws:
        if asked.share is not None:
            set_control_share(ws, asked.share)
        figures = control_figures(ws)
    output.result(figures._asdict(), control_sentence(figures))


def run_list(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """The experiments that were dealt out, with where each of them stands."""
    from recsys_core.services.experiments.readout.kept_list import (
        listed_experiments,
        none_dealt,
    )

    with opened(path, output) as ws:
        found = listed_experiments(ws)
    told = [one.to_json() for one in found]
    keys = ("dealt_on", "starts", "ends", "state")
    rows = [
        [each["name"], one.arms, *(each[key] for key in keys)]
        for each, one in zip(told, found, strict=True)
    ]
    output.result(told, table(m.LISTED_COLUMNS, rows) if rows else none_dealt())


def _control_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--share", type=float, metavar="SHARE", help="of the customers, from now on; 0 ends it"
    )


COMMANDS = (
    Command("experiment plan", "how many customers it takes, how long", run_plan, plan_arguments),
    Command("experiment assign", "who gets which arm", run_assign, assign_arguments),
    Command("experiment list", "those that were dealt out", run_list),
    Command("experiment aa", "false alarms without a difference", run_aa, aa_arguments),
    Command(
        "experiment control", "whom all campaigns leave alone", run_control, _control_arguments
    ),
)
