"""Storyboard and bookmarks on the command line: states of pages to show or to come back to."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, opened
from recsys_core.wording.messages import say


def _arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--add", nargs=2, metavar=("ADDRESS", "LINE"), help="a page's address and what it shows"
    )
    what.add_argument("--remove", type=int, metavar="N", help="take state N out")
    what.add_argument(
        "--move", nargs=2, type=int, metavar=("N", "TO"), help="show state N at another place"
    )


def run_storyboard(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """List the states, after the change that is asked for."""
    from recsys_core.services.workspace import storyboard as service

    with opened(path, output) as ws:
        if asked.add:
            service.add_state(ws, *asked.add)
        if asked.remove is not None:
            service.remove_state(ws, asked.remove)
        if asked.move:
            service.move_state(ws, *asked.move)
        found = service.storyboard(ws)
    rows = [[number, one.line, one.address] for number, one in enumerate(found, start=1)]
    document = {"storyboard": [{"line": one.line, "address": one.address} for one in found]}
    output.result(document, table(m.STATE_COLUMNS, rows) if found else say(m.NO_STATES))


def run_bookmarks(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """List the bookmarks, after the change that is asked for."""
    from recsys_core.services.workspace import bookmarks as service

    with opened(path, output) as ws:
        if asked.keep:
            service.keep_bookmark(ws, *asked.keep)
        if asked.remove:
            service.forget_bookmark(ws, asked.remove)
        found = service.bookmarks(ws)
    document = {"bookmarks": [{"name": one, "address": found[one]} for one in found]}
    rows = [[name, address] for name, address in found.items()]
    output.result(document, table(m.BOOKMARK_COLUMNS, rows))


def _bookmark_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--keep", nargs=2, metavar=("NAME", "ADDRESS"), help="a page's address under a name"
    )
    what.add_argument("--remove", metavar="NAME", help="forget one")


COMMANDS = (
    Command("bookmarks", "states of pages under a name", run_bookmarks, _bookmark_arguments),
    Command(
        "storyboard", "states of pages to walk through in a meeting", run_storyboard, _arguments
    ),
)
