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
from recsys_core.ingestion import messages as m
from recsys_core.ingestion.excel import Sheet, is_workbook, sheets_of
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

ZIP = b"PK\x03\x04"
MAGIC = {
    b"%PDF": m.PDF,
    b"\x89PNG": m.PICTURE,
    b"\xff\xd8\xff": m.PICTURE,
    b"GIF8": m.PICTURE,
    b"\xd0\xcf\x11\xe0": m.OLD_WORKBOOK,
    b"SQLite format 3": m.DATABASE,
    b"Rar!": m.RAR,
    b"7z\xbc\xaf": m.SEVEN_ZIP,
    b"BZh": m.BZIP2,
    b"\xfd7zXZ": m.XZ,
    b"\x28\xb5\x2f\xfd": m.ZSTD,
    b"\x7fELF": m.PROGRAM,
    b"MZ\x90": m.PROGRAM,
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
        raise InputError(say(m.FOLDER, file=path.name or path))
    if not path.exists():
        raise InputError(say(m.NO_SUCH_FILE, file=path))
    if not path.is_file():
        raise InputError(say(m.NO_ORDINARY_FILE, file=path.name))
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        why = error.strerror
        raise InputError(say(m.CANNOT_BE_OPENED, file=path.name, why=why)) from None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(65_536)


def _kind(head: bytes, name: str) -> Literal["text", "parquet"]:
    if head.startswith(b"PAR1"):
        return "parquet"
    for magic, what in MAGIC.items():
        if head.startswith(magic):
            raise InputError(say(m.NO_TABLE, file=name, what=say(what)))
    start = head[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise InputError(say(m.WEB_PAGE, file=name))
    if start.startswith((b"[{", b'{"', b"{\n", b"{\r\n")):
        raise InputError(say(m.JSON, file=name))
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
        raise InputError(say(m.EMPTY_WORKBOOK, file=name))
    return found


def _gunzip(path: Path, folder: Path) -> list[PlainFile]:
    target = folder / "unpacked"
    try:
        with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as stream:
            _copy(stream, target, packed.tell, path.name)
    except (OSError, EOFError, zlib.error):
        raise InputError(say(m.ARCHIVE_DAMAGED, file=path.name)) from None
    name = path.name.removesuffix(".gz")
    head = _head(target)
    if head.startswith(ZIP) and is_workbook(target):
        return _workbook(target, path.name, folder)
    return [PlainFile(target, path.name, _kind(head, name))]


def _unzip(path: Path, folder: Path) -> list[PlainFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                each
                for each in archive.infolist()
                if not each.is_dir() and not _hidden(each.filename)
            ]
            if {each.filename for each in members} & {"[Content_Types].xml", "content.xml"}:
                raise InputError(say(m.OFFICE_DOCUMENT, file=path.name))
            if not members:
                raise InputError(say(m.EMPTY_ARCHIVE, file=path.name))
            if len(members) > limits.MAX_MEMBERS:
                counted = {"files": len(members), "most": limits.MAX_MEMBERS}
                raise InputError(say(m.TOO_MANY_FILES, file=path.name, **counted))
            return [
                file
                for number, each in enumerate(members)
                for file in _extract(archive, each, folder / f"unpacked-{number}", path)
            ]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        raise InputError(say(m.ARCHIVE_DAMAGED, file=path.name)) from None
    except (RuntimeError, NotImplementedError):
        raise InputError(say(m.ARCHIVE_LOCKED, file=path.name)) from None


def _hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".")


def _extract(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, path: Path
) -> list[PlainFile]:
    with archive.open(member) as stream:
        packed = max(member.compress_size, 1)
        _copy(stream, target, lambda: packed, path.name)
    head = _head(target)
    name = f"{path.name}: {member.filename.rsplit('/', 1)[-1]}"
    if head.startswith(ZIP) and is_workbook(target):
        return _workbook(target, name, target.parent)
    if head.startswith((ZIP, b"\x1f\x8b")):
        raise InputError(say(m.ARCHIVE_INSIDE, file=path.name, inside=member.filename))
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
                raise InputError(say(m.UNPACKS_TO_FAR_MORE, file=name))
            if total > room:
                raise InputError(say(m.DISK_TOO_FULL, file=name))
            out.write(block)
