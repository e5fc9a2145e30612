"""Business rules on the command line: `rules`, and `--rules` for lists."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened
from recsys_core.schema.errors import InputError
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    from recsys_core.services.recommend.scenarios import Choice

LENGTH = 10


def _rules_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--import",
        dest="file_in",
        type=Path,
        metavar="FILE.yaml",
        help="put the rules of a file in place of those that are there",
    )
    add_output(what, "--export", (".yaml", ".yml"), "write them to a file", parser)
    what.add_argument("--clear", action="store_true", help="remove all of them")
    what.add_argument(
        "--check", action="store_true", help="say what contradicts, empties lists or is not there"
    )
    what.add_argument(
        "--ledger", action="store_true", help="say what each rule costs, over all customers"
    )
    parser.add_argument(
        "--model", default="", metavar="M", help="for --ledger (default: the one in use)"
    )
    parser.add_argument("-k", type=int, default=LENGTH, help="length of the lists, for --ledger")
    parser.add_argument("--include-seen", action="store_true", help="for --ledger")


def add_flag(parser: argparse.ArgumentParser) -> None:
    """The option of `recommend` and `export`."""
    parser.add_argument(
        "--rules", action="store_true", help="with the business rules of this workspace"
    )


def run_rules(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """List the rules, or do with them what is asked."""
    from recsys_core.services.rules import ruleset as service
    from recsys_core.storage.output import write_whole

    with opened(path, output) as ws:
        if asked.file_in is not None:
            service.import_rules(ws, _read(asked.file_in))
        if asked.clear:
            service.save_rules(ws, ())
        if asked.export is not None:
            write_whole(asked.export, service.rules_yaml(ws).encode("utf-8"))
        document, text = _listed(ws)
        if asked.export is not None:
            document["file"] = str(asked.export)
        if asked.check:
            found = service.check_rules(ws)
            document["findings"] = [
                {"kind": one.kind, "rules": [n + 1 for n in one.rules], "sentence": one.sentence}
                for one in found
            ]
            said = [one.sentence for one in found] or [say(m.NOTHING_WRONG)]
            text = "\n".join([text, "", *said])
        if asked.ledger:
            document["ledger"], costs = _ledger(ws, asked, output)
            text = f"{text}\n\n{costs}"
    output.result(document, text)


def with_rules(ws: Workspace, asked: argparse.Namespace, choice: "Choice") -> "Choice":
    """The choice with the workspace's rules in it, where `--rules` was given."""
    from recsys_core.services.rules.ruleset import with_rules

    if not asked.rules:
        return choice
    rerank_config = with_rules(ws, choice.rerank_config)
    return replace(choice, settings=replace(choice.settings, rerank_config=rerank_config))


def rules_note(choice: "Choice") -> dict[str, list[str]]:
    """What the document of a list or an export says about rules, if there are any."""
    names = [rule.name for rule in choice.rerank_config.rules if rule.enabled]
    return {"rules": names} if names else {}


def _listed(ws: Workspace) -> tuple[dict[str, Any], str]:
    from recsys_core.services.rules.ruleset import list_rules, rule_sentences, rule_states

    rules = list_rules(ws)
    sentences, states = rule_sentences(ws, rules), rule_states(ws, rules)
    document = {
        "rules": [
            {
                "number": number,
                **rule.model_dump(mode="json", exclude_defaults=True),
                "state": state,
                "sentence": sentence,
            }
            for number, (rule, state, sentence) in enumerate(
                zip(rules, states, sentences, strict=True), start=1
            )
        ]
    }
    if not rules:
        return document, say(m.NO_RULES)
    rows = [
        [one["number"], one["name"], one["state"], one["sentence"]] for one in document["rules"]
    ]
    return document, table(m.RULE_COLUMNS, rows)


def _ledger(ws: Workspace, asked: argparse.Namespace, output: Output) -> tuple[dict[str, Any], str]:
    from recsys_core.services.recommend.lists import ListSettings
    from recsys_core.services.rules.ledger import rule_ledger

    settings = ListSettings(asked.k, asked.include_seen)
    ledger = rule_ledger(ws, asked.model, settings, output.progress)
    rows = [
        [
            row.name,
            row.lists_touched,
            *(
                None if effect is None else effect.total if effect.counted else effect.value
                for effect in row.effects.values()
            ),
        ]
        for row in ledger.rows
    ]
    titles = list(next((row.effects for row in ledger.rows), {}))
    text = table([*m.TOUCHED_COLUMNS, *titles], rows)
    return ledger.to_json(), "\n".join([text, *ledger.remarks])


def _read(path: Path) -> bytes:
    from recsys_core.services.rules.rules_file import LARGEST

    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(say(m.UNREADABLE, path=path)) from error


COMMANDS = (
    Command(
        "rules",
        "business rules: list, check, bring in, take out, what they cost",
        run_rules,
        _rules_arguments,
    ),
)
