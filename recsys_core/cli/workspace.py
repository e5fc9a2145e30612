"""Commands about the workspace as a whole: a period of it, its changes, how it writes amounts."""

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, opened
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, money


def run_period(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """The figures of a period beside those of the one before."""
    from recsys_core.services.data.periods import compare

    with opened(path, output) as ws:
        found = compare(ws, asked.first, asked.last)
    names = list(asdict(found.now))
    rows = [[name, getattr(found.now, name), getattr(found.then, name, None)] for name in names]
    text = table([*m.PERIOD_COLUMNS], rows)
    output.result(found.to_json(), f"{found.sentence}\n{text}")


def _period_arguments(parser: argparse.ArgumentParser) -> None:
    days: dict[str, Any] = {"type": date.fromisoformat, "required": True, "metavar": "DATE"}
    parser.add_argument("--from", dest="first", help="the first day", **days)
    parser.add_argument("--to", dest="last", help="the last", **days)


def run_changes(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """What was changed lately; with --undo the latest change is taken back first."""
    from recsys_core.services.workspace.changes import recent_changes, undo_last

    with opened(path, output) as ws:
        undone = undo_last(ws) if asked.undo else None
        found = recent_changes(ws)
    rows = [{"at": one.at, "what": one.sentence, "undone": one.undone} for one in found]
    said = [say(m.UNDONE, change=undone.sentence)] if undone else []
    said.append(
        table(
            m.CHANGE_COLUMNS, [[f"{r['at']:%Y-%m-%d %H:%M}", r["what"], r["undone"]] for r in rows]
        )
    )
    output.result({"changes": rows, "undone": undone and undone.sentence}, "\n".join(said))


def _changes_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--undo", action="store_true", help="take the latest one back")


def run_amounts(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Say or choose in which currency money is and how numbers are written."""
    from recsys_core.services.workspace.amounts import currency_is_open, set_amounts

    with opened(path, output) as ws:
        if (asked.currency, asked.numbers) != (None, None):
            set_amounts(ws, asked.currency, asked.numbers)
        now, is_open = ws.amounts(), currency_is_open(ws)
    document = {"currency": now.currency or None, "numbers": now.style, "asked": is_open}
    text = say(m.AMOUNTS, currency=now.currency or UNKNOWN, amount=money(1234.5))
    output.result(document, say(m.CURRENCY_OPEN) if is_open else text)


def _amounts_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--currency", metavar="CODE", help='a code or a sign; "" if not known')
    parser.add_argument("--numbers", metavar="STYLE", help="1,234.56 or 1.234,56 or 1 234,56")


COMMANDS = (
    Command(
        "period",
        "figures of a period, against as many days before it",
        run_period,
        _period_arguments,
    ),
    Command(
        "changes",
        "what was changed lately: rules, settings, feedback, scenarios, storyboard",
        run_changes,
        _changes_arguments,
    ),
    Command(
        "amounts",
        "in which currency money is and how numbers are written",
        run_amounts,
        _amounts_arguments,
    ),
)
