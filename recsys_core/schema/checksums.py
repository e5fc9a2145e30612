"""Checksums of the files of a folder: a flipped bit is noticed before it becomes a figure."""

import json
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

FILE = "checksums.json"
BLOCK = 1 << 20


class DamagedError(ValueError):
    """A file is not as it was written. Its message is the file's name."""


UNREADABLE: tuple[type[Exception], ...] = (
    *(ValueError, LookupError, TypeError, AttributeError, EOFError),
    *(FileNotFoundError, NotADirectoryError, IsADirectoryError, zipfile.BadZipFile, zlib.error),
)
"""What reading a file raises that is cut, flipped, of another version or gone. A disk that is full
or may not be read is not among them: that passes, and the file is as it was.
"""


def seal(folder: Path) -> None:
    """Note the checksum (CRC-32) of every file in a finished folder, without its subfolders."""
    found = {
        path.name: _checksum(path)
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != FILE
    }
    (folder / FILE).write_text(json.dumps(found, indent=1), encoding="utf-8")


def verify(folder: Path, only: Sequence[str] | None = None) -> None:
    """Raise `DamagedError` for a file that has changed or is gone since `seal`.

    only: the files to look at, all of them when None.  A folder that an earlier version wrote has
    no checksums and passes, and so does a file that came later.
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
        if (only is None or name in only) and (not file.is_file() or _checksum(file) != expected):
            raise DamagedError(name)


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found = zlib.crc32(block, found)
    return found
