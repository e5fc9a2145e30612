"""HiGHS writes past Python to the standard output, which belongs to results."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

_STDOUT = 1
_lock = Lock()


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing that libraries print reaches the standard output as long as this lasts."""
    with _lock:
        with suppress(ValueError, AttributeError):
            sys.stdout.flush()
        kept, nowhere = os.dup(_STDOUT), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, _STDOUT)
            yield
        finally:
            # What the C library still holds back must go nowhere as well.
            with suppress(OSError, AttributeError, TypeError):
                ctypes.CDLL(None).fflush(None)
            os.dup2(kept, _STDOUT)
            os.close(nowhere)
            os.close(kept)
