"""Customers named in a file, whatever it looks like: one column or many, a header or none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from recsys_core.ingestion.formula import restore
from recsys_core.ingestion.read import prepared, stage
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import BoolArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.lookalikes import messages as m
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

_TABLE = "named_customers"
_AS_TEXT = re.compile(r'="(.*)"')
_WHOLE = re.compile(r"(\d+)\.0+")


@dataclass(frozen=True)
class NamedCustomers:
    """Who a file names. members: (n,) over the rows of `customer_overview`.  column: where they
    stand.  unknown: what stands there and is no customer who did anything here, each once.
    """

    members: BoolArray
    column: str
    unknown: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """How many were read and how many were not known."""
        read = say(m.LIST_READ, n=int(self.members.sum()), column=self.column)
        return say(m.LIST_READ_UNKNOWN, read=read, n=len(self.unknown)) if self.unknown else read

    @property
    def unknown_frame(self) -> pd.DataFrame:
        """user_id of `unknown`, for a file."""
        return pd.DataFrame({Columns.User: list(self.unknown)}, dtype=object)


@needs(Role.VIEWER)
def named_customers(
    ws: Workspace, path: Path, column: str | None = None, name: str | None = None
) -> NamedCustomers:
    """Read any file an import reads; the column is the one given, else that with most customers.

    name: how to call the file, where `path` is a passing copy. A first line that is no header
    because a customer's number stands in it counts. Raises `InputError` where nobody is found.
    """
    file = name or path.name
    ids = customer_state(ws).overview[Columns.User]
    rows = {user: row for row, user in enumerate(ids)}
    columns = _columns(path)
    if not any(head or cells for head, cells in columns.values()):
        raise InputError(say(m.NOTHING_LISTED, file=file))
    known = {label: _known(*found, rows) for label, found in columns.items()}
    best = max(known, key=lambda label: sum(row is not None for row in known[label].values()))
    chosen = best if column is None else column
    if chosen not in known:
        raise InputError(say(m.NO_COLUMN, file=file, column=chosen, columns=and_list(known)))
    mine = [row for row in known[chosen].values() if row is not None]
    if not mine:
        example = next(iter(known[chosen]), "")
        fields = {"file": file, "column": chosen, "example": example}
        if any(row is not None for row in known[best].values()):
            raise InputError(say(m.ANOTHER_COLUMN, other=best, **fields))
        raise InputError(say(m.NONE_KNOWN, customer=ids[0], **fields))
    members = np.zeros(len(ids), dtype=bool)
    members[mine] = True
    unknown = tuple(cell for cell, row in known[chosen].items() if row is None)
    return NamedCustomers(members, chosen, unknown)


def _columns(path: Path) -> dict[str, tuple[str, list[str]]]:
    """Label of a column -> its header ("" for none), and what stands below it, each once."""
    with prepared([path]) as files, duckdb.connect() as cursor:
        staged = stage(cursor, files, _TABLE)
        dialect, found = staged.dialect, {}
        for at, label in enumerate(dialect.labels):
            cells = cursor.execute(f"SELECT c{at} FROM {_TABLE} WHERE trim(c{at}) <> ''").df()
            head = "" if dialect.numbered else dialect.names[at]
            found[label] = (head, list(cells.iloc[:, 0].unique()))
        return found


def _known(head: str, cells: list[str], rows: Mapping[str, int]) -> dict[str, int | None]:
    """What was read as a number -> the customer's row; a header counts where it is a customer."""
    found = {}
    for text in map(_number, [head, *cells]):
        ways = (text, _WHOLE.sub(r"\1", text), text.lower())
        found[text] = next((rows[way] for way in ways if way in rows), None)
    if found[_number(head)] is None and head not in cells:
        del found[_number(head)]
    return found


def _number(cell: str) -> str:
    return restore(_AS_TEXT.sub(r"\1", cell.strip()))
