"""Small imports for tests."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from recsys_core.schema.imports import ImportReport
from recsys_core.storage.database import Database
from recsys_core.storage.imports import next_import_id, record_import
from recsys_core.storage.insert import insert_from

NOW = datetime(2024, 5, 1, 12)


def add(
    db: Database, kind: str, rows: Sequence[Mapping[str, Any]], sha256: str | None = None
) -> str:
    """Import `rows` into the table `kind`; returns the import's id."""
    with db.write() as cursor:
        import_id = next_import_id(cursor)
        cursor.register("accepted", pd.DataFrame(list(rows)))
        n = insert_from(cursor, kind, import_id)
        record_import(
            cursor,
            ImportReport(import_id, ["file.csv"], n, n, 0, 0, 0),
            kind=kind,
            sha256=sha256 or f"hash-{kind}-{n}-{sorted(map(str, rows))}",
            created_at=NOW,
        )
        return import_id


def bought(
    user: str, item: str, day: int | None = 1, quantity: float = 1, revenue: float | None = None
) -> dict[str, Any]:
    """A purchase, or a return for a quantity of zero or less."""
    return {
        "user_id": user,
        "item_id": item,
        "event": "purchase" if quantity > 0 else "return",
        "quantity": float(quantity),
        "revenue": revenue,
        "ts": pd.NaT if day is None else pd.Timestamp(2024, 1, day),
    }


def rated(user: str, item: str, rating: float, day: int = 1) -> dict[str, Any]:
    return {
        "user_id": user,
        "item_id": item,
        "event": "rating",
        "rating": float(rating),
        "ts": pd.Timestamp(2024, 1, day),
    }


def rows_of(db: Database, sql: str) -> list[tuple[Any, ...]]:
    with db.read() as cursor:
        return cursor.execute(sql).fetchall()
