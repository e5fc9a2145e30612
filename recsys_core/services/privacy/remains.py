"""Whether anything is left of persons: every byte, every table, every packed column."""

from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from recsys_core.jobs.worker import part
from recsys_core.schema.checksums import UNREADABLE
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.sql import identifier
from recsys_core.services.access.actor import Role
from recsys_core.services.access.needs import needs
from recsys_core.services.privacy import messages as m
from recsys_core.services.privacy.persons import Persons
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import persons as tables
from recsys_core.storage.remnants import Finder, scan
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class Remains:
    """What was looked through, and what was found.

    files, size: of the whole folder, bytes as they lie on disk.  texts: ids and details that were
    looked for in every byte.  short: ids that are too short for that, or a part of an id that
    stays; they were looked for in the columns that hold customers.  remnants: places where
    something of them stands, "" for none.
    """

    files: int
    size: int
    texts: int
    short: int
    remnants: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As the certificate has it."""
        return asdict(self)


@needs(Role.STEWARD)
def remains(ws: Workspace, asked: Persons, report: Progress = silent) -> Remains:
    """Look for them in the whole folder of the workspace."""
    report(0.0, say(m.LOOKING_THROUGH_TABLES))
    found: list[str] = []
    with ws.db.read() as cursor:
        staying = pd.Series(sorted(_others(cursor, asked)), dtype="str")
        inside = asked.finder.found("\n".join(staying).encode())
        finder = Finder(asked.telling - inside)
        tables.ask_for(cursor, asked.ids)
        found += [f"tastelab.duckdb: {table}" for table in tables.rows_of_persons(cursor)]
        for table in tables.all_tables(cursor):
            for column in tables.text_columns(cursor, table):
                rows = cursor.execute(
                    f"SELECT DISTINCT {identifier(column)}::VARCHAR FROM {identifier(table)}"
                ).fetchall()
                text = "\n".join(str(one) for (one,) in rows if one is not None)
                if finder.found(text.encode()):
                    found.append(f"tastelab.duckdb: {table}.{column}")
    scanned = scan(ws.path, finder, part(report, 0.1, 0.9))
    found += sorted(scanned.remnants)
    found += _columns_naming(ws, asked)
    short = len(asked.ids) - len(asked.ids & (asked.telling - inside))
    return Remains(scanned.files, scanned.size, scanned.texts, short, tuple(found))


def _others(cursor: Any, asked: Persons) -> set[str]:
    """Everybody who stays."""
    names: set[str] = set()
    for table in tables.naming_tables(cursor):
        rows = cursor.execute(f"SELECT DISTINCT user_id FROM {identifier(table)}").fetchall()
        names |= {str(user) for (user,) in rows}
    return names - asked.ids


def _users(path: Path) -> pd.Series:
    return pd.read_parquet(path, columns=[Columns.User])[Columns.User]


def _columns_naming(ws: Workspace, asked: Persons) -> list[str]:
    """Parquet files with a column of customers in which one of them stands."""
    found = []
    for path in sorted(ws.path.rglob("*.parquet")):
        with suppress(*UNREADABLE):  # damaged, or gone meanwhile: its bytes were looked through
            with pq.ParquetFile(path) as file:
                named = Columns.User in file.schema_arrow.names
            if named and _users(path).isin(asked.ids).any():
                found.append(str(path.relative_to(ws.path)))
    return found
