"""How often a difference is found where there is none."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import opened
from recsys_core.wording.numbers import share


def run_aa(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Random splits of the data's own customers."""
    from recsys_core.services.experiments.planning.false_alarms import aa_test

    with opened(path, output) as ws:
        found = aa_test(
            ws,
            asked.window,
            asked.alpha,
            asked.splits,
            "all" if asked.everybody else "come",
            asked.seed,
            output.progress,
        )
    rows = [
        [name, one.alarms, share(one.share), share(one.low), share(one.high)]
        for name, one in found.by_outcome.items()
    ]
    output.result(found.to_json(), f"{found.sentence}\n\n{table(m.AA_COLUMNS, rows)}")


def aa_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--splits",
        type=int,
        default=1000,
        metavar="N",
        help="random splits of the customers (1000)",
    )
    parser.add_argument(
        "--alpha", type=float, default=0.05, metavar="ALPHA", help="alarms allowed (0.05)"
    )
    parser.add_argument(
        "--window", type=int, default=28, metavar="DAYS", help="counted of each customer (28)"
    )
    parser.add_argument(
        "--everybody", action="store_true", help="all at once, not as customers come"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of the random splits (0)")
