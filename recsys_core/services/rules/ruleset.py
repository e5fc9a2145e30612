"""The business rules of a workspace: kept in order, checked, brought in and taken out."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import numpy as np

from recsys_core.reranking.conflicts import conflicts
from recsys_core.reranking.rule_findings import RuleFinding
from recsys_core.reranking.rule_names import unknown_names
from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import day_of
from recsys_core.schema.rules.sentence import sentence
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.rule_groups import list_context, rule_group_names
from recsys_core.services.rules import messages as m
from recsys_core.services.rules.rules_file import MOST_RULES, from_yaml, to_yaml
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import rules as table
from recsys_core.wording.messages import say

__all__ = [
    "RuleFinding",
    "active_rules",
    "add_rule",
    "check_rules",
    "enable_rule",
    "import_rules",
    "list_rules",
    "move_rule",
    "remove_rule",
    "replace_rule",
    "rule_sentences",
    "rule_states",
    "rules_yaml",
    "save_rules",
    "with_rules",
]

Rules = tuple[Rule, ...]
IN_FORCE, OFF, OVER, NOT_YET = "in force", "off", "over", "not yet"


@needs(Role.VIEWER)
def list_rules(ws: Workspace) -> Rules:
    """All rules in the order in which they act, those switched off as well."""
    with ws.db.read() as cursor:
        return table.read_rules(cursor)


@needs(Role.ANALYST)
def save_rules(ws: Workspace, rules: Sequence[Rule]) -> Rules:
    """Put `rules` in place of all that were there. `InputError` when they are too many."""
    return _changed(ws, lambda _: tuple(rules))


@needs(Role.ANALYST)
def add_rule(ws: Workspace, rule: Rule, at: int | None = None) -> Rules:
    """Put a rule at place `at` (from 0), None for the end."""

    def change(rules: Rules) -> Rules:
        place = len(rules) if at is None else at
        return (*rules[:place], rule, *rules[place:])

    return _changed(ws, change)


@needs(Role.ANALYST)
def replace_rule(ws: Workspace, number: int, rule: Rule) -> Rules:
    """Put `rule` in place of the one at `number` (from 0)."""
    return _changed(ws, lambda rules: (*rules[:number], rule, *rules[number + 1 :]), number)


@needs(Role.ANALYST)
def remove_rule(ws: Workspace, number: int) -> Rules:
    """Take a rule out; `add_rule` with its old place brings it back."""
    return _changed(ws, lambda rules: (*rules[:number], *rules[number + 1 :]), number)


@needs(Role.ANALYST)
def move_rule(ws: Workspace, number: int, to: int) -> Rules:
    """Let a rule act earlier or later; places beyond the ends count as the ends."""

    def change(rules: Rules) -> Rules:
        rest = [*rules[:number], *rules[number + 1 :]]
        rest.insert(max(to, 0), rules[number])
        return tuple(rest)

    return _changed(ws, change, number)


@needs(Role.ANALYST)
def enable_rule(ws: Workspace, number: int, on: bool) -> Rules:
    """Switch a rule on or off."""
    rule = _rule_at(list_rules(ws), number)
    return replace_rule(ws, number, rule.model_copy(update={"enabled": on}))


@needs(Role.VIEWER)
def check_rules(ws: Workspace, rules: Sequence[Rule] | None = None) -> list[RuleFinding]:
    """What is wrong with the rules (None: those of the workspace), each thing in a sentence.

    Names that the workspace does not have, rules that contradict each other, and rules after which
    no product is left. Looks at all customers of today's data.
    """
    rules = list_rules(ws) if rules is None else tuple(rules)
    if not rules or ws.is_empty():
        return []
    data = ws.dataset()
    users = np.arange(data.n_users)
    everybody = list_context(ws, data, users, data.matrix, rules)
    known = rule_group_names(ws) if any(rule.segment for rule in rules) else []
    return [
        *unknown_names(rules, everybody.facts, known, data.dated),
        *conflicts(rules, everybody),
    ]


@needs(Role.VIEWER)
def rule_sentences(ws: Workspace, rules: Sequence[Rule]) -> list[str]:
    """What each rule does, in words, with products named by their titles."""
    named = any(rule.by == "product" for rule in rules)
    titles = _titles(ws.dataset(), rules) if named and not ws.is_empty() else {}
    return [sentence(rule, titles) for rule in rules]


@needs(Role.VIEWER)
def rules_yaml(ws: Workspace) -> str:
    """All rules as a YAML file."""
    return to_yaml(list_rules(ws))


@needs(Role.ANALYST)
def import_rules(ws: Workspace, content: str | bytes) -> Rules:
    """Put the rules of a YAML file in place of all that were there.

    `InputError` with the line and a sentence where the file is not understood; nothing is changed
    then.
    """
    return save_rules(ws, from_yaml(content))


@needs(Role.VIEWER)
def with_rules(ws: Workspace, rerank_config: RerankConfig) -> RerankConfig:
    """The re-ranking with the workspace's rules after its own."""
    own = rerank_config.rules
    more = tuple(rule for rule in list_rules(ws) if rule not in own)
    return rerank_config.model_copy(update={"rules": (*own, *more)})


@needs(Role.VIEWER)
def active_rules(ws: Workspace, rules: Rules | None = None) -> Rules:
    """Those of the rules (None: of the workspace) in force on the last day of the data: lists of
    today go by them.
    """
    rules = list_rules(ws) if rules is None else rules
    if not rules or ws.is_empty():
        return ()
    states = rule_states(ws, rules)
    return tuple(rule for rule, state in zip(rules, states, strict=True) if state == IN_FORCE)


@needs(Role.VIEWER)
def rule_states(ws: Workspace, rules: Sequence[Rule]) -> list[str]:
    """Of each rule whether it is "in force" on the last day of the data, "off", "over" or "not
    yet" begun.

    A rule with dates is "off" where purchases have none, for there is no day to compare with.
    """
    span = None if ws.is_empty() else ws.dataset().span
    last = None if span is None else day_of(span[1])
    return [_state(rule, last) for rule in rules]


def _changed(ws: Workspace, change: Callable[[Rules], Rules], number: int | None = None) -> Rules:
    with changing(ws, "rules") as cursor:
        before = table.read_rules(cursor)
        if number is not None:
            _rule_at(before, number)
        after = change(before)
        if len(after) > MOST_RULES:
            raise InputError(say(m.TOO_MANY, most=MOST_RULES))
        table.write_rules(cursor, after, datetime.now(UTC).replace(tzinfo=None))
    return after


def _state(rule: Rule, last: date | None) -> str:
    if not rule.enabled or (last is None and (rule.start or rule.end)):
        return OFF
    if last is not None and rule.end and rule.end < last:
        return OVER
    return NOT_YET if last is not None and rule.start and rule.start > last else IN_FORCE


def _rule_at(rules: Rules, number: int) -> Rule:
    if not 0 <= number < len(rules):
        raise NotFoundError(say(m.NO_SUCH_RULE, number=number + 1, n=len(rules)))
    return rules[number]


def _titles(data: Dataset, rules: Sequence[Rule]) -> dict[str, str]:
    titles = data.item_texts[Columns.Title]
    wanted = {value for rule in rules if rule.by == "product" for value in rule.values}
    return {item: titles[data.item_code(item)] or item for item in wanted if data.has_item(item)}
