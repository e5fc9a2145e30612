"""Groups of customers and themes of products that the data holds."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, opened


def run_clusters(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Groups of customers, or slices of one cloud where there are none."""
    from recsys_core.services.customers.groups.clusters import (
        cluster_table,
        clusters,
        clusters_json,
    )

    with opened(path, output) as ws:
        found = clusters(ws, asked.by, asked.method, asked.number, output.progress)
        document, frame = clusters_json(ws, found), cluster_table(ws, found)
    rows = frame[["name", "customers", "share", "spend_share", "apart"]].values.tolist()
    output.result(document, f"{document['sentence']}\n\n{table(m.GROUP_COLUMNS, rows)}")


def _clusters_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--by",
        default="rfm",
        metavar="BASIS",
        help="rfm (how often, how much, how lately), figures or tastes",
    )
    parser.add_argument(
        "--method", default="k-means", metavar="METHOD", help="k-means or mixture (of Gaussians)"
    )
    _number(parser)


def run_themes(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """What the products are about."""
    from recsys_core.services.customers.groups.themes import themes, themes_json

    with opened(path, output) as ws:
        found = themes(ws, asked.number, output.progress)
    document = themes_json(found)
    columns = ["theme", "products", "customer_share", "share", "examples"]
    listed = table(m.THEME_COLUMNS, found.table[columns].values.tolist())
    output.result(document, f"{document['sentence']}\n\n{listed}")


def _number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--number", type=int, metavar="N", help="how many; as many as stand out unless set"
    )


COMMANDS = (
    Command("clusters", "groups of customers, if there are any", run_clusters, _clusters_arguments),
    Command("themes", "what the products are about", run_themes, _number),
)
