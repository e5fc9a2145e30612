"""Files that appear only when they are complete."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recsys_core.schema.errors import InputError
from recsys_core.services.export import messages as m
from recsys_core.wording.messages import say


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
        raise InputError(say(m.CANNOT_WRITE, path=out)) from error
    finally:
        temporary.unlink(missing_ok=True)
