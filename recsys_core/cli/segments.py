"""Segments of customers: list, show, keep, delete, hand over."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recsys_core.cli import messages as m
from recsys_core.cli.groups import ENDINGS, add_hand_over, how
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    from recsys_core.services.customers.segments.saved import SavedSegment


def run_segments(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """List the kept segments, or do with them what is asked."""
    from recsys_core.services.customers.profiles import customer_overview
    from recsys_core.services.customers.segments.members import members
    from recsys_core.services.customers.segments.saved import delete, saved
    from recsys_core.services.customers.segments.segment_file import save_file
    from recsys_core.services.export.people import hand_over

    if (asked.hand_over is None) != (asked.out is None):
        raise InputError(say(m.EXPORT_NEEDS_OUT))
    name, unknown, account = asked.show or asked.hand_over, 0, None
    with opened(path, output) as ws:
        if asked.save is not None:
            content, title = _read(asked.save), asked.save.stem
            name, unknown = save_file(ws, content, title, fixed=asked.fixed, replace=asked.replace)
        if asked.delete is not None:
            delete(ws, asked.delete)
        if asked.hand_over is not None:
            who = customer_overview(ws)["user_id"][members(ws, asked.hand_over)]
            account = hand_over(ws, list(who), asked.out, how(asked))
        found = [one for one in saved(ws) if name is None or one.name == name]
        if name is not None and not found:
            raise InputError(say(m.NO_SEGMENT_NAMED, name=name))
    if unknown:
        output.say(say(m.UNKNOWN_MEMBERS, n=unknown))
    document = [_plain(one) for one in found]
    if account is not None:
        document[0] |= {"file": str(asked.out)} | asdict(account)
    listed = [[one.name, one.kind, one.size, one.share, one.spend_share] for one in found]
    said = [one.problem or one.sentence for one in found] if name is not None else []
    said += [account.sentence] if account is not None else []
    text = "\n".join([table(m.SEGMENT_COLUMNS, listed), *said]) if found else say(m.NO_SEGMENTS)
    output.result(document, text)


def _plain(one: "SavedSegment") -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "size": one.size,
        "share": one.share,
        "spend_share": one.spend_share,
        "definition": None if one.definition is None else one.definition.plain(),
        "sentence": one.sentence,
        "gone": one.gone,
        "data_changed": one.changed,
        "problem": one.problem or None,
    }


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(say(m.UNREADABLE, path=path)) from error


def _segments_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--save", type=Path, metavar="FILE.yaml", help="keep the segment of a file")
    what.add_argument("--delete", metavar="NAME", help="take one out")
    what.add_argument("--show", metavar="NAME", help="one of them, with what it says")
    what.add_argument(
        "--export", dest="hand_over", metavar="NAME", help="write its customers to --out"
    )
    parser.add_argument(
        "--fixed", action="store_true", help="for --save: keep who is in now, not the conditions"
    )
    parser.add_argument(
        "--replace", action="store_true", help="for --save: instead of one of that name"
    )
    add_output(parser, "--out", ENDINGS, "where to write the customers")
    add_hand_over(parser)


COMMANDS = (
    Command(
        "segments",
        "groups of customers: list, keep, hand over",
        run_segments,
        _segments_arguments,
    ),
)
