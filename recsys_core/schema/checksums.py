"""Checksums of the files of a folder: a flipped bit is noticed before it becomes a figure."""

import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

FILE = "checksums.json"
ASIDE = ".damaged"
"""Ends the name of what cannot be used; an empty file stands for one that was gone."""
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
    for name, expected in _noted(folder).items():
        file = folder / name
        if (only is None or name in only) and (not file.is_file() or _checksum(file) != expected):
            raise DamagedError(name)


def absent(folder: Path) -> list[Path]:
    """The files that are gone since `seal`."""
    with suppress(DamagedError):
        return [folder / name for name in _noted(folder) if not (folder / name).exists()]
    return []


def _noted(folder: Path) -> dict[str, int]:
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        return {str(name): int(sum) for name, sum in json.loads(path.read_text()).items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise DamagedError(FILE) from error


def set_aside(path: Path) -> None:
    """Out of the way, and out of the checksums beside it, so that it is named and not used."""
    aside, noted = path.with_name(f"{path.name}{ASIDE}"), path.parent / FILE
    with suppress(OSError):
        if path.exists():
            os.replace(path, aside)
        else:
            aside.touch()
        if noted.is_file():
            _forget(noted, path.name)


def _forget(noted: Path, name: str) -> None:
    try:
        left = {k: v for k, v in _noted(noted.parent).items() if k != name}
    except DamagedError:
        noted.unlink()
    else:
        noted.write_text(json.dumps(left, indent=1), encoding="utf-8")


def dismiss(asides: Iterable[Path]) -> None:
    """Remove what was set aside: somebody has read about it."""
    for path in asides:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found = zlib.crc32(block, found)
    return found
