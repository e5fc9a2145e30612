"""Forms made from configuration classes.

    config = forms.config_form(PopularityConfig, key="popularity")
    if config and st.button("Train"): ...

Every field becomes the widget of its type, labelled with its title; its description is the help.
Fields marked `advanced` lie behind "More settings"; those marked `elsewhere` have no widget here
and keep their value from `start`. A value the class refuses gets its sentence
below its own widget, and the form returns None until it is put right.
"""

import enum
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import annotated_types
import streamlit as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo
from streamlit.delta_generator import DeltaGenerator

from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.schema.config import BaseConfig
from recsys_core.wording.messages import say

ConfigT = TypeVar("ConfigT", bound=BaseConfig)

WHOLE_SLIDER_SPAN = 20


@dataclass(frozen=True)
class _Bounds:
    low: Any = None
    high: Any = None


def config_form(
    config_class: type[ConfigT], key: str, *, start: ConfigT | None = None, columns: int = 2
) -> ConfigT | None:
    """Draw the form of `config_class`; the validated settings, or None while one is refused.

    `start` gives other values to begin with than the class's own. `key` keeps forms apart.
    """
    known = config_class.model_fields
    fields = {name: field for name, field in known.items() if not _marked(field, "elsewhere")}
    begin = start.model_dump() if start else {}
    plain_names = [n for n, f in fields.items() if not _marked(f, "advanced")]
    advanced = [n for n in fields if n not in plain_names]
    values: dict[str, Any] = {name: begin[name] for name in begin if name not in fields}
    notes: dict[str, DeltaGenerator] = {}
    _grid(plain_names, fields, begin, key, columns, values, notes)
    if advanced:
        with st.expander(say(m.MORE_SETTINGS)):
            _grid(advanced, fields, begin, key, columns, values, notes)
    general = st.container()
    try:
        return config_class(**values)
    except ValidationError as error:
        for problem in error.errors():
            name = str(problem["loc"][0]) if problem["loc"] else ""
            place = notes.get(name, general)
            place.error(plain(_sentence(problem, fields.get(name))))
        return None


def _grid(
    names: list[str],
    fields: dict[str, FieldInfo],
    begin: dict[str, Any],
    key: str,
    columns: int,
    values: dict[str, Any],
    notes: dict[str, DeltaGenerator],
) -> None:
    """Lay the named fields out row by row, so that neighbours line up."""
    for first in range(0, len(names), columns):
        row = st.columns(columns, vertical_alignment="bottom")
        for place, name in zip(row, names[first : first + columns], strict=False):
            with place:
                value = begin.get(name, fields[name].get_default(call_default_factory=True))
                values[name] = _widget(name, fields[name], value, f"{key}-{name}")
                notes[name] = st.container()


def _widget(name: str, field: FieldInfo, value: Any, key: str) -> Any:
    label = plain(say(field.title or name.replace("_", " ").capitalize()))
    help_text = plain(say(field.description)) if field.description else None
    kind, optional = _unwrap(field.annotation)
    bounds = _bounds(field)
    if kind is bool:
        return st.toggle(label, value=bool(value), key=key, help=help_text)
    if get_origin(kind) is Literal:
        return _choice(label, get_args(kind), value, key, help_text, optional, _named(field))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _choice(label, tuple(kind), value, key, help_text, optional, _named(field))
    if kind is int:
        return _whole(label, value, bounds, key, help_text, optional)
    if kind is float:
        return _fraction(label, value, bounds, key, help_text, optional)
    if kind is str:
        typed = st.text_input(label, value=value or "", key=key, help=help_text)
        return (typed or None) if optional else typed
    if isinstance(kind, type) and issubclass(kind, BaseConfig):
        with st.container(border=True):
            st.text(say(field.title or name))
            start = kind(**value) if isinstance(value, dict) else value
            return config_form(kind, key, start=start, columns=1) or value
    raise NotImplementedError(f"No widget for the field {name!r} of type {field.annotation!r}.")


def _choice(
    label: str,
    options: tuple[Any, ...],
    value: Any,
    key: str,
    help_text: str | None,
    optional: bool,
    named: dict[str, str],
) -> Any:
    return st.selectbox(
        label,
        options,
        index=options.index(value) if value in options else None if optional else 0,
        format_func=lambda option: say(named.get(str(option)) or _words(option)),
        key=key,
        help=help_text,
        placeholder=say(m.CHOSEN_AUTOMATICALLY),
    )


