"""Making files ready to be read: unpacked, decoded to UTF-8, their dialect known."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from recsys_core.ingestion import encoding as encodings
from recsys_core.ingestion import limits
from recsys_core.ingestion import messages as m
from recsys_core.ingestion.dialect import sniff
from recsys_core.ingestion.dialect_types import Dialect, Grammar, ReadOptions
from recsys_core.ingestion.prepared import Prepared, column_order
from recsys_core.ingestion.sheets import chosen_sheets
from recsys_core.ingestion.source import PlainFile, opened
from recsys_core.schema.errors import InputError
from recsys_core.schema.sql import literal
from recsys_core.wording.messages import say


@contextmanager
def prepared(
    paths: Sequence[Path], options: ReadOptions | None = None, scratch: Path | None = None
) -> Iterator[list[Prepared]]:
    """Unpack, decode and recognise the files; temporary copies vanish at the end.

    The files must have the same columns, in any order. Raises InputError with a plain sentence
    for anything that is no table.
    """
    options = options or ReadOptions()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="tastelab-", dir=scratch)))
        found: list[Prepared] = []
        for path in paths:
            plains = stack.enter_context(opened(Path(path), scratch))
            for plain in plains:
                if plain.kind != "sheet":
                    found.append(_prepare(plain, options, folder, found))
            sheets = [plain for plain in plains if plain.sheet is not None]
            if sheets:
                found.extend(chosen_sheets(sheets, options, found, Path(path).name))
        if options.sheet is not None and all(one.dialect.kind != "sheet" for one in found):
            raise InputError(say(m.NO_WORKBOOK, file=found[0].name))
        yield found


def _prepare(
    plain: PlainFile, options: ReadOptions, folder: Path, earlier: list[Prepared]
) -> Prepared:
    if plain.kind == "parquet":
        dialect = _parquet_dialect(plain)
        text = plain.path
    else:
        text, dialect = _text(plain, options, folder, earlier)
    if not earlier:
        return Prepared(text, plain.name, dialect, tuple(range(dialect.width)))
    order = column_order(dialect, earlier[0].dialect.labels, plain.name, earlier[0].name)
    return Prepared(text, plain.name, dialect, order)


def _text(
    plain: PlainFile, options: ReadOptions, folder: Path, earlier: list[Prepared]
) -> tuple[Path, Dialect]:
    if options.encoding is not None:
        encoding = encodings.check_name(options.encoding)
    else:
        encoding = encodings.detect(plain.path, plain.name)
    text, warnings = plain.path, []
    if encoding != "utf-8" or not encodings.is_utf8(plain.path):
        text = folder / f"text-{len(earlier)}"
        lost = encodings.to_utf8(plain.path, encoding, text)
        if lost:
            warnings.append(
                say(m.CHARACTERS_REPLACED, characters=lost, file=plain.name, encoding=encoding)
            )
    for other in earlier:
        if other.dialect.encoding == encoding and _same_top(text, other):
            return text, replace(other.dialect, warnings=tuple(warnings))
    dialect = sniff(text, encoding, options, plain.name)
    return text, replace(dialect, warnings=(*dialect.warnings, *warnings))


def _same_top(path: Path, other: Prepared) -> bool:
    """Whether a file starts with the same lines as one that is already understood."""
    if other.dialect.kind != "text" or other.dialect.header_line is None:
        return False
    upto = other.dialect.first_line - 1
    return _top(path, upto) == _top(other.path, upto)


def _top(path: Path, lines: int) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        return [stream.readline(limits.MAX_LINE) for _ in range(lines)]


def _parquet_dialect(plain: PlainFile) -> Dialect:
    with duckdb.connect() as connection:
        try:
            rows = connection.execute(
                f"DESCRIBE SELECT * FROM read_parquet({literal(str(plain.path))})"
            ).fetchall()
        except duckdb.Error:
            raise InputError(say(m.PARQUET_DAMAGED, file=plain.name)) from None
    names = tuple(str(row[0]) for row in rows)
    return Dialect("parquet", "", Grammar("", "", ""), None, 0, 1, names, ("",) * len(names))
