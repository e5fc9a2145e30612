"""Commands about figures: measure, by group, and whether they can be trusted."""

import argparse
from dataclasses import asdict
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, following, opened
from recsys_core.wording.messages import say

SPLITS = ("time", "per-user-time", "leave-one-out", "leave-last-basket", "random")


def run_evaluate(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.evaluation.queue import (
        evaluate_and_wait,
        evaluation_config,
        models_to_measure,
    )

    given = {"split": asked.split, "folds": asked.folds, "k": asked.k}
    config = evaluation_config(
        new_items_only=not asked.include_seen,
        **{name: value for name, value in given.items() if value is not None},
    )
    with opened(path, output) as ws:
        models = models_to_measure(ws, asked.models, everything=asked.all)
        board = evaluate_and_wait(ws, models, config, asked.holdout, following(output))
    rows = [[r.model, r.metric, r.value, r.low, r.high, r.n] for r in board.rows]
    text = table(m.FIGURE_COLUMNS, rows)
    said = [board.sentence, board.protocol["sentence"], *board.protocol["denominators"].values()]
    output.result(board.to_dict(), "\n\n".join([text, *said]))


def _evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("models", nargs="*", metavar="MODEL", help="default: the trained models")
    parser.add_argument("--all", action="store_true", help="every model this data is enough for")
    parser.add_argument("--split", choices=SPLITS, default=None)
    parser.add_argument("--folds", type=int, default=None, metavar="N")
    parser.add_argument("--holdout", type=Path, metavar="FILE", help="pairs nobody trained on")
    parser.add_argument("-k", type=int, default=None, help="length of the lists (10)")
    parser.add_argument(
        "--include-seen", action="store_true", help="let bought products into the lists"
    )


def _slices_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--by",
        metavar="KIND",
        help="Segment, tenure, activity, a fact of the customer list, or of products popularity, "
        "category, brand; default: all but the last two",
    )
    parser.add_argument(
        "--metric",
        metavar="METRIC",
        help="NDCG@10, HitRate …; default: every metric, tests and comparisons on NDCG",
    )


def _audit_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--quick",
        action="store_true",
        help="without the shuffled run, which trains the best model once more",
    )


def run_slices(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Figures by group of customers and band of products."""
    from recsys_core.services.evaluation.exposures import shown_products
    from recsys_core.services.evaluation.slices import slices_document

    with opened(path, output) as ws:
        document = slices_document(ws, asked.by, asked.metric)
        divided = [kind["name"] for kind in document["kinds"] if not kind["customers"]]
        places = [shown_products(ws, kind) for kind in divided]
    shown = document["metric"]
    real = {
        (test["kind"], test["slice"], test["model"]) for test in document["tests"] if test["real"]
    }
    rows = [
        [
            row["kind"],
            row["slice"],
            row["model"],
            row["value"],
            row["low"],
            row["high"],
            row["n"],
            _remark(row["enough"], (row["kind"], row["slice"], row["model"]) in real),
        ]
        for row in document["rows"]
        if row["metric"] == shown
    ]
    header = ["by", "group", "model", shown, "low", "high", "customers", ""]
    document["places"] = [asdict(one) for one in places]
    sentences = [*document["sentences"], *(one.sentence for one in places)]
    output.result(document, "\n\n".join([table(header, rows), *sentences]))


def run_audit(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Every check on the newest evaluation, the shuffled run included unless told otherwise."""
    from recsys_core.services.evaluation.audit import audit
    from recsys_core.services.evaluation.shuffled_labels import shuffled_run_and_wait

    with opened(path, output) as ws:
        found = audit(ws)
        if found.possible and not found.shuffled and not asked.quick:
            shuffled_run_and_wait(ws, found.run_id, following(output))
            found = audit(ws)
    lines = [f"{one.severity:>4}  {one.sentence} {one.action}".rstrip() for one in found.findings]
    output.result(found.to_json(), "\n".join([found.sentence, "", *lines]))


def _remark(enough: bool, real: bool) -> str:
    if not enough:
        return say(m.TOO_FEW)
    return say(m.DIFFERS) if real else ""


COMMANDS = (
    Command(
        "evaluate",
        "measure models on purchases they have not seen",
        run_evaluate,
        _evaluate_arguments,
    ),
    Command(
        "slices",
        "who is served well: figures by group of customers and of products",
        run_slices,
        _slices_arguments,
    ),
    Command(
        "audit",
        "can the figures of the newest evaluation be trusted",
        run_audit,
        _audit_arguments,
    ),
)
