"""One function a command: arguments in, one service call, result out."""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.cli.auditing import run_audit, run_slices
from recsys_core.cli.output import Output, table
from recsys_core.cli.rules import rules_note, run_rules, with_rules
from recsys_core.cli.sharing import run_report, wide_extras
from recsys_core.cli.trying import run_feedback, run_item, run_visitor
from recsys_core.cli.what_if import (
    list_choice,
    run_frontier,
    run_scenarios,
    run_what_if,
    scenario_note,
)
from recsys_core.jobs.job import Job
from recsys_core.schema.errors import InputError
from recsys_core.schema.imports import ImportReport
from recsys_core.services.workspace.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from recsys_core.services.data.imports import ReadOptions
    from recsys_core.services.workspace.cache import CacheUse

Command = Callable[[argparse.Namespace, Path, Output], None]


@contextmanager
def opened(path: Path, output: Output) -> Iterator[Workspace]:
    """The workspace, closed afterwards; what opening it had to repair is said."""
    with open_workspace(path) as ws:
        for warning in ws.db.warnings:
            output.say(warning)
        yield ws


def pairs(texts: list[str], option: str, *, empty: bool = False) -> dict[str, str]:
    """`name=value` texts as a dictionary; the value may be missing where `empty` allows that."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name or not (value or empty):
            raise InputError(f"{option} takes name=value; {text!r} is something else.")
        found[name] = value
    return found


def read_options(asked: argparse.Namespace, keep_repeated: bool = False) -> "ReadOptions":
    """How files are to be read, as far as the call says so."""
    from recsys_core.services.data.imports import ReadOptions

    return ReadOptions(
        encoding=asked.encoding,
        delimiter=asked.delimiter,
        quote="" if asked.quote == "none" else asked.quote,
        header_line=asked.header_line,
        sheet=asked.sheet,
        date_order=asked.date_order,
        decimal={None: None, "comma": ",", "point": "."}[asked.decimal],
        matrix=None if asked.matrix is None else asked.matrix == "yes",
        missing=asked.missing,
        keep_repeated=keep_repeated,
    )


def following(output: Output) -> Callable[[Job], None]:
    """Shows a job's progress on the terminal."""

    def show(job: Job) -> None:
        if job.state == "running":
            output.progress(job.fraction, f"{job.title}  {job.message}")

    return show


def run_import(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.imports import import_files

    options = read_options(asked, keep_repeated=asked.keep_repeated)
    with opened(path, output) as ws:
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
        )
    output.result(report.to_json(), describe_import(report))


