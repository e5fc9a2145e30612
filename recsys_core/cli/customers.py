"""What is known about one customer."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, opened


def run_profile(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.customers.profiles import customer_profile, profile_json

    with opened(path, output) as ws:
        profile = customer_profile(ws, asked.user)
        document = profile_json(profile)
    tastes = [[t["category"], t["share"], t["lift"]] for t in document["tastes"][:10]]
    text = f"{profile.sentence}\n\n{table(m.TASTE_COLUMNS, tastes)}"
    output.result(document, text)


def _profile_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, metavar="ID")


COMMANDS = (
    Command("profile", "what is known about one customer", run_profile, _profile_arguments),
)
