"""Commands that take results along: the report and the run card."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.cli.output import Output, plain
from recsys_core.schema.errors import InputError
from recsys_core.services.workspace.workspace import open_workspace

if TYPE_CHECKING:
    from recsys_core.services.export.wide import Extras


def add_report(parser: argparse.ArgumentParser) -> None:
    """Arguments of `report`."""
    parser.add_argument("--out", type=Path, metavar="FILE.html", help="the report as one file")
    parser.add_argument(
        "--run-card", type=Path, metavar="FILE.json", help="all settings, seeds and figures"
    )
    parser.add_argument("--run", metavar="RUN_ID", help="which run (default: latest measurement)")


def add_wide(parser: argparse.ArgumentParser) -> None:
    """Options of `export` for a hand-over file."""
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


def wide_extras(asked: argparse.Namespace) -> "Extras":
    """The further columns a wide file is asked to have."""
    from recsys_core.services.export.wide import Extras

    return Extras("price" in asked.extras, "reason" in asked.extras, asked.link)


def run_report(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Write a report, a run card, or both."""
    from recsys_core.services.evaluation.run_card import run_card
    from recsys_core.services.report.report import write_report, write_whole

    if asked.out is None and asked.run_card is None:
        raise InputError("Say what to write: --out FILE.html, --run-card FILE.json, or both.")
    document: dict[str, object] = {}
    said = []
    with open_workspace(path) as ws:
        if asked.out is not None:
            result = write_report(ws, asked.out, asked.run)
            document |= result.to_json()
            said.append(f"Report of {result.sections} sections, {result.megabytes} MB: {asked.out}")
        if asked.run_card is not None:
            card = run_card(ws, asked.run)
            text = json.dumps(plain(card), ensure_ascii=False, indent=1)
            write_whole(asked.run_card, text.encode("utf-8"))
            document |= {"run_id": card["run_id"], "run_card": str(asked.run_card)}
            said.append(f"Run card of {card['run_id']}: {asked.run_card}")
    output.result(document, "\n".join(said))
