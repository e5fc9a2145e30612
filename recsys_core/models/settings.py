"""Settings as people type them, checked against a config class, refused in plain words."""

import types
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from recsys_core.models import messages as m
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

C = TypeVar("C", bound=BaseModel)
NOTHING = {"", "none", "null"}


def parse_settings(config: type[C], settings: Mapping[str, object], owner: str) -> C:
    """A `config` with `settings`; values may be text, as in `--set key=value`.

    The texts "", "none" and "null" mean "leave it empty" where a field allows that. Unknown names
    and values out of range raise `InputError` with the allowed ones; `owner` is named in it.
    """
    fields = config.model_fields
    for name in settings:
        if name not in fields:
            allowed = ", ".join(sorted(fields)) or say(m.NO_SETTINGS)
            raise InputError(say(m.UNKNOWN_SETTING, owner=owner, name=name, names=allowed))
    values = {name: _emptied(fields[name], value) for name, value in settings.items()}
    try:
        return config(**values)
    except ValidationError as problem:
        place = problem.errors()[0]["loc"]
        name = str(place[0]) if place else ""
        if name not in fields:
            raise InputError(say(m.SETTINGS_CLASH, owner=owner)) from None
        raise InputError(
            say(
                m.BAD_SETTING,
                name=name,
                owner=owner,
                expected=expected(fields[name]),
                given=repr(values.get(name)),
            )
        ) from None


def expected(field: FieldInfo) -> str:
    """What a field accepts, in words: "a whole number from 1 to 500", "yes or no (true, false)"."""
    options = [option for option in _options(field.annotation) if option is not types.NoneType]
    kind = options[0]
    if get_origin(kind) is Literal:
        words = say(m.ONE_OF, options=", ".join(str(choice) for choice in get_args(kind)))
    elif kind is bool:
        words = say(m.TRUE_OR_FALSE)
    elif kind in (int, float):
        words = _bounds(field, *(m.WHOLE_NUMBERS if kind is int else m.NUMBERS))
    else:
        words = say(m.TEXT)
    optional = len(options) < len(_options(field.annotation))
    return say(m.OR_EMPTY, value=words) if optional else words


def _emptied(field: FieldInfo, value: object) -> object:
    optional = types.NoneType in _options(field.annotation)
    if optional and isinstance(value, str) and value.strip().lower() in NOTHING:
        return None
    return value.strip() if isinstance(value, str) else value


def _options(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (Union, types.UnionType):
        return get_args(annotation)
    return (annotation,)


def _bounds(field: FieldInfo, within: str, above: str, least: str, most: str, any_: str) -> str:
    """The words for a number between the bounds of a field."""
    ends: dict[str, str] = {}
    for rule in field.metadata:
        for name in ("ge", "gt", "le"):
            end = getattr(rule, name, None)
            if end is not None:
                ends[name] = f"{end:,}" if isinstance(end, int) else f"{end}"
    if "gt" in ends:
        return say(above, low=ends["gt"], high=ends["le"])
    if "ge" in ends and "le" in ends:
        return say(within, low=ends["ge"], high=ends["le"])
    if "ge" in ends:
        return say(least, low=ends["ge"])
    return say(most, high=ends["le"]) if "le" in ends else say(any_)
