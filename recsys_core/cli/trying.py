"""Commands that try something out: a made-up visitor, the product's side, feedback."""

import argparse
from pathlib import Path

from recsys_core.cli.output import Output, table
from recsys_core.schema.errors import InputError
from recsys_core.services.workspace.workspace import open_workspace


def add_visitor(parser: argparse.ArgumentParser) -> None:
    """Arguments of `visitor`."""
    parser.add_argument(
        "--add", nargs="+", default=[], metavar="ITEM", help="products the visitor picks"
    )
    parser.add_argument("--text", default="", help="what the visitor is looking for, in words")
    parser.add_argument("--model", default="auto", metavar="M")
    parser.add_argument("-k", type=int, default=10)


def run_visitor(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """A list for somebody who has bought nothing yet."""
    from recsys_core.services.recommend.visitor.visitor import visitor_list

    with open_workspace(path) as ws:
        found = visitor_list(ws, asked.add, asked.text, asked.model, asked.k)
    rows = [[one.rank, one.title, one.category, one.item_id, one.reason] for one in found.items]
    text = table(["rank", "product", "category", "number", "why"], rows)
    output.result(found.to_json(), f"{found.how}\n\n{text}")


def add_item(parser: argparse.ArgumentParser) -> None:
    """Arguments of `item`."""
    parser.add_argument("--item", metavar="ID", help="a product of the catalogue")
    parser.add_argument("--new", action="store_true", help="a product nobody has bought yet")
    parser.add_argument("--title", default="", metavar="T")
    parser.add_argument("--category", default="", metavar="C")
    parser.add_argument("--description", default="")
    parser.add_argument("--brand", default="")
    parser.add_argument("--model", default="auto", metavar="M", help="who would want it, by M")
    parser.add_argument("-k", type=int, default=10, help="length of the lists it is looked for in")


def run_item(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """A product's side, or where a new one belongs."""
    if bool(asked.item) == bool(asked.new):
        raise InputError("Name a product with --item, or type one in with --new --title.")
    with open_workspace(path) as ws:
        if asked.new:
            from recsys_core.services.items.new_item import new_product

            typed = (asked.title, asked.category, asked.description, asked.brand)
            placed = new_product(ws, *typed)
            near = [[n.title, n.category, n.text, n.item_id] for n in placed.by_text]
            output.result(
                placed.to_json(),
                f"{placed.how}\n\n{table(['nearest by text', 'category', 'text', 'number'], near)}",
            )
            return
        from recsys_core.services.items.item import item_side

        found = item_side(ws, asked.item, asked.model, asked.k, report=output.progress)
    rows = [[n.title, n.behaviour, n.both, n.text_rank] for n in found.by_behaviour]
    near_by = table(["nearest by behaviour", "likeness", "have both", "place by text"], rows)
    people = [[one.user, one.segment, one.rank] for one in found.wanting]
    wanted = table(["who would want it", "segment", "place"], people)
    output.result(
        found.to_json(),
        "\n\n".join([found.sentence, near_by, *found.disagreements, wanted]),
    )


def add_feedback(parser: argparse.ArgumentParser) -> None:
    """Arguments of `feedback`."""
    parser.add_argument("--user", metavar="ID")
    parser.add_argument("--item", metavar="ID")
    verdict = parser.add_mutually_exclusive_group()
    verdict.add_argument("--up", dest="verdict", action="store_const", const="up")
    verdict.add_argument("--down", dest="verdict", action="store_const", const="down")
    verdict.add_argument("--never", dest="verdict", action="store_const", const="never")
    verdict.add_argument("--remove", action="store_true", help="take it back")
    parser.add_argument("--list", action="store_true", help="what is kept")


def run_feedback(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Keep a verdict on a product for a customer, take it back, or list what is kept."""
    from recsys_core.services.customers import feedback

    if not asked.list and not (asked.verdict or asked.remove):
        raise InputError("Say --up, --down, --never, --remove or --list.")
    if asked.verdict and not (asked.user and asked.item):
        raise InputError("Name the customer with --user and the product with --item.")
    if asked.remove and not asked.user:
        raise InputError("Name the customer with --user.")
    document: dict[str, object] = {}
    with open_workspace(path) as ws:
        if asked.verdict:
            feedback.give_feedback(ws, asked.user, asked.item, asked.verdict)
        if asked.remove:
            document["removed"] = feedback.remove_feedback(ws, asked.user, asked.item)
        kept = feedback.list_feedback(ws, asked.user)
        document |= {"counts": feedback.count_feedback(ws)}
    rows = kept.to_dict("records")
    if asked.list:
        document["feedback"] = rows
    cells = [[row["user_id"], row["title"], row["item_id"], row["verdict"]] for row in rows]
    output.result(document, table(["customer", "product", "number", "verdict"], cells))
