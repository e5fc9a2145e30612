"""Files that a person asks for: whole or not at all, never over something else unasked."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from recsys_core.schema.errors import InputError
from recsys_core.storage import messages as m
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

DATABASE = "tastelab.duckdb"
"""The file that makes a folder a workspace."""


def check_output(out: Path, endings: Sequence[str], *, replace: bool = False) -> None:
    """Raise `InputError` unless `out` may be written: its ending (".csv") is one of `endings`, its
    folder is there and belongs to no workspace, and it is a new file or may be replaced.
    """
    if out.suffix.lower() not in endings:
        raise InputError(say(m.OTHER_ENDING, name=repr(out.name), endings=or_list(endings)))
    if not out.parent.is_dir():
        raise InputError(say(m.NO_FOLDER, folder=out.parent))
    if out.is_dir() or (out.exists() and not out.is_file()):
        raise InputError(say(m.NOT_A_FILE, path=out))
    if any((folder / DATABASE).is_file() for folder in out.resolve().parents):
        raise InputError(say(m.INSIDE_WORKSPACE, path=out))
    if out.exists() and not replace:
        raise InputError(say(m.THERE_ALREADY, path=out))


@contextmanager
def complete_file(out: Path) -> Iterator[Path]:
    """A place beside `out` to write to; it becomes `out` when the block ends well, else it goes.

    Raises `InputError` where there is no such folder or it cannot be written.
    """
    if not out.parent.is_dir():
        raise InputError(say(m.NO_FOLDER, folder=out.parent))
    temporary = out.with_name(f".{out.name}.{os.getpid()}.partial")
    try:
        yield temporary
        os.replace(temporary, out)
    except OSError as error:
        raise InputError(say(m.CANNOT_WRITE, path=out, why=error.strerror)) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(out: Path, content: bytes) -> int:
    """Write a file so that it is there whole or not at all; its size in bytes."""
    with complete_file(out) as temporary:
        return temporary.write_bytes(content)
