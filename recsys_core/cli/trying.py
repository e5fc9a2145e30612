"""Commands that try something out: a made-up visitor, the product's side, feedback."""

import argparse
from pathlib import Path

from recsys_core.cli.output import Output, table
from recsys_core.services.workspace import open_workspace


def add_visitor(parser: argparse.ArgumentParser) -> None:
    """Arguments of `visitor`."""
    parser.add_argument(
        "--add", nargs="+", default=[], metavar="ITEM", help="products the visitor picks"
    )
    parser.add_argument("--text", default="", help="what the visitor is looking for, in words")
    parser.add_argument("--model", default="auto", metavar="M")
    parser.add_argument("-k", type=int, default=10)


def run_visitor(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """A list for somebody who has bought nothing yet."""
    from recsys_core.services.visitor import visitor_list

    with open_workspace(path) as ws:
        found = visitor_list(ws, asked.add, asked.text, asked.model, asked.k)
    rows = [[one.rank, one.title, one.category, one.item_id, one.reason] for one in found.items]
    text = table(["rank", "product", "category", "number", "why"], rows)
    output.result(found.to_json(), f"{found.how}\n\n{text}")
