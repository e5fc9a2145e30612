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


def run_customers(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Customers of whom all of a text holds, the most active first."""
    from recsys_core.services.customers.finding import SEARCH_COLUMNS, find_customers

    with opened(path, output) as ws:
        frame, said = find_customers(ws, " ".join(asked.find))
    shown = frame[SEARCH_COLUMNS].head(asked.limit).astype(object)
    rows = shown.where(shown.notna(), None).to_dict("records")
    listed = table(SEARCH_COLUMNS, [list(row.values()) for row in rows])
    output.result({"found": len(frame), "sentence": said, "customers": rows}, f"{said}\n{listed}")


def _customers_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--find", nargs="+", default=[], metavar="WORD", help="words and facts")
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="how many to list (50)")


def _profile_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, metavar="ID")


COMMANDS = (
    Command(
        "customers",
        "find customers by their number and by what is known of them",
        run_customers,
        _customers_arguments,
    ),
    Command("profile", "what is known about one customer", run_profile, _profile_arguments),
)
