"""A segment as a YAML file that people read and write."""

from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from recsys_core.schema.errors import InputError
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.schema.segments.registry import CONDITION_KINDS
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.segments import messages as m
from recsys_core.services.customers.segments.saved import find_saved, save, save_ids
from recsys_core.services.customers.segments.workspace_facts import facts_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import segments as table
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

LARGEST = 64 * 1024 * 1024
_VALUE_ERROR = "Value error, "
_EMPTY = ("", "null", "~")
_STATED = ("match", "conditions")
_FIELDS = ("name", "kind", "match", "conditions", "members")


class SegmentFile(NamedTuple):
    """What a file says. members: of a fixed segment, None for one that is asked anew."""

    name: str
    definition: SegmentDefinition | None
    members: tuple[str, ...] | None


@needs(Role.ANALYST)
def to_yaml(ws: Workspace, name: str) -> str:
    """A kept segment as a file that `from_yaml` reads back: a fixed one with its members."""
    one = find_saved(ws, name, patient=False)
    document: dict[str, Any] = {"name": one.name, "kind": one.kind}
    if one.definition is not None:
        document |= one.definition.plain()
    record = facts_of(ws).kept[name]
    if record.set_id is not None:
        with ws.db.read() as cursor:
            document["members"] = list(table.members_of(cursor, record.set_id))
    return definition_yaml(document)


def definition_yaml(document: dict[str, Any]) -> str:
    """A document of these fields as text."""
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
    return text


def from_yaml(content: str | bytes) -> SegmentFile:
    """What a file says; every value is taken as it is written, so that 00123 keeps its zeros.

    Nothing but text, lists and names with values is understood. `InputError` with one sentence.
    """
    document = _document(content)
    for extra in sorted(set(document) - set(_FIELDS)):
        raise InputError(say(m.NO_FIELD, name=extra, allowed=or_list(_FIELDS)))
    members = document.get("members")
    if members is not None and not (
        isinstance(members, list) and all(isinstance(one, str) for one in members)
    ):
        raise InputError(say(m.NO_MEMBERS))
    fixed = members is not None and document.get("kind", "fixed") == "fixed"
    stated = {name: value for name, value in document.items() if name in _STATED}
    if not stated and not fixed:
        raise InputError(say(m.NO_DEFINITION))
    return SegmentFile(
        str(document.get("name") or ""),
        _definition(stated) if stated else None,
        tuple(members or ()) if fixed else None,
    )


@needs(Role.ANALYST)
def save_file(
    ws: Workspace, content: str | bytes, name: str, *, fixed: bool = False, replace: bool = False
) -> tuple[str, int]:
    """Keep the segment of a file under the name it gives, else under `name`; that name, and how
    many of a fixed one's numbers are not known here. fixed: keep who is in now. Raises as `save`.
    """
    read = from_yaml(content)
    name = read.name or name
    if read.members is not None:
        kept = save_ids(ws, name, read.members, replace=replace, definition=read.definition)
        return name, kept
    if read.definition is not None:
        save(ws, name, read.definition, fixed=fixed, replace=replace)
    return name, 0


def _document(content: str | bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise InputError(say(m.TOO_LARGE, megabytes=LARGEST >> 20))
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        for event in yaml.parse(text, yaml.SafeLoader):
            # No reference is followed, so that a short file cannot become an endless one.
            if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
                raise InputError(say(m.PLAIN_ONLY, line=event.start_mark.line + 1))
        document = yaml.load(text, yaml.BaseLoader)
    except UnicodeDecodeError:
        raise InputError(say(m.NOT_UTF8)) from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = say(m.NO_YAML_AT, line=mark.line + 1) if mark else say(m.NO_YAML)
        raise InputError(where) from None
    if not isinstance(document, dict):
        raise InputError(say(m.NO_YAML))
    return {str(name): value for name, value in document.items()}


def _definition(stated: dict[str, Any]) -> SegmentDefinition:
    try:
        return SegmentDefinition.model_validate(_known(stated))
    except ValidationError as problem:
        raise InputError(_said(problem)) from None


def _known(value: Any) -> Any:
    """Without fields that are left empty."""
    if isinstance(value, dict):
        return {str(k): _known(v) for k, v in value.items() if v not in _EMPTY}
    return [_known(one) for one in value] if isinstance(value, list) else value


def _said(problem: ValidationError) -> str:
    """The first thing wrong, with the number of its condition."""
    first = problem.errors()[0]
    what = first["msg"].removeprefix(_VALUE_ERROR)
    if first["type"].startswith("union_tag"):
        what = say(m.KINDS, kinds=or_list((*CONDITION_KINDS, "group")))
    elif first["type"] != "value_error":
        name = str(first["loc"][-1])
        message = m.UNKNOWN_FIELD if first["type"] == "extra_forbidden" else m.WRONG_VALUE
        what = say(message, name=name, given=str(first["input"]))
    places = [part + 1 for part in first["loc"] if isinstance(part, int)][:1]
    return say(m.IN_CONDITION, number=places[0], problem=what) if places else what
