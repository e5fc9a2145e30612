"""Two lists dealt into one: which of them is clicked."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output
from recsys_core.cli.shared import Command, opened
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say


def run_interleave(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Two models of the newest evaluation, simulated, or the sessions of a file."""
    from recsys_core.services.experiments.interleaving import comparing as c

    if asked.file is not None:
        if asked.models:
            raise InputError(say(m.MODELS_OR_SESSIONS))
        told = c.duel_of_file(asked.file, asked.session or "", asked.list or "", asked.click or "")
    else:
        if len(asked.models) != 2:
            raise InputError(say(m.MODELS_OR_SESSIONS))
        with opened(path, output) as ws:
            first, second = asked.models
            told = c.simulate_duel(ws, first, second, asked.reader, asked.k, output.progress)
    output.result(c.duel_json(told), "\n".join(c.duel_sentences(told)))


def _interleave_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "models", nargs="*", metavar="MODEL", help="two models of the newest evaluation"
    )
    parser.add_argument("--file", type=Path, metavar="FILE", help="real sessions instead")
    parser.add_argument(
        "--reader",
        default="navigational",
        metavar="NAME",
        help="how simulated customers click: perfect, navigational or informational (navigational)",
    )
    parser.add_argument("-k", type=int, default=10, metavar="N", help="products on the list (10)")
    parser.add_argument("--session", metavar="COLUMN", help="the column of the session")
    parser.add_argument("--list", metavar="COLUMN", help="the column of which of the two lists")
    parser.add_argument("--click", metavar="COLUMN", help="the column of whether it was clicked")


COMMANDS = (
    Command(
        "interleave",
        "two lists dealt into one: which of them is clicked",
        run_interleave,
        _interleave_arguments,
    ),
)
