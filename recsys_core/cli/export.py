"""Lists for everybody as a file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.cli import messages as m
from recsys_core.cli import rules, what_if
from recsys_core.cli.output import Output
from recsys_core.cli.rules import rules_note, with_rules
from recsys_core.cli.shared import Command, add_output, opened
from recsys_core.cli.what_if import (
    add_knobs,
    list_choice,
    scenario_note,
)
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

if TYPE_CHECKING:
    from recsys_core.services.export.wide import Extras


def run_export(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.customers.group_choice import NamedGroup
    from recsys_core.services.export.long import Whom, export_lists, read_customers
    from recsys_core.services.export.wide import export_wide

    users: Whom = None if asked.users is None else read_customers(asked.users)
    if asked.segment is not None:
        users = NamedGroup(asked.segment)
    with opened(path, output) as ws:
        choice = with_rules(ws, asked, list_choice(ws, asked))
        how = (choice.model, choice.settings, users, output.progress)
        if asked.wide:
            result = export_wide(ws, asked.out, *how, extras=_extras(asked))
        else:
            result = export_lists(ws, asked.out, *how, scenario=asked.scenario)
    written = say(
        m.EXPORTED,
        rows=result.rows,
        users=result.users,
        seconds=number(result.seconds),
        path=asked.out,
    )
    document = result.to_json() | scenario_note(asked) | rules_note(choice)
    output.result(document, result.said(written))


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    add_output(parser, "--out", (".csv", ".parquet", ".xlsx"), "where to write them", required=True)
    parser.add_argument("--model", default="", metavar="M", help="default: the one in use")
    parser.add_argument("-k", type=int, default=None, help="length of the list (10)")
    what_if.add_scenario(parser)
    rules.add_flag(parser)
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--users", type=Path, metavar="FILE", help="customer numbers, one a line")
    whom.add_argument("--segment", metavar="NAME", help="a group of customers instead")
    parser.add_argument("--include-seen", action="store_true")
    _wide_arguments(parser)
    add_knobs(parser)


def _wide_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--wide", action="store_true", help="one row a customer, for e-mail tools (.csv)"
    )
    parser.add_argument(
        "--with",
        dest="extras",
        nargs="+",
        choices=("price", "reason"),
        default=[],
        help="further columns of a wide file",
    )
    parser.add_argument(
        "--link", default="", metavar="ADDRESS", help="a link for each product, with {item} in it"
    )


def _extras(asked: argparse.Namespace) -> "Extras":
    """The further columns a wide file is asked to have."""
    from recsys_core.services.export.wide import Extras

    return Extras("price" in asked.extras, "reason" in asked.extras, asked.link)


COMMANDS = (Command("export", "lists for everybody, as a file", run_export, _export_arguments),)
