"""Whom a campaign with a control group moves."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say


def run_uplift(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """A file with arms and outcomes, or a campaign of the workspace."""
    from recsys_core.services.campaigns.uplift.arm_files import ArmChoice
    from recsys_core.services.campaigns.uplift.of_campaign import uplift_of_campaign
    from recsys_core.services.campaigns.uplift.study import (
        save_persuadables,
        uplift_json,
        uplift_of_file,
        write_uplift,
    )

    if (asked.file is None) == (asked.campaign is None):
        raise InputError(say(m.FILE_OR_CAMPAIGN))
    said: list[str] = []
    if asked.file is not None:
        if not asked.arm or not asked.outcome:
            raise InputError(say(m.ARM_AND_OUTCOME))
        choice = ArmChoice(
            asked.arm,
            asked.outcome,
            asked.control or "",
            asked.control_share,
            asked.unit or "",
            asked.leave_out,
        )
        told = uplift_of_file(asked.file, choice, output.progress)
    else:
        with opened(path, output) as ws:
            told = uplift_of_campaign(
                ws, asked.campaign, asked.outcome or "bought", asked.control_share, output.progress
            )
    if asked.save is not None:
        arms = [one.arm for one in told.study.targeting if not one.refused]
        arm = asked.of or (arms[0] if len(arms) == 1 else "")
        with opened(path, output) as ws:
            unknown = save_persuadables(ws, told, arm, asked.save, replace=asked.replace)
        said.append(say(m.PERSUADABLES_KEPT, name=asked.save, n=unknown))
    if asked.out is not None:
        write_uplift(told, asked.out)
    document = uplift_json(told)
    arms_table = [
        [one[key] for key in ("arm", "n", "rate", "low", "high")] for one in document["arms"]
    ]
    keys = ("arm", "learner", "qini", "low", "high", "random_low", "random_high", "perfect")
    learners = [[one[key] for key in keys] for one in document["learners"]]
    listed = [table(m.ARM_COLUMNS, arms_table)]
    if learners:
        formulas = f"{document['qini_formula']}\n{document['uplift_formula']}"
        listed += [formulas, table(m.LEARNER_COLUMNS, learners)]
    output.result(document, "\n\n".join(["\n".join([*document["sentences"], *said]), *listed]))


def _uplift_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="one row a customer")
    parser.add_argument("--campaign", metavar="ID", help="a campaign of the workspace instead")
    parser.add_argument("--arm", metavar="COLUMN", help="column with the arm of each customer")
    parser.add_argument(
        "--outcome",
        metavar="COLUMN",
        help="column with what each did: yes or no, or an amount; bought or spend of a campaign",
    )
    parser.add_argument("--control", metavar="NAME", help="the arm that was left alone")
    parser.add_argument(
        "--control-share",
        type=float,
        metavar="S",
        help="share planned for the control group, 0 to 1 (all arms alike)",
    )
    parser.add_argument("--unit", metavar="COLUMN", help="column with the customers' numbers")
    parser.add_argument(
        "--leave-out", nargs="+", default=[], metavar="COLUMN", help="columns not to learn from"
    )
    parser.add_argument("--save", metavar="NAME", help="keep those who are moved as a segment")
    parser.add_argument("--of", metavar="ARM", help="for --save: by which arm")
    parser.add_argument(
        "--replace", action="store_true", help="for --save: instead of one of that name"
    )
    add_output(parser, "--out", (".csv",), "where to write every customer's predicted uplift")


COMMANDS = (
    Command("uplift", "whom a campaign with a control group moves", run_uplift, _uplift_arguments),
)
