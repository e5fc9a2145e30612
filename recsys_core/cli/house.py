"""Commands about the house: who did what, and what is kept."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened

SHOWN = 200
"""Entries that the text lists; the document and the file have all of them."""


class _Folder:
    """A workspace's folder, which the server may have open meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()


def run_audit_log(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """List, search, verify or hand over the audit log; also while the server runs."""
    from recsys_core.services.audit.reading import (
        audit_entries,
        audit_rows,
        in_words,
        verify_whole,
        write_audit,
    )

    place = _Folder(path)
    said = [verify_whole(place)] if asked.verify else []
    found = audit_entries(place, asked.search, asked.since)
    if asked.out is not None:
        write_audit(found, asked.out)
    rows = [[one.at[:19].replace("T", " "), one.who, *in_words(one)] for one in found[:SHOWN]]
    listed = [] if asked.verify else [table(m.AUDIT_COLUMNS, rows)]
    output.result(audit_rows(found), "\n".join([*said, *listed]))


def _audit_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--search", default="", metavar="TEXT", help="only entries with this word, name or customer"
    )
    parser.add_argument(
        "--since", default="", metavar="DATE", help="only entries from this day on (UTC)"
    )
    parser.add_argument(
        "--verify", action="store_true", help="recompute the chain of all entries first"
    )
    add_output(parser, "--out", (".csv", ".json"), "where to write the entries")


def run_backup(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Write the whole workspace to one file."""
    from recsys_core.services.keeping.backup import back_up

    with opened(path, output) as ws:
        done = back_up(ws, asked.out, asked.accounts, output.progress)
    document = {"files": done.files, "rows": done.rows, "bytes": done.size, "path": done.path}
    output.result(document | {"path": str(done.path), "accounts": done.accounts}, done.sentence)


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accounts",
        action="store_true",
        help="also who may log in, with roles and hashes of passwords",
    )
    add_output(parser, "--out", (".zip",), "the file to write", required=True)


def run_restore(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Bring a backup back into the workspace's folder."""
    from recsys_core.services.keeping.restore import restore

    done = restore(asked.file, path, asked.replace, output.progress)
    document = {"files": done.files, "rows": done.rows, "path": str(done.path)}
    before = str(done.before) if done.before else None
    output.result(document | {"made_at": done.made_at, "before": before}, done.sentence)


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="a workspace may be there: it is kept beside it under another name",
    )


COMMANDS = (
    Command("audit-log", "who did what and when", run_audit_log, _audit_arguments),
    Command("backup", "the whole workspace in one file", run_backup, _backup_arguments),
    Command("restore", "bring a backup back", run_restore, _restore_arguments),
)
