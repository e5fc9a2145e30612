"""Business rules as a YAML file that people read and write."""

from collections.abc import Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from recsys_core.models.settings import expected
from recsys_core.schema.errors import InputError
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.registry import RULE_KINDS
from recsys_core.services.rules import messages as m
from recsys_core.wording.messages import say

LARGEST = 512 * 1024
MOST_RULES = 200
_DEEPEST = 6
"""Mappings and lists inside one another; a file of rules needs four."""
_NULL = "tag:yaml.org,2002:null"
_VALUE_ERROR = "Value error, "


def to_yaml(rules: Sequence[Rule]) -> str:
    """The rules as a file that `from_yaml` reads back unchanged; what is as usual is left out."""
    plain = [
        {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in rule.model_dump(exclude_defaults=True).items()
        }
        for rule in rules
    ]
    text: str = yaml.safe_dump({"rules": plain}, sort_keys=False, allow_unicode=True, width=100)
    return say(m.FILE_HEADER) + text


def from_yaml(content: str | bytes) -> tuple[Rule, ...]:
    """The rules of a file: a list of rules, or one under the name `rules`.

    Every value is taken as it is written, so that product number 00123 keeps its zeros. Nothing
    but text, lists and names with values is understood: no tags, no references. Raises
    `InputError` with the line and one sentence.
    """
    text = _text(content)
    try:
        _check_shape(text)
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = say(m.NO_YAML_AT, line=mark.line + 1) if mark else say(m.NO_YAML)
        raise InputError(where) from None
    listed = _listed(root)
    if len(listed) > MOST_RULES:
        raise InputError(say(m.TOO_MANY_IN_FILE, n=len(listed), most=MOST_RULES))
    return tuple(_rule(node, number) for number, node in enumerate(listed, start=1))


def _text(content: str | bytes) -> str:
    if len(content) > LARGEST:
        raise InputError(say(m.TOO_LARGE, kilobytes=LARGEST // 1024))
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(say(m.NOT_UTF8)) from None


def _check_shape(text: str) -> None:
    """Refuses references, tags and nesting without end before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InputError(say(m.REFERENCES, line=line))
        if getattr(event, "tag", None):
            raise InputError(say(m.TAGS, line=line))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise InputError(say(m.TOO_DEEP, line=line))


def _listed(root: Any) -> list[Any]:
    """The nodes of the rules."""
    wanted = say(m.NO_LIST)
    if isinstance(root, yaml.MappingNode):
        entries = {key.value: value for key, value in root.value}
        extra = sorted(set(map(str, entries)) - {"rules"})
        if extra:
            raise InputError(f"{say(m.NOT_UNDERSTOOD, name=extra[0])} {wanted}")
        root = entries.get("rules")
    if isinstance(root, yaml.ScalarNode) and root.tag == _NULL:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise InputError(wanted)
    return list(root.value)


def _rule(node: Any, number: int) -> Rule:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise InputError(say(m.NO_RULE, line=line, number=number))
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if name not in Rule.model_fields:
            allowed = ", ".join(Rule.model_fields)
            raise InputError(say(m.NO_FIELD, line=at, name=name, allowed=allowed))
        if name in values:
            raise InputError(say(m.TWICE, line=at, name=name, number=number))
        lines[name] = at
        values[name] = _value(value, name)
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return Rule.model_validate(given)
    except ValidationError as problem:
        raise InputError(_said(problem, given, lines, line, number)) from None


def _value(node: Any, name: str) -> Any:
    if isinstance(node, yaml.ScalarNode):
        if node.tag == _NULL:
            return None
        text = str(node.value)
        return [text] if name == "values" else text
    if isinstance(node, yaml.SequenceNode) and name == "values":
        for one in node.value:
            if not isinstance(one, yaml.ScalarNode):
                raise InputError(say(m.PLAIN_LIST, line=one.start_mark.line + 1))
        return [str(one.value) for one in node.value]
    line = node.start_mark.line + 1
    raise InputError(say(m.ONE_VALUE, line=line, name=name))


def _said(
    problem: ValidationError, given: dict[str, Any], lines: dict[str, int], line: int, number: int
) -> str:
    """The first thing wrong, with its line."""
    first = problem.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if not name:
        what = first["msg"].removeprefix(_VALUE_ERROR)
        return say(m.RULE_PROBLEM, line=line, number=number, problem=what)
    if first["type"] == "missing":
        return say(m.MISSING, line=line, number=number, name=name)
    what = expected(Rule.model_fields[name])
    if name in ("start", "end"):
        what = say(m.A_DAY)
    if name == "action":
        what = say(m.ONE_OF, names=", ".join(RULE_KINDS))
    return say(m.MUST_BE, line=lines[name], name=name, what=what, value=str(given[name]))
