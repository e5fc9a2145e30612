"""Commands that look behind the figures: who is served well, and whether they can be trusted."""

import argparse
from pathlib import Path

from recsys_core.cli.output import Output, table
from recsys_core.jobs.job import Job
from recsys_core.services.workspace.workspace import open_workspace


def add_slices(parser: argparse.ArgumentParser) -> None:
    """Arguments of `slices`."""
    parser.add_argument(
        "--by",
        metavar="KIND",
        help="Segment, tenure, activity, popularity (of products), or a fact of the customer list; "
        "default: all of them",
    )
    parser.add_argument(
        "--metric",
        metavar="METRIC",
        help="NDCG@10, HitRate …; default: every metric, tests and comparisons on NDCG",
    )


def add_audit(parser: argparse.ArgumentParser) -> None:
    """Arguments of `audit`."""
    parser.add_argument(
        "--quick",
        action="store_true",
        help="without the shuffled run, which trains the best model once more",
    )


def run_slices(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Figures by group of customers and band of products."""
    from recsys_core.services.evaluation.slices import slices_document

    with open_workspace(path) as ws:
        document = slices_document(ws, asked.by, asked.metric)
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
    output.result(document, "\n\n".join([table(header, rows), *document["sentences"]]))


def run_audit(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Every check on the newest evaluation, the shuffled run included unless told otherwise."""
    from recsys_core.services.evaluation.audit import audit
    from recsys_core.services.evaluation.shuffled_labels import shuffled_run_and_wait

    def follow(job: Job) -> None:
        if job.state == "running":
            output.progress(job.fraction, f"{job.title}  {job.message}")

    with open_workspace(path) as ws:
        found = audit(ws)
        if found.possible and not found.shuffled and not asked.quick:
            shuffled_run_and_wait(ws, found.run_id, follow)
            found = audit(ws)
    lines = [f"{one.severity:>4}  {one.sentence} {one.action}".rstrip() for one in found.findings]
    output.result(found.to_json(), "\n".join([found.sentence, "", *lines]))


def _remark(enough: bool, real: bool) -> str:
    if not enough:
        return "too few to tell"
    return "differs from the bestsellers" if real else ""
