"""Groups of customers: grown by those who are like them, and handed over."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    from recsys_core.services.export.people import HandOver

ENDINGS = (".csv", ".parquet", ".xlsx")


def run_lookalike(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """A list from a file or a group, grown by those who are like it."""
    from recsys_core.services.customers.group_choice import group_members
    from recsys_core.services.customers.lookalikes.id_files import named_customers
    from recsys_core.services.customers.lookalikes.lookalike import (
        CHANCE,
        apart_sentence,
        grow_list,
        grown_json,
        grown_sentence,
    )
    from recsys_core.services.export.people import hand_over, write_frame

    if (asked.seed is None) == (asked.segment is None):
        raise InputError(say(m.FILE_OR_GROUP, file="--seed", group="--segment"))
    said: list[str] = []
    unknown: tuple[str, ...] = ()
    with opened(path, output) as ws:
        if asked.seed is not None:
            named = named_customers(ws, asked.seed, asked.column)
            members, unknown = named.members, named.unknown
            said.append(named.sentence)
            if asked.unknown is not None:
                write_frame(asked.unknown, named.unknown_frame)
        else:
            members = group_members(ws, asked.segment)
        grown = grow_list(ws, members, asked.size, output.progress)
        said += [grown_sentence(grown), apart_sentence(grown)]
        if asked.out is not None and not grown.found.refused:
            users = list(grown.customers["user_id"])
            beside = grown.customers[["rank", CHANCE]]
            said.append(hand_over(ws, users, asked.out, how(asked), beside).sentence)
    rows = [[one.way, one.lift, one.low, one.high] for one in grown.found.trials]
    listed = table(m.LIFT_COLUMNS, rows) if rows else ""
    output.result(grown_json(grown, len(unknown)), "\n".join([*filter(None, said), "", listed]))


def _lookalike_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=Path, metavar="FILE", help="the list: any file with numbers")
    parser.add_argument("--segment", metavar="NAME", help="a group instead of a file")
    parser.add_argument("--column", metavar="C", help="column of the file (that with most of them)")
    parser.add_argument("--size", type=int, default=100, metavar="N", help="how many to find (100)")
    add_output(parser, "--out", ENDINGS, "where to write who was found")
    add_output(parser, "--unknown", (".csv",), "where to write the numbers that are nobody's here")
    add_hand_over(parser)


def run_hand_over(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """A group as a file; the key and the smallest group that go with it."""
    from recsys_core.services.customers.group_choice import group_users
    from recsys_core.services.customers.lookalikes.id_files import named_customers
    from recsys_core.services.customers.profiles import customer_overview
    from recsys_core.services.export.people import (
        hand_over,
        hand_over_columns,
        new_key,
        set_smallest_group,
        smallest_group,
    )

    if asked.out is not None and (asked.users is None) == (asked.segment is None):
        raise InputError(say(m.FILE_OR_GROUP, file="--users", group="--segment"))
    with opened(path, output) as ws:
        if asked.smallest_group is not None:
            set_smallest_group(ws, asked.smallest_group)
        if asked.new_key is not None:
            new_key(ws, asked.new_key)
        document: dict[str, object] = {"smallest_group": smallest_group(ws)}
        if asked.out is None:
            document["columns"] = [] if ws.is_empty() else hand_over_columns(ws)
            output.result(document, say(m.SMALLEST_GROUP, n=document["smallest_group"]))
            return
        said = []
        if asked.users is not None:
            named = named_customers(ws, asked.users, asked.column)
            users = list(customer_overview(ws)["user_id"][named.members])
            said.append(named.sentence)
        else:
            users = group_users(ws, asked.segment)
        account = hand_over(ws, users, asked.out, how(asked))
    output.result(document | asdict(account), "\n".join([*said, account.sentence]))


def _hand_over_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--segment", metavar="NAME", help="a group")
    parser.add_argument("--users", type=Path, metavar="FILE", help="customers of a file instead")
    parser.add_argument("--column", metavar="C", help="column of the file (that with most of them)")
    add_output(parser, "--out", ENDINGS, "where to write them")
    add_hand_over(parser)
    parser.add_argument(
        "--new-key", type=Path, metavar="PATH", help="make a key there, outside the workspace"
    )
    parser.add_argument(
        "--smallest-group", type=int, metavar="N", help="fewer are not handed over (10)"
    )


def run_compare(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Two to four groups beside each other, and the model that serves each best."""
    from recsys_core.services.customers.side_by_side.comparison import (
        compare_segments,
        comparison_json,
        figure_name,
    )
    from recsys_core.services.evaluation.segment_models import group_models

    with opened(path, output) as ws:
        found = compare_segments(ws, asked.names)
        models = group_models(ws, asked.names)
    document = comparison_json(found)
    document["models"] = [asdict(one) | {"sentence": one.sentence} for one in models]
    rows = [
        [one.group, figure_name(one.figure), one.mean, one.low, one.high, one.average]
        for one in (*found.figures, *found.categories)
        if one.differs
    ]
    said = [*document["sentences"], *(one.sentence for one in models)]
    output.result(document, "\n".join([*said, "", table(m.COMPARED_COLUMNS, rows)]))


def _compare_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="NAME", help="two to four groups")


def add_hand_over(parser: argparse.ArgumentParser) -> None:
    """The options of what a file about people holds; `how` reads them."""
    parser.add_argument(
        "--columns", nargs="+", default=[], metavar="C", help="figures and facts beside the number"
    )
    parser.add_argument(
        "--ids",
        choices=("plain", "keyed", "email"),
        default="plain",
        help="numbers as they are, under a key, or e-mails hashed for ad platforms",
    )
    parser.add_argument(
        "--key", type=Path, metavar="PATH", help="file with the key (default: $TASTELAB_ID_KEY)"
    )
    parser.add_argument("--email", default="", metavar="FACT", help="the fact that is the e-mail")


def how(asked: argparse.Namespace) -> "HandOver":
    """What a file about people is asked to hold."""
    from recsys_core.services.export.people import HandOver

    return HandOver(asked.columns, asked.ids, asked.key, asked.email)


COMMANDS = (
    Command(
        "lookalike", "grow a list by customers who are like it", run_lookalike, _lookalike_arguments
    ),
    Command("compare-segments", "groups beside each other", run_compare, _compare_arguments),
    Command("hand-over", "a group of customers as a file", run_hand_over, _hand_over_arguments),
)
