"""Giving back, during a long write, the memory of rows that are on disk already.

DuckDB keeps written blocks in its cache up to the memory limit, which by default is most of the
machine. Lowering the limit for a moment makes it drop some (duckdb.org, "Limits": a lower
`memory_limit` evicts at once). The setting concerns all sessions, so nothing is done while another
session asks something, none begins meanwhile, and only a part is dropped at a time.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

from recsys_core.storage.database import Database

FULL = 40_000_000
"""Bytes of cached blocks from which some are given back."""
STEP = 16_000_000
"""Bytes given back at a time; what is above it stays at hand for the write itself."""
PAUSE = 0.1
"""Seconds between two looks."""
OWN_SESSIONS = 2
"""The one that writes and the one that looks."""


@contextmanager
def trimmed(
    db: Database, full: int = FULL, step: int = STEP, pause: float = PAUSE
) -> Iterator[None]:
    """Keep the cache small until the end of the block, which writes in one session.

    full, step: bytes; pause: seconds.
    """
    ended = threading.Event()

    def watch() -> None:
        with suppress(duckdb.Error), db.read() as cursor:
            while not ended.wait(pause):
                with db.between_questions() as sessions:
                    if sessions <= OWN_SESSIONS:
                        trim(cursor, full, step)

    thread = threading.Thread(target=watch, name="trimming", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def trim(cursor: duckdb.DuckDBPyConnection, full: int = FULL, step: int = STEP) -> bool:
    """Drop `step` bytes of cached blocks if there are more than `full`; says whether."""
    used = cursor.execute(
        "SELECT tag, memory_usage_bytes, current_setting('memory_limit') FROM duckdb_memory()"
    ).fetchall()
    cached = next(int(size) for tag, size, _ in used if tag == "BASE_TABLE")
    if cached <= full:
        return False
    low, back = sum(int(size) for _, size, _ in used) - step, same_limit(str(used[0][2]))
    try:
        cursor.execute(f"SET memory_limit = '{low}B'; SET memory_limit = '{back}'")
    except duckdb.OutOfMemoryException:  # more is in use than a moment ago; the next look does it
        cursor.execute(f"SET memory_limit = '{back}'")
        return False
    return True


def same_limit(shown: str) -> str:
    """A limit that DuckDB shows as this one does. It cuts the figure after one decimal, so the
    figure itself would come back smaller each time.
    """
    found = re.fullmatch(r"(\d+)\.(\d) (.+)", shown)
    return f"{found[1]}.{found[2]}5 {found[3]}" if found else shown
