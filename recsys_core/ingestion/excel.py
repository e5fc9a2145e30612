"""Excel workbooks: checked for bombs here, turned into plain CSV by a process of their own.

The library that reads a sheet holds all of it in memory and lets nothing else run meanwhile; so
it works in a child process with a ceiling on its memory, and the server stays responsive.
"""

import json
import re
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from recsys_core.ingestion import limits
from recsys_core.ingestion import messages as m
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

FAR = re.compile(rb"r=[\"'](?:([A-Z]{2,3})(\d{1,7})|([A-Z])(\d{6,7}))[\"']")
"""A cell beyond column Z or row 99,999; up to there a sheet is small enough in any case."""

NEAR_COLUMN, NEAR_ROW = 26, 99_999
OVERLAP = 64
"""Bytes of a block looked at again with the next one, so that no cell is cut in two."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, written as CSV. file: its name in the folder, "" when empty.

    rows: rows with anything in them. fused: cells of merged areas filled down. cut: numbers whose
    digits beyond the fifteenth Excel has lost.
    """

    name: str
    rows: int
    columns: int
    hidden: bool = False
    file: str = ""
    fused: int = 0
    cut: int = 0


def is_workbook(path: Path) -> bool:
    """Whether a file that starts like a zip archive is an Excel workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
    return "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names)


def sheets_of(path: Path, name: str, folder: Path) -> list[Sheet]:
    """Write every sheet of a workbook as CSV into `folder`; row n of the sheet is record n.

    Raises InputError for a workbook that is damaged, locked, or larger than can be read.
    """
    check(path, name)
    worker = [sys.executable, "-m", "recsys_core.ingestion.excel_worker", str(path), str(folder)]
    root = Path(__file__).parents[2]
    done = subprocess.run(worker, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode == 3:
        raise InputError(say(m.WORKBOOK_LOCKED_OR_DAMAGED, file=name))
    if done.returncode != 0:
        raise InputError(say(m.WORKBOOK_TOO_LARGE, file=name))
    return [Sheet(**entry) for entry in json.loads(done.stdout)]


def check(path: Path, name: str) -> None:
    """Refuse what would fill the memory, in constant memory and after a moment."""
    try:
        with zipfile.ZipFile(path) as archive:
            total = 0
            for member in archive.infolist():
                if member.flag_bits & 1:
                    raise InputError(say(m.WORKBOOK_LOCKED, file=name))
                total += _check_member(archive, member, name)
                if total > limits.MAX_WORKBOOK:
                    raise InputError(say(m.WORKBOOK_TOO_LARGE, file=name))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise InputError(say(m.WORKBOOK_DAMAGED, file=name)) from None


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> int:
    """Unpack one part block by block and count its cells; returns its size."""
    sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
    size = cells = 0
    width, last = NEAR_COLUMN, NEAR_ROW
    rest = b""
    with archive.open(member) as stream:
        while block := stream.read(limits.BLOCK):
            size += len(block)
            bomb = size > limits.RATIO_FROM and size > limits.MAX_RATIO * member.compress_size
            if bomb or size > limits.MAX_WORKBOOK:
                raise InputError(say(m.WORKBOOK_TOO_LARGE, file=name))
            if not sheet:
                continue
            cells += block.count(b"<c ")
            far = FAR.findall(rest + block)
            rest = block[-OVERLAP:]
            if far:
                width = max(width, *map(_number, {wide or near for wide, _, near, _ in far}))
                last = max(last, max(int(row or below) for _, row, _, below in far))
            if max(cells, width * last) > limits.MAX_CELLS:
                raise InputError(say(m.WORKBOOK_TOO_LARGE, file=name))
    return size


def _number(column: bytes) -> int:
    """The place of a column: A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number
