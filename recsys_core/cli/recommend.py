"""One list, for a customer or a visitor; and what customers said of products."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli import rules, what_if
from recsys_core.cli.output import Output, table
from recsys_core.cli.rules import rules_note, with_rules
from recsys_core.cli.shared import Command, opened
from recsys_core.cli.what_if import (
    add_knobs,
    list_choice,
    scenario_note,
)
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say


def run_recommend(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.recommend.recommend import RecommendRequest, recommend

    with opened(path, output) as ws:
        choice = with_rules(ws, asked, list_choice(ws, asked))
        request = RecommendRequest(
            user=asked.user,
            model=choice.model,
            k=choice.settings.k,
            rerank_config=choice.rerank_config,
            include_seen=choice.settings.include_seen,
            explain=asked.explain,
            add=tuple(asked.add),
            drop=tuple(asked.drop),
        )
        result = recommend(ws, request)
    rows = [
        [item.rank, item.title, item.category, item.score, item.item_id, item.reason]
        for item in result.items
    ]
    document = result.to_json() | scenario_note(asked) | rules_note(choice)
    header = ["rank", "product", "category", "score", "number", "why"]
    output.result(document, table(header, rows))


def _recommend_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, metavar="ID")
    parser.add_argument("--model", default="", metavar="M", help="default: the one in use")
    parser.add_argument("-k", type=int, default=None, help="length of the list (10)")
    what_if.add_scenario(parser)
    rules.add_flag(parser)
    add_knobs(parser)
    parser.add_argument("--explain", action="store_true", help="with reasons and evidence")
    parser.add_argument("--include-seen", action="store_true")
    parser.add_argument("--add", nargs="+", default=[], metavar="ITEM")
    parser.add_argument("--drop", nargs="+", default=[], metavar="ITEM")


def _visitor_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--add", nargs="+", default=[], metavar="ITEM", help="products the visitor picks"
    )
    parser.add_argument("--text", default="", help="what the visitor is looking for, in words")
    parser.add_argument("--model", default="", metavar="M", help="default: the one in use")
    parser.add_argument("-k", type=int, default=10)


def run_visitor(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """A list for somebody who has bought nothing yet."""
    from recsys_core.services.recommend.visitor.visitor import VISITOR_RERANKING, visitor_list

    with opened(path, output) as ws:
        found = visitor_list(ws, asked.add, asked.text, asked.model, asked.k, VISITOR_RERANKING)
    rows = [[one.rank, one.title, one.category, one.item_id, one.reason] for one in found.items]
    text = table(m.LIST_COLUMNS, rows)
    output.result(found.to_json(), f"{found.how}\n\n{text}")


def _feedback_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", metavar="ID")
    parser.add_argument("--item", metavar="ID")
    verdict = parser.add_mutually_exclusive_group()
    verdict.add_argument("--up", dest="verdict", action="store_const", const="up")
    verdict.add_argument("--down", dest="verdict", action="store_const", const="down")
    verdict.add_argument("--never", dest="verdict", action="store_const", const="never")
    verdict.add_argument("--remove", action="store_true", help="take it back")
    parser.add_argument("--list", action="store_true", help="what is kept")
    parser.add_argument(
        "--vanished",
        action="store_true",
        help="list or remove that of customers who are no longer in the data",
    )


def run_feedback(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Keep a verdict on a product for a customer, take it back, or list what is kept."""
    from recsys_core.services.customers import feedback

    if not asked.list and not (asked.verdict or asked.remove):
        raise InputError(say(m.SAY_VERDICT))
    if asked.verdict and not (asked.user and asked.item):
        raise InputError(say(m.NAME_BOTH))
    if asked.remove and not asked.user and not asked.vanished:
        raise InputError(say(m.NAME_CUSTOMER))
    document: dict[str, object] = {}
    with opened(path, output) as ws:
        if asked.verdict:
            feedback.give_feedback(ws, asked.user, asked.item, asked.verdict)
        if asked.remove and asked.vanished:
            document["removed"] = feedback.remove_vanished(ws)
        elif asked.remove:
            document["removed"] = feedback.remove_feedback(ws, asked.user, asked.item)
        if asked.vanished:
            kept = feedback.list_vanished(ws).assign(title="")
        else:
            kept = feedback.list_feedback(ws, asked.user)
        document |= {"counts": feedback.count_feedback(ws)}
    rows = kept.to_dict("records")
    if asked.list:
        document["feedback"] = rows
    cells = [[row["user_id"], row["title"], row["item_id"], row["verdict"]] for row in rows]
    output.result(document, table(m.FEEDBACK_COLUMNS, cells))


COMMANDS = (
    Command("recommend", "one customer's list", run_recommend, _recommend_arguments),
    Command(
        "visitor",
        "a list for somebody who has bought nothing yet",
        run_visitor,
        _visitor_arguments,
    ),
    Command(
        "feedback",
        "thumbs up or down for a customer's product, or never",
        run_feedback,
        _feedback_arguments,
    ),
)