def run_preview(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.preview import preview_file, write_preview

    options = read_options(asked)
    preview = preview_file(asked.file, options)
    if asked.out is not None:
        write_preview(asked.file, asked.out, options)
    document = preview.to_json()
    written = f", {preview.encoding}" if preview.encoding else ""
    if preview.delimiter:
        written += f", delimiter {preview.delimiter!r}"
    text = [
        f"{asked.file.name}: {preview.rows:,} rows, {len(preview.columns)} columns{written}",
        table(
            ["column", "role", "why"],
            [[c["name"], c["role"] or "-", c["evidence"]] for c in document["columns"]],
        ),
        *preview.warnings,
    ]
    if preview.flagged:
        noun = "line is" if len(preview.flagged) == 1 else "lines are"
        text.append(f"{len(preview.flagged):,} {noun} not as the others; see --json.")
    output.result(document, "\n".join(text))


def run_let_in(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.imports import let_repeated_in

    with opened(path, output) as ws:
        rows = let_repeated_in(ws, asked.import_id)
    output.result({"rows_added": rows}, f"{rows:,} repeated rows count now.")


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
    output.result(found, table(["shape", "kind", "from", "columns"], rows))


def run_undo(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.imports import undo_import

    with opened(path, output) as ws:
        removed = undo_import(ws, asked.import_id)
    output.result({"rows_removed": removed}, f"{removed:,} rows taken back.")


def run_sample(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.data.samples import load_sample

    with opened(path, output) as ws:
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
        lines.append(table(["cache", "entries", "MB"], rows))
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
            data_settings.save(ws, chosen, "Set on the command line")
        now = data_settings.current(ws)
    lines = [fix.sentence for fix in data_settings.in_use(now)]
    document = {
        "settings": now.model_dump(mode="json"),
        "changes": now.changes(),
        "changed": now != before,
    }
    output.result(document, "\n".join(lines) or "Everything counts: no setting was changed.")


def run_models(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.training.queue import list_models

    with opened(path, output) as ws:
        models = [model.to_json() for model in list_models(ws)]
    rows = [[m["name"], m["family"], m["ready"], m["reason"]] for m in models]
    output.result(models, table(["model", "family", "ready", "why"], rows))


def run_train(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.training.queue import train_and_wait

    with opened(path, output) as ws:
        settings = pairs(asked.settings, "--set")
        result = train_and_wait(ws, asked.model, settings, following(output))
    text = (
        f"{asked.model} trained in {result.seconds:.1f} s with at most "
        f"{result.peak_mb:,.0f} MB of memory ({result.run_id})."
    )
    if result.sentence:
        text = f"{result.sentence}\n{text}"
    output.result(result.to_json(), text)


def run_evaluate(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.evaluation.queue import (
        evaluate_and_wait,
        evaluation_config,
        models_to_measure,
    )

    given = {"split": asked.split, "folds": asked.folds, "k": asked.k}
    config = evaluation_config(
        new_items_only=not asked.include_seen,
        **{name: value for name, value in given.items() if value is not None},
    )
    with opened(path, output) as ws:
        models = models_to_measure(ws, asked.models, everything=asked.all)
        board = evaluate_and_wait(ws, models, config, asked.holdout, following(output))
    rows = [[r.model, r.metric, r.value, r.low, r.high, r.n] for r in board.rows]
    text = table(["model", "metric", "value", "low", "high", "customers"], rows)
    output.result(board.to_dict(), f"{text}\n\n{board.sentence}")


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


def run_export(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.export.long import export_lists, read_customers
    from recsys_core.services.export.wide import export_wide

    users = None if asked.users is None else read_customers(asked.users)
    with opened(path, output) as ws:
        choice = with_rules(ws, asked, list_choice(ws, asked))
        how = (choice.model, choice.settings, users, output.progress)
        if asked.wide:
            result = export_wide(ws, asked.out, *how, extras=wide_extras(asked))
        else:
            result = export_lists(ws, asked.out, *how, scenario=asked.scenario)
    text = (
        f"{result.rows:,} lines for {result.users:,} customers in {result.seconds:.1f} s: "
        f"{asked.out}"
    )
    output.result(result.to_json() | scenario_note(asked) | rules_note(choice), text)


def run_profile(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.customers.profiles import customer_profile, profile_json

    with opened(path, output) as ws:
        profile = customer_profile(ws, asked.user)
    document = profile_json(profile)
    tastes = [[t["category"], t["share"], t["lift"]] for t in document["tastes"][:10]]
    text = f"{profile.sentence}\n\n{table(['category', 'share', 'times the average'], tastes)}"
    output.result(document, text)


def run_first_start(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.first_start import first_start

    with opened(path, output) as ws:
        done = first_start(ws, output.progress)
    output.result({"loaded": done.loaded, "sample": done.sample}, done.sentence)


def describe_import(report: ImportReport) -> str:
    """The account of an import in words."""
    lines = [
        f"{report.rows_read:,} rows read: {report.rows_accepted:,} accepted, "
        f"{report.rows_return:,} returns or zero quantity, {report.rows_duplicate:,} duplicates, "
        f"{report.rows_quarantined:,} refused. ({report.seconds:.1f} s, import {report.import_id})"
    ]
    if report.quarantine_csv:
        lines.append(f"The refused rows with their reasons: {report.quarantine_csv}")
    return "\n".join([*lines, *report.warnings])


COMMANDS: dict[str, Command] = {
    "import": run_import,
    "preview": run_preview,
    "undo": run_undo,
    "let-in": run_let_in,
    "templates": run_templates,
    "sample": run_sample,
    "health": run_health,
    "settings": run_settings,
    "models": run_models,
    "train": run_train,
    "evaluate": run_evaluate,
    "recommend": run_recommend,
    "export": run_export,
    "feedback": run_feedback,
    "item": run_item,
    "visitor": run_visitor,
    "report": run_report,
    "rules": run_rules,
    "tune": run_what_if,
    "scenarios": run_scenarios,
    "frontier": run_frontier,
    "profile": run_profile,
    "slices": run_slices,
    "audit": run_audit,
    "first-start": run_first_start,
}
