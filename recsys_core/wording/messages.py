"""Whole sentences with named fields, and the one function that turns them into text.

A package keeps its sentences in its own `messages.py`, as constants; text that describes one thing
(a setting, a metric, a model's card) stays with that thing and passes through `say` where it is
shown. The English text is the key of a catalogue, as with gettext, so that another language
replaces the sentences and touches no logic.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from recsys_core.wording.numbers import count

UNKNOWN_TIME = "an unknown time"


class Plural(NamedTuple):
    """A sentence about `n` things, for one and for any other number; the key is `other`."""

    one: str
    other: str


LONGEST, SHOWN = 2_000, 200
"""Characters of a field from which only the first are shown: no name is that long, a cell may be."""

Catalogue = Mapping[str, str | Plural]
ENGLISH: Catalogue = {}
_catalogue: ContextVar[Catalogue] = ContextVar("catalogue", default=ENGLISH)


def say(message: str | Plural, /, **fields: object) -> str:
    """The message in the language in force with its fields filled in.

    A whole number is written in full with its thousands separated; any other figure comes as text,
    rounded by whoever knows its meaning (wording/numbers.py). A `Plural` needs the field `n`.
    Raises `KeyError` for a field that is missing.
    """
    key = message.other if isinstance(message, Plural) else message
    found = _catalogue.get().get(key, message)
    if isinstance(found, Plural):
        found = found.one if fields["n"] == 1 else found.other
    if not fields:
        return found
    return found.format_map({name: _text(value) for name, value in fields.items()})


@contextmanager
def speaking(catalogue: Catalogue) -> Iterator[None]:
    """Sentences come from this catalogue as long as the context lasts, in this thread only."""
    before = _catalogue.set(catalogue)
    try:
        yield
    finally:
        _catalogue.reset(before)


def _text(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return count(value)
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:SHOWN]}…"
