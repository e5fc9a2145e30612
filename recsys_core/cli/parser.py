"""What can be typed: the commands of every case, and the options all of them take."""

import argparse
import os
from pathlib import Path
from typing import Any

from recsys_core.cli import (
    auction,
    audience,
    bandit,
    campaigns,
    clusters,
    customers,
    data,
    evaluation,
    experiment,
    experiment_readout,
    export,
    groups,
    house,
    interleave,
    items,
    off_policy,
    offers,
    placements,
    privacy,
    recommend,
    report,
    response_models,
    rules,
    segments,
    storyboard,
    training,
    uplift,
    users,
    what_if,
    workspace,
)
from recsys_core.cli import messages as m
from recsys_core.cli.shared import Command, Parser
from recsys_core.wording.messages import say

DEFAULT_WORKSPACE = "data/workspace"
CASES = (
    data, customers, segments, clusters, campaigns, audience, offers, auction, training, evaluation,
    recommend, what_if, items, export, groups, rules, report, storyboard, workspace,
    response_models, uplift, placements, off_policy, bandit, interleave, experiment,
    experiment_readout, house, privacy, users,
)  # fmt: skip
GROUPS = {"experiment": m.EXPERIMENT}
"""Words before the name of a command that has several: `experiment plan`."""
COMMANDS: dict[str, Command] = {one.name: one for case in CASES for one in case.COMMANDS}


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    return _built()[0]


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command by its name."""
    return _built()[1]


def _built() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    common = Parser(add_help=False)
    # SUPPRESS: given before or after the command, and never overwritten by the other's default.
    common.add_argument(
        "--workspace",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="folder of the workspace (default: $TASTELAB_WORKSPACE or data/workspace)",
    )
    common.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help="print one JSON document on standard output, messages on standard error",
    )
    parser = Parser(prog="python -m recsys_core", description=say(m.DESCRIPTION), parents=[common])
    places = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    groups: dict[str, Any] = {}
    found = {}
    for command in COMMANDS.values():
        group, _, verb = command.name.rpartition(" ")
        if group and group not in groups:
            about = say(GROUPS[group])
            place = places.add_parser(group, help=about, description=about)
            groups[group] = place.add_subparsers(dest="command", metavar="WHAT", required=True)
        help = say(command.help)
        beside = groups[group] if group else places
        place = beside.add_parser(verb, help=help, description=help, parents=[common])
        place.set_defaults(command=command.name)
        if command.arguments:
            command.arguments(place)
        found[command.name] = place
    return parser, found


def workspace_path(arguments: argparse.Namespace) -> Path:
    """The workspace asked for, else the environment's, else the default."""
    chosen = getattr(arguments, "workspace", None)
    return chosen or Path(os.environ.get("TASTELAB_WORKSPACE") or DEFAULT_WORKSPACE)
