"""Any table an import reads, column by column: for files whose columns may be called anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from recsys_core.ingestion.no_value import no_number_sql
from recsys_core.ingestion.number_proof import number_styles
from recsys_core.ingestion.read import prepared, stage
from recsys_core.ingestion.times import time_style
from recsys_core.ingestion.values import NumberStyle
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray, IntArray, StrArray
from recsys_core.services.data import messages as m
from recsys_core.services.data.first_rows import SAMPLE_ROWS, cells, guess_roles
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

_TABLE, _VALUES = "coded_table", "coded_values"


@dataclass(frozen=True)
class CodedColumn:
    """codes: (n,) of `values`, which are the different cells without spaces around them."""

    codes: IntArray
    values: StrArray
    style: NumberStyle

    @property
    def texts(self) -> StrArray:
        """(n,) the cells, "" for an empty one."""
        return self.values[self.codes]

    def numbers(self) -> FloatArray | None:
        """(n,) where all cells are numbers (NaN: none) and one is; none has zeros in front."""
        with _values(self.values) as cursor:
            found = cursor.execute(
                f"SELECT {self.style.sql('one')} AS n, one IS NOT NULL AND NOT "
                f"{no_number_sql('one')} AS k, regexp_matches(one, '^0[0-9]') AS z FROM {_VALUES} "
                "ORDER BY place"
            ).df()
        values, known = found["n"].to_numpy(dtype=float), found["k"].to_numpy(dtype=bool)
        zeros = found["z"].fillna(False).to_numpy(dtype=bool)
        if not known.any() or np.isnan(values[known]).any() or zeros.any():
            return None
        return np.asarray(values[self.codes])

    def days(self) -> FloatArray | None:
        """(n,) days since 1970 where nine of ten different cells are a date; NaN for no date."""
        with _values(self.values) as cursor:
            style = time_style(cursor, _VALUES, "one")
            moments = cursor.execute(
                f"SELECT {style.sql('one')}::TIMESTAMP AS t FROM {_VALUES} ORDER BY place"
            ).df()["t"]
        filled = int((self.values != "").sum())
        if not filled or moments.notna().sum() < 0.9 * filled:
            return None
        days = (moments.dt.normalize() - pd.Timestamp(0)).dt.days.to_numpy(dtype=float)
        return np.asarray(days[self.codes])


@dataclass(frozen=True)
class CodedTable:
    """file: what it is called.  roles: what an import would take the columns for, role -> name."""

    file: str
    rows: int
    columns: dict[str, CodedColumn]
    roles: dict[str, str]

    def column(self, name: str) -> str:
        """As `column_called`."""
        return column_called(self.file, list(self.columns), name)


def column_called(file: str, columns: Sequence[str], name: str) -> str:
    """The column of this name, whatever the case; `InputError` for none, or several."""
    if name in columns:
        return name
    alike = [one for one in columns if one.casefold() == name.strip().casefold()]
    if len(alike) != 1:
        raise InputError(
            say(m.NO_COLUMN_CALLED, file=file, column=name, columns=and_list(list(columns)))
        )
    return alike[0]


def read_coded(
    path: Path, name: str | None = None, only: Sequence[str] | None = None
) -> CodedTable:
    """Any table an import reads. name: how to call the file, where `path` is a passing copy.
    only: the columns that are wanted, None for all; names that are none are left for `column` to
    refuse, unless all are. `InputError` for what is no table.
    """
    file = name or path.name
    with prepared([path]) as files, duckdb.connect() as cursor:
        staged = stage(cursor, files, _TABLE)
        labels = [str(one) for one in staged.dialect.labels]
        if not labels or not staged.rows:
            raise InputError(say(m.NO_TABLE, file=file))
        styles = number_styles(cursor, _TABLE, {str(at): f"c{at}" for at in range(len(labels))})
        head = cells(cursor, staged, SAMPLE_ROWS)
        roles = {one.role: one.name for one in guess_roles(staged, head, "users").columns}
        wanted = {one.strip().casefold() for one in only or ()}
        kept = [at for at, one in enumerate(labels) if only is None or one.casefold() in wanted]
        kept = kept or list(range(len(labels)))
        asked = ", ".join(f"trim(coalesce(c{at}, '')) AS c{at}" for at in kept)
        whole = f"FROM {_TABLE}" + (" WHERE NOT damaged" if staged.damaged else "")
        found = cursor.sql(f"SELECT {asked} {whole}").to_arrow_table()
    columns = {labels[at]: _coded(found.column(f"c{at}"), styles[str(at)]) for at in kept}
    known = {str(role): str(one) for role, one in roles.items() if role is not None}
    return CodedTable(file, found.num_rows, columns, known)


def _coded(column: pa.ChunkedArray, style: NumberStyle) -> CodedColumn:
    coded = pc.dictionary_encode(column).combine_chunks()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.chunk(0)
    values = coded.dictionary.to_numpy(zero_copy_only=False).astype(object)
    return CodedColumn(coded.indices.to_numpy(zero_copy_only=False), values, style)


class _values:
    """A connection with the values as a table of `place` and `one`."""

    def __init__(self, values: StrArray) -> None:
        self._values = values

    def __enter__(self) -> duckdb.DuckDBPyConnection:
        self._cursor = duckdb.connect()
        frame = pa.table(
            {"place": np.arange(len(self._values)), "one": pa.array(self._values, pa.string())}
        )
        self._cursor.register("given", frame)
        self._cursor.execute(f"CREATE TEMP TABLE {_VALUES} AS SELECT * FROM given")
        return self._cursor

    def __exit__(self, *_: object) -> None:
        self._cursor.close()
