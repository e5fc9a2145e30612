"""What can be typed: commands, their arguments and their help."""

import argparse
import os
from pathlib import Path

from recsys_core.cli import auditing, rules, sharing, trying, what_if

DEFAULT_WORKSPACE = "data/workspace"
KINDS = ("interactions", "items", "users", "campaigns", "exposures")
SPLITS = ("time", "per-user-time", "leave-one-out", "leave-last-basket", "random")


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    common = argparse.ArgumentParser(add_help=False)
    # SUPPRESS: given before or after the command, and never overwritten by the other's default.
    common.add_argument(
        "--workspace",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="folder of the workspace (default: $TASTELAB_WORKSPACE or data/workspace)",
    )
    common.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help="print one JSON document on standard output, messages on standard error",
    )
    parser = argparse.ArgumentParser(
        prog="python -m recsys_core",
        description="Tastelab without a browser: import, train, measure and recommend.",
        parents=[common],
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help, parents=[common])

    _imports(add("import", "load purchases, products, customers, campaigns or exposures"))
    _preview(add("preview", "read a file without importing it"))
    undo = add("undo", "take an import back")
    undo.add_argument("import_id", metavar="IMPORT_ID")
    let_in = add("let-in", "count the repeated rows of an import too")
    let_in.add_argument("import_id", metavar="IMPORT_ID")
    templates = add("templates", "list the saved mappings, or remove one")
    templates.add_argument("--remove", metavar="SHAPE")
    sample = add("sample", "load a sample data set")
    sample.add_argument("name", metavar="NAME", help="complete-journey or movielens-100k")
    sample.add_argument("--replace", action="store_true", help="take out what is there first")
    health = add("health", "what is in the workspace and whether it is sound")
    health.add_argument(
        "--memory",
        action="store_true",
        help="also what data, models and figures take in memory once they have been used",
    )
    settings = add("settings", "which part of the data models learn from; shows it without options")
    settings.add_argument("--reset", action="store_true", help="take every setting back first")
    settings.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        dest="settings",
        help="a setting of the data, may be repeated (excluded_items=POST,M last_months=12 …); "
        "KEY= takes it back",
    )
    add("models", "list the models and whether this data is enough for them")
    train = add("train", "fit one model on everything")
    train.add_argument("model", metavar="MODEL")
    train.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        dest="settings",
        help="a setting of the model, may be repeated",
    )
    _evaluate(add("evaluate", "measure models on purchases they have not seen"))
    _recommend(add("recommend", "one customer's list"))
    _export(add("export", "lists for everybody, as .csv or .parquet"))
    trying.add_feedback(add("feedback", "thumbs up or down for a customer's product, or never"))
    trying.add_item(add("item", "a product's side: what is near it and who would want it"))
    trying.add_visitor(add("visitor", "a list for somebody who has bought nothing yet"))
    sharing.add_report(add("report", "a measurement as one HTML file, and its run card"))
    rules.add_rules(add("rules", "business rules: list, check, bring in, take out, what they cost"))
    what_if.add_what_if(add("tune", "what knobs cost, on purchases the models have not seen"))
    what_if.add_scenarios(add("scenarios", "list, save or delete ways of making lists"))
    what_if.add_frontier(add("frontier", "what accuracy is given up for"))
    profile = add("profile", "what is known about one customer")
    profile.add_argument("--user", required=True, metavar="ID")
    auditing.add_slices(
        add("slices", "who is served well: figures by group of customers and of products")
    )
    auditing.add_audit(add("audit", "can the figures of the newest evaluation be trusted"))
    add("first-start", "load the sample into a new workspace and train the first models")
    return parser


def workspace_path(arguments: argparse.Namespace) -> Path:
    """The workspace asked for, else the environment's, else the default."""
    chosen = getattr(arguments, "workspace", None)
    return chosen or Path(os.environ.get("TASTELAB_WORKSPACE") or DEFAULT_WORKSPACE)


def _reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--encoding", help="instead of the one found")
    parser.add_argument("--delimiter", help="instead of the one found")
    parser.add_argument("--quote", metavar="SIGN", help="the quotation mark; none for no such sign")
    parser.add_argument(
        "--header-line", type=int, metavar="N", help="line of the column names, 0 for none"
    )
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of an Excel workbook to read")
    parser.add_argument(
        "--date-order", choices=("day", "month"), help="which comes first in 01/02/2024"
    )
    parser.add_argument(
        "--decimal", choices=("comma", "point"), help="the sign before the decimals"
    )
    parser.add_argument(
        "--matrix",
        choices=("yes", "no"),
        help="whether each row is a customer and each column a product",
    )
    parser.add_argument(
        "--missing", metavar="VALUE", help="the rating that means none in such a table"
    )


def _imports(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="ROLE=COLUMN",
        help="which column plays a role, may be repeated (user=CustomerID item=StockCode …)",
    )
    parser.add_argument("--replace", action="store_true", help="take earlier imports out first")
    parser.add_argument("--again", action="store_true", help="import a file that is in already")
    parser.add_argument(
        "--keep-repeated", action="store_true", help="count rows too that are equal in every cell"
    )
    parser.add_argument(
        "--template",
        choices=("auto", "last", "none"),
        default="auto",
        help="the mapping saved with the last file of the same columns: used where the guess falls "
        "short (auto), always, or never",
    )
    _reading(parser)


def _preview(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, metavar="FILE.csv", help="write the table as read")
    _reading(parser)


def _evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("models", nargs="*", metavar="MODEL", help="default: the trained models")
    parser.add_argument("--all", action="store_true", help="every model this data is enough for")
    parser.add_argument("--split", choices=SPLITS, default=None)
    parser.add_argument("--folds", type=int, default=None, metavar="N")
    parser.add_argument("--holdout", type=Path, metavar="FILE", help="pairs nobody trained on")
    parser.add_argument("-k", type=int, default=None, help="length of the lists (10)")
    parser.add_argument(
        "--include-seen", action="store_true", help="let bought products into the lists"
    )


def _knobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--diversity", type=float, default=0.0, metavar="0..1")
    parser.add_argument(
        "--knob",
        dest="knobs",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="any other knob of the lists, may be repeated (novelty=0.3 category_cap=2 …)",
    )


def _recommend(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, metavar="ID")
    parser.add_argument("--model", default="auto", metavar="M")
    parser.add_argument("-k", type=int, default=None, help="length of the list (10)")
    what_if.add_scenario(parser)
    rules.add_flag(parser)
    _knobs(parser)
    parser.add_argument("--explain", action="store_true", help="with reasons and evidence")
    parser.add_argument("--include-seen", action="store_true")
    parser.add_argument("--add", nargs="+", default=[], metavar="ITEM")
    parser.add_argument("--drop", nargs="+", default=[], metavar="ITEM")


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")
    parser.add_argument("--model", default="auto", metavar="M")
    parser.add_argument("-k", type=int, default=None, help="length of the list (10)")
    what_if.add_scenario(parser)
    rules.add_flag(parser)
    parser.add_argument("--users", type=Path, metavar="FILE", help="customer numbers, one a line")
    parser.add_argument("--include-seen", action="store_true")
    sharing.add_wide(parser)
    _knobs(parser)
