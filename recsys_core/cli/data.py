"""Commands about the data: bring it in, look at it, take it back, say which part counts."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, add_pairs, opened, pairs, read_options
from recsys_core.schema.imports import ImportReport
from recsys_core.schema.questions import Question, UnansweredError
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

if TYPE_CHECKING:
    from recsys_core.services.data.imports import ReadOptions
    from recsys_core.services.data.preview import Preview
    from recsys_core.services.workspace.cache import CacheUse

KINDS = ("interactions", "items", "users", "campaigns", "exposures")


def run_import(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.imports import import_files
    from recsys_core.services.workspace.amounts import currency_is_open

    options = read_options(asked, keep_repeated=asked.keep_repeated)
    with opened(path, output) as ws, asking(output):
        report = import_files(
            ws,
            asked.kind,
            asked.files,
            mapping=pairs(asked.map, "--map") or None,
            guess_rest=True,
            options=options,
            replace=asked.replace,
            allow_again=asked.again,
            report=output.progress,
            template=asked.template,
            beside=asked.beside,
        )
        said = [say(m.CURRENCY_OPEN)] if currency_is_open(ws) else []
    said = [*(describe_import(each) for each in (report, *report.lists)), *said]
    output.result(report.to_json(), "\n".join(said))


@contextmanager
def asking(output: Output) -> Iterator[None]:
    """Questions that must be answered first are a document of their own, before the error."""
    try:
        yield
    except UnansweredError as unanswered:
        if output.json:
            output.result({"questions": [asdict(q) for q in unanswered.questions]}, "")
        raise


def run_preview(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.preview import preview_file, write_preview

    options = read_options(asked)
    preview = preview_file(asked.file, options)
    if asked.out is not None:
        write_preview(asked.file, asked.out, options)
    questions, said = _questions(asked.file, preview, options)
    document = {**preview.to_json(), "questions": [asdict(one) for one in questions]}
    text = [
        say(
            m.PREVIEWED,
            file=asked.file.name,
            rows=preview.rows,
            columns=len(preview.columns),
            encoding=f", {preview.encoding}" if preview.encoding else "",
            delimiter=f", delimiter {preview.delimiter!r}" if preview.delimiter else "",
        ),
        table(
            ["column", "role", "why"],
            [[c["name"], c["role"] or "-", c["evidence"]] for c in document["columns"]],
        ),
        *preview.warnings,
        *said,
        *(one.sentence for one in questions if one.open),
    ]
    if preview.flagged:
        text.append(say(m.FLAGGED, n=len(preview.flagged)))
    output.result(document, "\n".join(text))


def _questions(
    path: Path, preview: "Preview", options: "ReadOptions"
) -> "tuple[list[Question], list[str]]":
    """What a file of purchases leaves open when its columns mean what they seem to."""
    from recsys_core.services.data.imports import choices
    from recsys_core.services.data.questions import look_at_questions

    roles = {c.role: c.name for c in preview.columns if c.role}
    known = choices("interactions")
    if preview.shape != "events" or any(r.required and r.name not in roles for r in known):
        return [], []
    mapping = {r.name: roles[r.name] for r in known if r.name in roles}
    return look_at_questions([path], "interactions", mapping, options)


def run_let_in(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.imports import let_repeated_in

    with opened(path, output) as ws:
        rows = let_repeated_in(ws, asked.import_id)
    output.result({"rows_added": rows}, say(m.ADDED, rows=rows))


def run_templates(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.mapping import forget_mapping, list_saved_mappings

    with opened(path, output) as ws:
        if asked.remove:
            forget_mapping(ws, asked.remove)
        saved = list_saved_mappings(ws)
    found = [
        {
            "shape": row["shape"],
            "kind": row["kind"],
            "name": row["name"],
            "mapping": json.loads(row["mapping"]),
            "options": json.loads(row["options"]),
        }
        for row in saved.to_dict("records")
    ]
    rows = [[f["shape"], f["kind"], f["name"], len(f["mapping"])] for f in found]
    output.result(found, table(m.SHAPE_COLUMNS, rows))


def run_undo(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.undo import leftovers, undo_import

    with opened(path, output) as ws:
        removed = undo_import(ws, asked.import_id)
        left = leftovers(ws, asked.import_id)
    text = "\n".join([say(m.TAKEN_BACK, rows=removed), *left.sentences])
    output.result({"rows_removed": removed, **asdict(left)}, text)


def run_sample(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.displays import load_displays
    from recsys_core.services.data.samples import load_sample

    with opened(path, output) as ws:
        if asked.displays:
            report = load_displays(ws, output.progress, asked.name)
        else:
            report = load_sample(ws, asked.name, output.progress, replace=asked.replace)
    output.result(report.to_json(), describe_import(report))


def run_health(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.health.checkup import health

    with opened(path, output) as ws:
        found = health(ws).to_json()
        held = _memory(ws) if asked.memory else []
    lines = [
        f"{name.replace('_', ' ')}: {value}" for name, value in found.items() if name != "findings"
    ]
    lines += [f"- {finding['sentence']}" for finding in found["findings"]]
    if asked.memory:
        found["memory"] = [use._asdict() for use in held]
        total = sum(use.entries for use in held), sum(use.megabytes for use in held)
        rows = [[*one[:2], round(one[2], 1)] for one in (*held, ("together", *total))]
        lines.append(table(m.CACHE_COLUMNS, rows))
    output.result(found, "\n".join(lines))


def _memory(ws: Workspace) -> "list[CacheUse]":
    """What the caches hold once the data and every trained model have been used."""
    from recsys_core.services.workspace.cache import memory
    from recsys_core.services.workspace.customer_state import customer_state
    from recsys_core.services.workspace.item_facts import facts_for
    from recsys_core.services.workspace.runs import fitted, trained_models

    if not ws.is_empty():
        customer_state(ws)
    for trained in trained_models(ws).values():
        facts_for(ws, fitted(ws, trained)[1])
    return memory()


def run_settings(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data import data_settings

    with opened(path, output) as ws:
        before = data_settings.current(ws)
        if asked.reset:
            data_settings.reset(ws)
        if asked.settings:
            chosen = data_settings.changed(ws, pairs(asked.settings, "--set", empty=True))
            data_settings.save(ws, chosen, say(m.SET_HERE))
        now = data_settings.current(ws)
    lines = [fix.sentence for fix in data_settings.in_use(now)]
    document = {
        "settings": now.model_dump(mode="json"),
        "changes": now.changes(),
        "changed": now != before,
    }
    output.result(document, "\n".join(lines) or say(m.ALL_SEEN))


def run_first_start(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.first_start import first_start

    with opened(path, output) as ws:
        done = first_start(ws, output.progress)
    output.result({"loaded": done.loaded, "sample": done.sample}, done.sentence)


def describe_import(report: ImportReport) -> str:
    """The account of an import in words."""
    account = say(
        m.IMPORTED,
        read=report.rows_read,
        accepted=report.rows_accepted,
        returns=report.rows_return,
        repeated=report.rows_duplicate,
        refused=report.rows_quarantined,
        seconds=number(report.seconds),
        import_id=report.import_id,
    )
    lines = [account]
    if report.quarantine_csv:
        lines.append(say(m.REFUSED_ROWS, path=report.quarantine_csv))
    decided = [_decided(question) for question in report.questions if question.chosen]
    return "\n".join([*lines, *report.evidence, *report.warnings, *decided])


def _decided(question: Question) -> str:
    """What was taken for the answer to a question, and how to give another one."""
    labels = {choice.name: say(choice.label) for choice in question.choices}
    others = or_list(
        f"--answer {quote(f'{question.key}={name}')}" for name in labels if name != question.chosen
    )
    chosen = labels.get(question.chosen, question.chosen)
    return say(m.DECIDED, question=question.sentence, chosen=chosen, others=others)


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
    add_pairs(
        parser,
        "--answer",
        "KEY=CHOICE",
        "answer",
        "the answer to a question about what the file means, may be repeated",
    )
    add_pairs(
        parser,
        "--rate",
        "CURRENCY=NUMBER",
        "rate",
        "what one of a currency is worth in the one that counts, may be repeated",
    )


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add_pairs(
        parser,
        "--map",
        "ROLE=COLUMN",
        "map",
        "which column plays a role, may be repeated (user=CustomerID item=StockCode …)",
    )
    parser.add_argument(
        "--with",
        dest="beside",
        nargs="+",
        action="extend",
        default=[],
        type=Path,
        metavar="FILE",
        help="files that belong to it: the orders of these lines are joined with them, lists of "
        "products and customers are imported too",
    )
    add_pairs(
        parser,
        "--join",
        "ROLE=HOW",
        "join",
        "how the IDs go with what is in: another column, or in spite of case, zeros or signs "
        "before them; takes an earlier import of the file back",
    )
    parser.add_argument(
        "--campaign",
        metavar="NAME",
        help="what the campaign of all rows is called, where the file names none or another",
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


def _preview_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    add_output(parser, "--out", (".csv",), "write the table as read")
    _reading(parser)


def _import_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("import_id", metavar="IMPORT_ID")


def _template_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--remove", metavar="SHAPE")


def _sample_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="complete-journey or movielens-100k")
    parser.add_argument("--replace", action="store_true", help="take out what is there first")
    parser.add_argument(
        "--displays",
        action="store_true",
        help="bring the displays and mailers of complete-journey into a workspace that holds it",
    )


def _health_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--memory",
        action="store_true",
        help="also what data, models and figures take in memory once they have been used",
    )


def _settings_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reset", action="store_true", help="take every setting back first")
    add_pairs(
        parser,
        "--set",
        "KEY=VALUE",
        "settings",
        "a setting of the data, may be repeated (excluded_items=POST,M last_months=12 …); "
        "KEY= takes it back",
    )


COMMANDS = (
    Command(
        "import",
        "load purchases, products, customers, campaigns or exposures",
        run_import,
        _import_arguments,
    ),
    Command("preview", "read a file without importing it", run_preview, _preview_arguments),
    Command("undo", "take an import back", run_undo, _import_id),
    Command("let-in", "count the repeated rows of an import too", run_let_in, _import_id),
    Command(
        "templates",
        "list the saved mappings, or remove one",
        run_templates,
        _template_arguments,
    ),
    Command("sample", "load a sample data set", run_sample, _sample_arguments),
    Command(
        "health",
        "what is in the workspace and whether it is sound",
        run_health,
        _health_arguments,
    ),
    Command(
        "settings",
        "which part of the data models learn from; shows it without options",
        run_settings,
        _settings_arguments,
    ),
    Command(
        "first-start",
        "load the sample into a new workspace and train the first models",
        run_first_start,
    ),
)
