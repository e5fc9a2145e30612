"""From a path to plain files of text: what is packed is unpacked, what is no table is refused."""

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Literal

from recsys_core.ingestion import limits
from recsys_core.ingestion.excel import Sheet, is_workbook, sheets_of
from recsys_core.schema.errors import InputError

ZIP = b"PK\x03\x04"
MAGIC = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old or locked Excel workbook",
    b"SQLite format 3": "a database",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}


@dataclass(frozen=True)
class PlainFile:
    """A readable file. name: what the analyst calls it ("orders.zip: march.csv").

    sheet: of an Excel workbook, which the file holds as CSV written by us.
    """

    path: Path
    name: str
    kind: Literal["text", "parquet", "sheet"]
    sheet: Sheet | None = None


@contextmanager
def opened(path: Path, scratch: Path | None = None) -> Iterator[list[PlainFile]]:
    """The table files behind `path`: itself, what a .gz holds, or every table in a .zip.

    What has to be unpacked goes to a folder below `scratch` that is removed afterwards. Raises
    InputError for anything that cannot hold a table, and for archives that unpack without end.
    """
    _must_be_readable(path)
    head = _head(path)
    with TemporaryDirectory(prefix="tastelab-", dir=scratch) as folder:
        if head.startswith(b"\x1f\x8b"):
            yield _gunzip(path, Path(folder))
        elif head.startswith(ZIP) and is_workbook(path):
            yield _workbook(path, path.name, Path(folder))
        elif head.startswith(ZIP):
            yield _unzip(path, Path(folder))
        else:
            yield [PlainFile(path, path.name, _kind(head, path.name))]


def _must_be_readable(path: Path) -> None:
    if path.is_dir():
        raise InputError(f"{path.name or path} is a folder. Choose the files inside it instead.")
    if not path.exists():
        raise InputError(f"There is no file {path}. Check the name and try again.")
    if not path.is_file():
        raise InputError(f"{path.name} is not an ordinary file. Save it as CSV and try again.")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise InputError(
            f"{path.name} cannot be opened ({error.strerror}). Check its permissions and try again."
        ) from None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(65_536)


def _kind(head: bytes, name: str) -> Literal["text", "parquet"]:
    if head.startswith(b"PAR1"):
        return "parquet"
    for magic, what in MAGIC.items():
        if head.startswith(magic):
            raise InputError(f"{name} is {what}, not a table. Save it as CSV and try again.")
    start = head[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise InputError(f"{name} is a web page or XML, not a table. Save it as CSV and try again.")
    if start.startswith((b"[{", b'{"', b"{\n", b"{\r\n")):
        raise InputError(f"{name} is JSON, not a table. Export it as CSV and try again.")
    return "text"


def _workbook(path: Path, name: str, folder: Path) -> list[PlainFile]:
    """Every sheet of a workbook with anything in it, as CSV."""
    sheets = sheets_of(path, name, folder)
    found = [
        PlainFile(folder / sheet.file, f"{name}: {sheet.name}", "sheet", sheet)
        for sheet in sheets
        if sheet.rows
    ]
    if not found:
        raise InputError(f"{name} is a workbook without any filled cell. Export it again.")
    return found


def _gunzip(path: Path, folder: Path) -> list[PlainFile]:
    target = folder / "unpacked"
    try:
        with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as stream:
            _copy(stream, target, packed.tell, path.name)
    except (OSError, EOFError, zlib.error):
        raise InputError(
            f"{path.name} is damaged and cannot be unpacked. Fetch the export again."
        ) from None
    name = path.name.removesuffix(".gz")
    head = _head(target)
    if head.startswith(ZIP) and is_workbook(target):
        return _workbook(target, path.name, folder)
    return [PlainFile(target, path.name, _kind(head, name))]


def _unzip(path: Path, folder: Path) -> list[PlainFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not _hidden(m.filename)]
            if {m.filename for m in members} & {"[Content_Types].xml", "content.xml"}:
                raise InputError(
                    f"{path.name} is an office document that cannot be read. Save the table as "
                    ".xlsx or CSV and try again."
                )
            if not members:
                raise InputError(f"{path.name} is an empty archive. Fetch the export again.")
            if len(members) > limits.MAX_MEMBERS:
                raise InputError(
                    f"{path.name} holds {len(members):,} files, more than the "
                    f"{limits.MAX_MEMBERS:,} that are read at once. Split it and try again."
                )
            return [file for m in members for file in _extract(archive, m, folder, path)]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        raise InputError(
            f"{path.name} is damaged and cannot be unpacked. Fetch the export again."
        ) from None
    except (RuntimeError, NotImplementedError):
        raise InputError(
            f"{path.name} is locked with a password or packed in an unusual way. "
            "Unpack it yourself and choose the files inside."
        ) from None


def _hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".")


def _extract(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, path: Path
) -> list[PlainFile]:
    target = folder / f"unpacked-{len(list(folder.iterdir()))}"
    with archive.open(member) as stream:
        packed = max(member.compress_size, 1)
        _copy(stream, target, lambda: packed, path.name)
    head = _head(target)
    name = f"{path.name}: {member.filename.rsplit('/', 1)[-1]}"
    if head.startswith(ZIP) and is_workbook(target):
        return _workbook(target, name, folder)
    if head.startswith((ZIP, b"\x1f\x8b")):
        raise InputError(
            f"{path.name} holds another archive ({member.filename}). Unpack it and choose the "
            "files inside."
        )
    return [PlainFile(target, name, _kind(head, name.rsplit(": ", 1)[-1]))]


def _copy(
    stream: IO[bytes] | gzip.GzipFile, target: Path, packed_so_far: Callable[[], int], name: str
) -> None:
    """Unpack in blocks; stop as soon as the archive proves to be a bomb."""
    total = 0
    room = shutil.disk_usage(target.parent).free
    with target.open("wb") as out:
        while block := stream.read(limits.BLOCK):
            total += len(block)
            bomb = total > limits.RATIO_FROM and total > limits.MAX_RATIO * max(packed_so_far(), 1)
            if bomb or total > limits.MAX_UNPACKED:
                raise InputError(
                    f"{name} unpacks to far more than an export of its size can hold and was "
                    "refused. Unpack it yourself and choose the file inside."
                )
            if total > room:
                raise InputError(f"The disk is too full to unpack {name}. Free some space first.")
            out.write(block)
