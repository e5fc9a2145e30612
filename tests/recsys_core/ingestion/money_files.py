"""Shops that are made up, as files, and what reading one comes to."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

import duckdb

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.read import IrregularError, prepared, stage
from recsys_core.ingestion.validate import ACCEPTED
from recsys_core.ingestion.validate_kinds import Validated, validate
from recsys_core.services.data.preview import cells, guess_roles

Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Found:
    """What an import of a file would come to."""

    revenue: float | None
    units: float
    customers: int
    orders: int
    validated: Validated

    @property
    def said(self) -> str:
        return " ".join([*self.validated.evidence, *self.validated.warnings])

    @property
    def open(self) -> bool:
        return any(question.open for question in self.validated.questions)


def write(path: Path, rows: Rows, delimiter: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(
    path: Path, options: ReadOptions | None = None, mapping: Mapping[str, str] | None = None
) -> Found:
    options = options or ReadOptions()
    with prepared([path], options) as files, duckdb.connect() as cursor:
        for unread in (True, False):
            staged = stage(cursor, files, "rows", unread)
            guessed = guess_roles(staged, cells(cursor, staged, 1000), "interactions").columns
            roles = dict(mapping or {one.role: one.name for one in guessed if one.role})
            try:
                found = validate(cursor, staged, "interactions", roles, options)
                break
            except IrregularError:
                continue
        given = {row[0] for row in cursor.execute(f"DESCRIBE {ACCEPTED}").fetchall()}
        money = "sum(revenue)" if "revenue" in given else "NULL"
        units = "sum(quantity)" if "quantity" in given else "count(*)"
        orders = "count(DISTINCT order_id) FILTER (event = 'purchase')"
        people = "count(DISTINCT user_id) FILTER (event = 'purchase')"
        figures = cursor.execute(
            f"SELECT {money}, {units}, {people}, {orders} FROM {ACCEPTED}"
        ).fetchall()[0]
    return Found(*figures, found)


PRICES = {f"P{n}": 3.5 + 2.25 * n for n in range(12)}


def shop(seed: int, orders: int = 30) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """(order, customer, [(product, pieces)])"""
    random = Random(seed)
    return [
        (
            f"A{1000 + n}",
            f"C{random.randrange(12):02}",
            [
                (p, random.randint(1, 4))
                for p in random.sample(sorted(PRICES), random.randint(1, 4))
            ],
        )
        for n in range(orders)
    ]


def price(row: dict[str, object]) -> float:
    return float(str(row["price"]))


def total(lines: list[tuple[str, int]]) -> float:
    return sum(PRICES[p] * q for p, q in lines)


def plain(seed: int = 1) -> Rows:
    return [
        {"order": o, "customer": c, "sku": p, "quantity": q, "price": PRICES[p]}
        for o, c, lines in shop(seed)
        for p, q in lines
    ]


def truth(seed: int = 1) -> float:
    return round(sum(total(lines) for _, _, lines in shop(seed)), 2)
