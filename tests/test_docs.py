"""README and docs say what can be typed, no more and no less; every rule kind and role is there."""

import argparse
import re
from pathlib import Path

import pytest

from recsys_core.cli.parser import command_parsers
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.models.registry import MODELS
from recsys_core.schema.rules.registry import RULE_KINDS

ROOT = Path(__file__).resolve().parents[1]
TEXTS = {path.name: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")} | {
    name: (ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md")
}
COMMON = {"--workspace", "--json", "--help"}
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")


def commands() -> dict[str, argparse.ArgumentParser]:
    return command_parsers()


def taken_by(parser: argparse.ArgumentParser) -> set[str]:
    """The options of a command, and for what has no dash the word its usage shows."""
    found = {
        (action.option_strings or [action.metavar or "|".join(map(str, action.choices or ()))])[-1]
        for action in parser._actions
    }
    return found - COMMON


def sections() -> dict[str, str]:
    parts = re.split(r"^## ", TEXTS["command-line.md"], flags=re.MULTILINE)[1:]
    return {part.split("\n", 1)[0].strip(): part for part in parts}


def rows_of(text: str) -> set[str]:
    """What stands first in each row of a table: `--map ROLE=COLUMN` is `--map`."""
    first = re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)
    return {cell.replace("\\|", "|").split(" ")[0] for cell in first}


def calls() -> list[tuple[str, str, str]]:
    """(file, command, rest of the line) of every `python -m recsys_core …` in the texts."""
    line = re.compile(r"-m recsys_core ([a-z][a-z-]*)([^`\n#]*)")
    found = [(name, *call) for name, text in TEXTS.items() for call in line.findall(text)]
    return [(file, *_named(command, rest)) for file, command, rest in found]


def _named(command: str, rest: str) -> tuple[str, str]:
    """`experiment plan` is the name of one command."""
    first, _, behind = rest.strip().partition(" ")
    both = f"{command} {first}"
    return (both, behind) if both in commands() else (command, rest)


def test_every_command_has_its_section_and_no_other() -> None:
    assert set(sections()) == set(commands())


@pytest.mark.parametrize("name", commands())
def test_a_command_s_table_lists_what_it_takes(name: str) -> None:
    assert rows_of(sections()[name]) == taken_by(commands()[name])


def test_every_call_in_the_texts_can_be_typed() -> None:
    assert len(calls()) > 20
    for file, name, rest in calls():
        assert name in commands(), f"{file}: {name}"
        unknown = set(OPTION.findall(rest)) - taken_by(commands()[name]) - COMMON
        assert not unknown, f"{file}: {name} takes no {unknown}"


def test_every_option_named_in_the_texts_exists() -> None:
    known = set().union(*map(taken_by, commands().values())) | COMMON
    for file, text in TEXTS.items():
        named = {word for code in re.findall(r"`(--[^`]+)`", text) for word in OPTION.findall(code)}
        assert named <= known, file


def test_rule_kinds_and_the_docs_are_the_same_list() -> None:
    table = TEXTS["rules.md"].split("## What a rule can do")[1].split("\n## ")[0]
    named = re.findall(r"^\|((?: ?`[a-z-]+`,?)+) \|", table, flags=re.MULTILINE)
    assert {word for cell in named for word in re.findall(r"[a-z-]+", cell)} - {"action"} == set(
        RULE_KINDS
    )


def test_column_roles_and_the_docs_are_the_same_list() -> None:
    table = TEXTS["csv-format.md"].split("## What the columns mean")[1].split("\n## ")[0]
    assert rows_of(table) == set(ROLES)
    for name, role in ROLES.items():
        assert f"| `{name}` | {role.title} |" in table


def test_the_docs_say_which_models_reasons_add_up() -> None:
    """From the word on reasons: named before "add up" or left to the approximate ones."""
    (word,) = re.findall(r"\*\*A word on reasons\..*?(?=\n\n)", TEXTS["models.md"], re.DOTALL)
    exact, rest = word.split("add up", 1)
    assert set(re.findall(r"`([\w-]+)`", exact)) == {
        name
        for name in MODELS
        if MODELS[name].reasons_add_up() and not MODELS[name].card.same_for_all
    }
    approximate = {name for name in MODELS if not MODELS[name].reasons_add_up()}
    named = {name for name in approximate if f"`{name}`" in rest}
    assert {name for name in approximate - named if not name.startswith("surprise-")} == {"random"}
