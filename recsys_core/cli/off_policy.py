"""What another choice of items would have earned, from a log."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, opened


def run_off_policy(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Judge a policy by the log of another."""
    from recsys_core.services.experiments.off_policy import judging as j
    from recsys_core.services.experiments.off_policy.log_columns import LogColumns

    columns = LogColumns(
        asked.item or "",
        asked.click or "",
        asked.propensity or "",
        asked.position or "",
        asked.user or "",
    )
    with opened(path, output) as ws:
        told = j.judge_file(ws, asked.file, asked.target, columns, output.progress)
    said = "\n".join(j.judged_sentences(told))
    if not told.refused:
        rows = j.estimates_frame(told).to_numpy(dtype=object).tolist()
        said = f"{said}\n\n{table(m.ESTIMATE_COLUMNS, rows)}"
    output.result(j.judged_json(told), said)


def _off_policy_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="a row each time something was shown (the exposures of the workspace)",
    )
    parser.add_argument(
        "--target",
        metavar="FILE|MODEL|ITEM",
        help="what is judged: another log or a table of chances, a trained model, "
        "or one item shown always (a random choice among all items)",
    )
    parser.add_argument("--item", metavar="COLUMN", help="the column of what was shown")
    parser.add_argument("--click", metavar="COLUMN", help="the column of what came of it")
    parser.add_argument(
        "--propensity", metavar="COLUMN", help="the column of how likely it was to be shown"
    )
    parser.add_argument("--position", metavar="COLUMN", help="the column of where it was shown")
    parser.add_argument("--user", metavar="COLUMN", help="the column of the customer")


COMMANDS = (
    Command(
        "offpolicy",
        "what another choice of items would have earned, from a log",
        run_off_policy,
        _off_policy_arguments,
    ),
)
