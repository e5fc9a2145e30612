"""A file that is ready to be read, and how its columns go with another file's."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.dialect_types import Dialect
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say


class OtherColumnsError(InputError):
    """A file has other columns than the first one."""


@dataclass(frozen=True)
class Prepared:
    """A file ready to be read. path: plain UTF-8 text, or the Parquet file. order: for each
    column of the table, which column of this file holds it.
    """

    path: Path
    name: str
    dialect: Dialect
    order: tuple[int, ...]


def column_order(
    dialect: Dialect, expected: Sequence[str], name: str, first: str
) -> tuple[int, ...]:
    """Which column of a file holds each column of the first one."""
    if dialect.labels == tuple(expected):
        return tuple(range(dialect.width))
    if sorted(dialect.labels) == sorted(expected):
        return tuple(dialect.labels.index(label) for label in expected)
    raise OtherColumnsError(say(m.OTHER_COLUMNS, file=name, first=first))
