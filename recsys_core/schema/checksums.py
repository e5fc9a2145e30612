"""Checksums of the files of a folder: a flipped bit is noticed before it becomes a figure."""

import json
import zlib
from pathlib import Path

FILE = "checksums.json"
BLOCK = 1 << 20


class DamagedError(ValueError):
    """A file is not as it was written. Its message is the file's name."""


def seal(folder: Path) -> None:
    """Note the checksum (CRC-32) of every file in a finished folder."""
    found = {
        str(path.relative_to(folder).as_posix()): _checksum(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != FILE
    }
    (folder / FILE).write_text(json.dumps(found, indent=1), encoding="utf-8")


def verify(folder: Path) -> None:
    """Raise `DamagedError` for a file that has changed or is gone since `seal`.

    A folder that an earlier version wrote has no checksums and passes.
    """
    path = folder / FILE
    if not path.is_file():
        return
    try:
        noted = {str(name): int(sum) for name, sum in json.loads(path.read_text()).items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise DamagedError(FILE) from error
    for name, expected in noted.items():
        file = folder / name
        if not file.is_file() or _checksum(file) != expected:
            raise DamagedError(name)


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found = zlib.crc32(block, found)
    return found
