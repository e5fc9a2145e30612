"""Commands about the house: who did what, and what is kept."""

import argparse
from datetime import date
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened
from recsys_core.wording.messages import say

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
    counted = {"files": done.files, "rows": done.rows, "bytes": done.size}
    output.result(counted | {"path": str(done.path), "accounts": done.accounts}, done.sentence)


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--accounts",
        action="store_true",
        help="also who may log in, with roles and hashes of passwords",
    )
    add_output(parser, "--out", (".zip",), "the file to write", required=True)


def run_restore(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Bring a backup back into the workspace's folder."""
    from recsys_core.services.keeping import messages as kept
    from recsys_core.services.keeping.restore import restore
    from recsys_core.services.keeping.snapshots import restore_snapshot

    if asked.file.suffix == ".duckdb":
        rows = restore_snapshot(asked.file, path)
        told = say(kept.SNAPSHOT_RESTORED, n=rows, file=asked.file.name)
        output.result({"files": 1, "rows": rows, "path": str(path)}, told)
        return
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


def run_retention(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Show or take out what is older than some months; or choose that for every import."""
    from recsys_core.services.keeping.retention import (
        apply_retention,
        keep_for,
        months_kept,
        preview_retention,
    )

    with opened(path, output) as ws:
        if asked.every_import is not None:
            keep_for(ws, asked.every_import)
        found = None
        if asked.older_than is not None:
            work = apply_retention if asked.apply else preview_retention
            found = work(ws, asked.older_than, asked.today)
        kept = months_kept(ws)
    said = found.sentences if found else []
    said.append(say(m.KEPT_FOR, n=kept) if kept else say(m.KEPT_FOREVER))
    document = found.to_json() if found else {}
    output.result(document | {"every_import": kept}, "\n".join(said))


def _retention_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--older-than", type=int, metavar="MONTHS", help="what is older than this")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--preview", action="store_true", help="say what would go (the default)")
    how.add_argument("--apply", action="store_true", help="take it out, for good")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        metavar="DATE",
        help="count back from this day instead of today",
    )
    parser.add_argument(
        "--every-import",
        type=int,
        metavar="MONTHS",
        help="from now on with each import; 0 for never",
    )


COMMANDS = (
    Command("audit-log", "who did what and when", run_audit_log, _audit_arguments),
    Command("backup", "the whole workspace in one file", run_backup, _backup_arguments),
    Command("restore", "bring a backup back", run_restore, _restore_arguments),
    Command(
        "retention", "take out rows older than some months", run_retention, _retention_arguments
    ),
)
