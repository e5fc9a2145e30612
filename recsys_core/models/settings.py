"""Settings as people type them, checked against a config class, refused in plain words."""

import types
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from recsys_core.schema.errors import InputError

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
            allowed = ", ".join(sorted(fields)) or "none"
            raise InputError(f"{owner} has no setting {name!r}. Its settings are: {allowed}.")
    values = {name: _emptied(fields[name], value) for name, value in settings.items()}
    try:
        return config(**values)
    except ValidationError as problem:
        place = problem.errors()[0]["loc"]
        name = str(place[0]) if place else ""
        if name not in fields:
            raise InputError(f"These settings of {owner} do not go together.") from None
        raise InputError(
            f"The setting {name!r} of {owner} must be {expected(fields[name])}; "
            f"{values.get(name)!r} is not."
        ) from None


def expected(field: FieldInfo) -> str:
    """What a field accepts, in words: "a whole number from 1 to 500", "yes or no (true, false)"."""
    options = [option for option in _options(field.annotation) if option is not types.NoneType]
    kind = options[0]
    if get_origin(kind) is Literal:
        words = "one of " + ", ".join(str(choice) for choice in get_args(kind))
    elif kind is bool:
        words = "true or false"
    elif kind is int:
        words = "a whole number" + _bounds(field)
    elif kind is float:
        words = "a number" + _bounds(field)
    else:
        words = "text"
    return words + (", or empty" if len(options) < len(_options(field.annotation)) else "")


def _emptied(field: FieldInfo, value: object) -> object:
    optional = types.NoneType in _options(field.annotation)
    if optional and isinstance(value, str) and value.strip().lower() in NOTHING:
        return None
    return value.strip() if isinstance(value, str) else value


def _options(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (Union, types.UnionType):
        return get_args(annotation)
    return (annotation,)


def _bounds(field: FieldInfo) -> str:
    low = high = ""
    for rule in field.metadata:
        if isinstance(rule, annotated_types.Ge):
            low = f"{rule.ge:,}" if isinstance(rule.ge, int) else f"{rule.ge}"
        elif isinstance(rule, annotated_types.Gt):
            low = f"above {rule.gt}"
        elif isinstance(rule, annotated_types.Le):
            high = f"{rule.le:,}" if isinstance(rule.le, int) else f"{rule.le}"
        elif isinstance(rule, annotated_types.Lt):
            high = f"below {rule.lt}"
    if low and high:
        return f" {low} and at most {high}" if low.startswith("above") else f" from {low} to {high}"
    if low:
        return f" {low}" if low.startswith("above") else f" of at least {low}"
    return f" of at most {high}" if high else ""
