"""A product's side."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, opened
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say


def _item_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--item", metavar="ID", help="a product of the catalogue")
    parser.add_argument("--new", action="store_true", help="a product nobody has bought yet")
    parser.add_argument("--title", default="", metavar="T")
    parser.add_argument("--category", default="", metavar="C")
    parser.add_argument("--description", default="")
    parser.add_argument("--brand", default="")
    parser.add_argument(
        "--model", default="", metavar="M", help="who would want it, by M (the one in use)"
    )
    parser.add_argument("-k", type=int, default=10, help="length of the lists it is looked for in")


def run_item(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """A product's side, or where a new one belongs."""
    if bool(asked.item) == bool(asked.new):
        raise InputError(say(m.ITEM_OR_NEW))
    with opened(path, output) as ws:
        if asked.new:
            from recsys_core.services.items.new_item import new_product

            typed = (asked.title, asked.category, asked.description, asked.brand)
            placed = new_product(ws, *typed)
            near = [[n.title, n.category, n.text, n.item_id] for n in placed.by_text]
            output.result(
                placed.to_json(),
                f"{placed.how}\n\n{table(m.NEAR_BY_TEXT_COLUMNS, near)}",
            )
            return
        from recsys_core.services.items.item import item_side

        found = item_side(ws, asked.item, asked.model, asked.k, report=output.progress)
    rows = [[n.title, n.behaviour, n.both, n.text_rank] for n in found.by_behaviour]
    near_by = table(m.NEAR_BY_BEHAVIOUR_COLUMNS, rows)
    people = [[one.user, one.segment, one.rank] for one in found.wanting]
    wanted = table(m.WANTED_BY_COLUMNS, people)
    output.result(
        found.to_json(),
        "\n\n".join([found.sentence, near_by, *found.disagreements, wanted]),
    )


COMMANDS = (
    Command(
        "item",
        "a product's side: what is near it and who would want it",
        run_item,
        _item_arguments,
    ),
)
