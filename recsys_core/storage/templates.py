"""How files of one shape were read last: kept so that the next one can be read likewise."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from recsys_core.schema.errors import NotFoundError
from recsys_core.storage import messages as m
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class Template:
    """A saved mapping. name: the file it comes from; mapping: role -> column; options: fields of
    the reading options.
    """

    shape: str
    kind: str
    name: str
    mapping: dict[str, str]
    options: dict[str, object]


def save_template(
    cursor: duckdb.DuckDBPyConnection,
    template: Template,
    labels: Sequence[str],
    created_at: datetime,
) -> None:
    """Keep it in place of an earlier one for the same shape and kind."""
    _delete(cursor, template.shape, template.kind)
    cursor.execute(
        "INSERT INTO mapping_templates VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            template.shape,
            template.kind,
            template.name,
            json.dumps(list(labels)),
            json.dumps(dict(template.mapping)),
            json.dumps(dict(template.options)),
            created_at,
        ],
    )


def find_template(cursor: duckdb.DuckDBPyConnection, shape: str, kind: str) -> Template | None:
    """The mapping saved for files of this shape, or None."""
    rows = cursor.execute(
        "SELECT name, mapping, options FROM mapping_templates WHERE shape = ? AND kind = ?",
        [shape, kind],
    ).fetchall()
    if not rows:
        return None
    name, mapping, options = rows[0]
    return Template(shape, kind, str(name), json.loads(mapping), json.loads(options))


def list_templates(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """All saved mappings, latest first; the columns are the table's."""
    return cursor.execute("SELECT * FROM mapping_templates ORDER BY created_at DESC, shape").df()


def remove_template(cursor: duckdb.DuckDBPyConnection, shape: str, kind: str) -> None:
    """Forget one. Raises `NotFoundError` if there is none."""
    if find_template(cursor, shape, kind) is None:
        raise NotFoundError(say(m.NO_SUCH_MAPPING))
    _delete(cursor, shape, kind)


def _delete(cursor: duckdb.DuckDBPyConnection, shape: str, kind: str) -> None:
    cursor.execute("DELETE FROM mapping_templates WHERE shape = ? AND kind = ?", [shape, kind])
