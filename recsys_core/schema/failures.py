"""What the disk or the database refused, in a sentence: page and command line say the same."""

import errno
import os
import re

import duckdb

from recsys_core.schema import messages as m
from recsys_core.wording.messages import say

REFUSALS = (duckdb.Error, OSError)
"""What no door may let through as a traceback."""
_QUOTED = re.compile(r'"([^"]+)"')
_DAMAGED = re.compile(r"Corrupt|read.enough.bytes")
"""What DuckDB says of a file that is not as it wrote it."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


def in_words(error: Exception) -> str:
    """One sentence for a failure of the disk or the database: what it is, and what to do."""
    if isinstance(error, OSError) and not isinstance(error, duckdb.Error):
        return _of_the_disk(error)
    text = str(error)
    if is_full(error):
        return say(m.NO_ROOM)
    if isinstance(error, duckdb.OutOfMemoryException):
        return say(m.NO_ROOM if "temp" in text and "limit" in text else m.NO_MEMORY)
    if any(os.strerror(code) in text for code in _NOT_ALLOWED):
        return say(m.NOT_ALLOWED, place=next(iter(_QUOTED.findall(text)), ""))
    why = text.splitlines()[0] if text else type(error).__name__
    if _DAMAGED.search(text):
        return say(m.DATABASE_DAMAGED, why=why)
    return say(m.DATABASE_FAILED, why=why)


def is_full(error: Exception) -> bool:
    """Whether DuckDB met the end of the disk, of a quota or of what one file may hold."""
    return any(os.strerror(code) in str(error) for code in _NO_ROOM)


def _of_the_disk(error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return say(m.NO_ROOM)
    place = error.filename or ""
    if error.errno in _NOT_ALLOWED:
        return say(m.NOT_ALLOWED, place=place)
    if isinstance(error, FileNotFoundError):
        return say(m.PLACE_GONE, place=place)
    return say(m.DISK_FAILED, why=error.strerror or str(error), place=place)