def _whole(
    label: str, value: Any, bounds: _Bounds, key: str, help_text: str | None, optional: bool
) -> int | None:
    low: Any = None if bounds.low is None else int(bounds.low)
    high: Any = None if bounds.high is None else int(bounds.high)
    if not optional and low is not None and high is not None and high - low <= WHOLE_SLIDER_SPAN:
        return st.slider(label, low, high, value, 1, key=key, help=help_text)
    return st.number_input(
        label,
        low,
        high,
        value,
        1,
        key=key,
        help=help_text,
        placeholder=say(m.CHOSEN_AUTOMATICALLY) if optional else None,
    )


def _fraction(
    label: str,
    value: Any,
    bounds: _Bounds,
    key: str,
    help_text: str | None,
    optional: bool,
) -> float | None:
    # A slider moves in steps of 0.05: a small value like a learning rate would not survive it.
    if not optional and (bounds.low, bounds.high) == (0, 1) and round(20 * value, 9) % 1 == 0:
        return st.slider(label, 0.0, 1.0, value, 0.05, key=key, help=help_text)
    start: Any = None if value is None else float(value)
    return st.number_input(
        label,
        bounds.low,
        bounds.high,
        start,
        _step(start),
        format="%.6g",
        key=key,
        help=help_text,
        placeholder=say(m.CHOSEN_AUTOMATICALLY) if optional else None,
    )


def _step(value: float | None) -> float:
    """A tenth of the value's own size: 0.01 for 0.05, 10 for 250."""
    if not value:
        return 0.1
    return float(10 ** (len(str(int(abs(value)))) - 2)) if abs(value) >= 1 else _small_step(value)


def _small_step(value: float) -> float:
    step = 0.1
    while step > abs(value):
        step /= 10
    return step


def _unwrap(annotation: Any) -> tuple[Any, bool]:
    """The type without Annotated and Optional, and whether None is allowed."""
    if get_origin(annotation) in (Union, types.UnionType):
        members = [a for a in get_args(annotation) if a is not type(None)]
        if len(members) == 1:
            return _unwrap(members[0])[0], True
    if hasattr(annotation, "__metadata__"):
        return _unwrap(get_args(annotation)[0])
    return annotation, False


def _bounds(field: FieldInfo) -> _Bounds:
    """What the widget may go down and up to; exclusive bounds are left to the class to refuse."""
    low: Any = None
    high: Any = None
    for rule in field.metadata:
        if isinstance(rule, annotated_types.Ge):
            low = rule.ge
        elif isinstance(rule, annotated_types.Gt):
            low = rule.gt
        elif isinstance(rule, annotated_types.Le):
            high = rule.le
        elif isinstance(rule, annotated_types.Lt):
            high = rule.lt
    kind, _ = _unwrap(field.annotation)
    convert: Callable[[Any], Any] = float if kind is float else lambda v: v
    return _Bounds(None if low is None else convert(low), None if high is None else convert(high))


def _sentence(problem: Any, field: FieldInfo | None) -> str:
    """What is wrong with a value, in words."""
    title = say((field.title if field else None) or m.THIS_SETTING)
    limits, kind = problem.get("ctx", {}), problem["type"]
    if kind in m.MUST_BE:
        (limit,) = limits.values()
        return say(m.MUST_BE[kind], title=title, limit=f"{limit:g}")
    if kind == "value_error":
        return str(limits["error"])
    empty = kind in ("missing", "int_type", "float_type", "string_type")
    return say(m.NEEDS_VALUE if empty else m.CANNOT_BE, title=title)


def _words(option: Any) -> str:
    text = str(option.value if isinstance(option, enum.Enum) else option)
    return text.replace("_", " ").replace("-", " ").capitalize()


def _named(field: FieldInfo) -> dict[str, str]:
    """What the options are called on screen, where the field says so: `{"words": {...}}`."""
    extra = field.json_schema_extra
    words = extra.get("words") if isinstance(extra, dict) else None
    return {str(k): str(v) for k, v in words.items()} if isinstance(words, dict) else {}


def _marked(field: FieldInfo, mark: str) -> bool:
    extra = field.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get(mark))
