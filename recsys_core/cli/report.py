"""A measurement to take along."""

import argparse
import json
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, plain
from recsys_core.cli.shared import Command, add_output, opened
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say


def _report_arguments(parser: argparse.ArgumentParser) -> None:
    add_output(parser, "--out", (".html", ".htm", ".pptx"), "the report as one file or as slides")
    add_output(parser, "--run-card", (".json",), "all settings, seeds and figures")
    parser.add_argument("--run", metavar="RUN_ID", help="which run (default: latest measurement)")


def run_report(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Write a report, a run card, or both."""
    from recsys_core.services.evaluation.run_card import run_card
    from recsys_core.services.report.report import write_report
    from recsys_core.storage.output import write_whole

    if asked.out is None and asked.run_card is None:
        raise InputError(say(m.SAY_WHAT_TO_WRITE))
    document: dict[str, object] = {}
    said = []
    with opened(path, output) as ws:
        if asked.out is not None:
            result = write_report(ws, asked.out, asked.run)
            document |= result.to_json()
            size = str(result.megabytes)
            said.append(
                say(m.REPORT_WRITTEN, sections=result.sections, megabytes=size, path=asked.out)
            )
        if asked.run_card is not None:
            card = run_card(ws, asked.run)
            text = json.dumps(plain(card), ensure_ascii=False, indent=1)
            write_whole(asked.run_card, text.encode("utf-8"))
            document |= {"run_id": card["run_id"], "run_card": str(asked.run_card)}
            said.append(say(m.CARD_WRITTEN, run=card["run_id"], path=asked.run_card))
    output.result(document, "\n".join(said))


COMMANDS = (
    Command(
        "report",
        "a measurement as one HTML file or as slides (.pptx), and its run card",
        run_report,
        _report_arguments,
    ),
)
