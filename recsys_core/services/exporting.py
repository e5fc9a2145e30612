"""Lists for everybody, written block by block so that memory stays flat."""

import csv
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from recsys_core.explanations.evidence import explain_list
from recsys_core.ingestion.formula import neutralise, restore
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import CSR, IntArray
from recsys_core.services.choosing import best_model
from recsys_core.services.facts import audience_of, facts_for
from recsys_core.services.lists import Lists, ListSettings, make_lists
from recsys_core.services.reasons import reasons_for
from recsys_core.services.recommending import FILLER
from recsys_core.services.runs import fitted, trained_model
from recsys_core.services.workspace import Workspace

BLOCK_BYTES = 32 * 2**20
EXPORT_SCHEMA = pa.schema(
    [
        (Columns.User, pa.string()),
        (Columns.Rank, pa.int32()),
        (Columns.Item, pa.string()),
        (Columns.Title, pa.string()),
        (Columns.Score, pa.float64()),
        (Columns.Reason, pa.string()),
        (Columns.Source, pa.string()),
    ]
)
TEXT_COLUMNS = [f.name for f in EXPORT_SCHEMA if f.type == pa.string()]


@dataclass(frozen=True)
class ExportResult:
    """The account of an export: lines written, customers with a list, seconds it took."""

    rows: int
    users: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `export`."""
        return asdict(self)


class _Sink(Protocol):
    def write(self, frame: pd.DataFrame) -> None: ...


def read_customers(path: Path) -> list[str]:
    """Customer numbers from a text file, one a line, in the order of their first appearance.

    A number with quotation marks or line ends in it may be quoted as in a CSV file; what an export
    put before a number that looks like a formula is taken away.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = [row[0] for row in csv.reader(stream, delimiter="\x1f") if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"The file {path} with the customer numbers cannot be read. "
            "Give a text file with one customer number a line."
        ) from error
    numbers = list(dict.fromkeys(restore(line.strip()) for line in lines if line.strip()))
    if numbers and numbers[0].lower() == Columns.User:
        numbers = numbers[1:]
    if not numbers:
        raise InputError(f"The file {path} names no customer. Put one customer number on a line.")
    return numbers


def export_lists(
    ws: Workspace,
    out: Path,
    model: str = "auto",
    settings: ListSettings | None = None,
    users: list[str] | None = None,
    report: Progress = silent,
) -> ExportResult:
    """Write the lists of all customers, or of `users`, with reasons, as .csv or .parquet.

    The file appears only when it is complete. Cells of a CSV that a spreadsheet would run as a
    formula are made harmless. Raises `InputError` for another file type or an unknown customer.
    """
    begun = time.perf_counter()
    settings = settings or ListSettings()
    trained = trained_model(ws, best_model(ws) if model == "auto" else model)
    fitted_model, data = fitted(ws, trained)
    codes = (
        np.arange(data.n_users)
        if users is None
        else np.array([data.user_code(user) for user in users])
    )
    facts = facts_for(ws, data)
    per_block = max(1, BLOCK_BYTES // (4 * max(data.n_items, 1)))
    rows = 0
    with _sink(out) as sink:
        for start in range(0, len(codes), per_block):
            block = codes[start : start + per_block]
            report(start / len(codes), f"{start:,} of {len(codes):,} customers")
            histories = data.histories(block)
            audience = audience_of(ws, data, block, histories, settings.treatment.rules)
            lists = make_lists(fitted_model, trained.model, audience, facts, settings)
            frame = _frame(lists, fitted_model, histories, data)
            sink.write(frame)
            rows += len(frame)
    report(1.0, f"{len(codes):,} customers")
    return ExportResult(rows, len(codes), round(time.perf_counter() - begun, 3))


def _frame(made: Lists, model: Recommender, histories: CSR, data: Dataset) -> pd.DataFrame:
    lists = made.final
    frame = lists.to_frame(data)
    frame[Columns.Source] = np.where(made.filler[lists.items != EMPTY], FILLER, lists.source)
    codes: IntArray = lists.items[lists.items != EMPTY]
    frame[Columns.Title] = data.items[Columns.Title].to_numpy()[codes]
    reasons: list[str] = []
    for row in range(len(lists)):
        chosen = [int(item) for item in lists.items[row] if item != EMPTY]
        scores = lists.scores[row, : len(chosen)]
        reasons += reasons_for(explain_list(model, histories.row(row), chosen, scores), data)
    frame[Columns.Reason] = reasons
    return frame[EXPORT_SCHEMA.names]


@contextmanager
def _sink(out: Path) -> Iterator[_Sink]:
    kinds = {".csv": _csv_sink, ".parquet": _parquet_sink}
    kind = kinds.get(out.suffix.lower())
    if kind is None:
        raise InputError(f"Lists are written as .csv or .parquet; {out.name!r} is neither.")
    if not out.parent.is_dir():
        raise InputError(f"There is no folder {out.parent}. Create it, or choose another place.")
    temporary = out.with_name(f".{out.name}.{os.getpid()}.partial")
    try:
        with kind(temporary) as sink:
            yield sink
        os.replace(temporary, out)
    except OSError as error:
        raise InputError(f"{out} cannot be written. Choose another place.") from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _csv_sink(path: Path) -> Iterator[_Sink]:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerow(EXPORT_SCHEMA.names)

        class Sink:
            def write(self, frame: pd.DataFrame) -> None:
                safe = frame.assign(**{name: frame[name].map(neutralise) for name in TEXT_COLUMNS})
                safe.to_csv(file, index=False, header=False, lineterminator="\n")

        yield Sink()


@contextmanager
def _parquet_sink(path: Path) -> Iterator[_Sink]:
    with pq.ParquetWriter(path, EXPORT_SCHEMA) as writer:

        class Sink:
            def write(self, frame: pd.DataFrame) -> None:
                writer.write_table(
                    pa.Table.from_pandas(frame, schema=EXPORT_SCHEMA, preserve_index=False)
                )

        yield Sink()
