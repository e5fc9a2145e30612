"""Reading a file into rows, for tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from recsys_core.ingestion.dialect_types import Dialect, Flag, ReadOptions, Staged
from recsys_core.ingestion.read import flags_of, prepared, stage


@dataclass(frozen=True)
class Result:
    dialect: Dialect
    rows: list[list[str]]
    lines: list[int]
    flags: list[Flag]
    staged: Staged

    @property
    def names(self) -> list[str]:
        return list(self.dialect.names)


Reader = Callable[..., Result]


@pytest.fixture
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def read(cursor: duckdb.DuckDBPyConnection) -> Reader:
    """Read one or several files as the importer does."""

    def reader(*paths: Path, options: ReadOptions | None = None) -> Result:
        with prepared(list(paths), options) as files:
            staged = stage(cursor, files, "staged")
            found = []
            if staged.dialect.width:
                found = cursor.execute("SELECT * FROM staged ORDER BY file, line").fetchall()
            columns = [c[0] for c in cursor.description] if found else []
            line, first = (columns.index("line"), columns.index("c0")) if found else (0, 0)
            return Result(
                staged.dialect,
                [[cell or "" for cell in row[first:]] for row in found],
                [row[line] for row in found],
                flags_of(cursor, staged),
                staged,
            )

    return reader


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """Write text or bytes to a file."""

    def write(content: str | bytes, name: str = "file.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write
