"""Starts imports in child processes, kills each with -9 at a moment of its own, looks what is left.

    python -m tests.recsys_core.services.data.kill_driver FOLDER ROUNDS SEED

Run as a process of its own: children are forked from one in which everything is imported and no
database was ever opened, so that fifty of them do not cost fifty starts of Python. Prints a JSON
list with what was found after each kill.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from recsys_core.services.data.imports import import_files, list_imports
from recsys_core.services.workspace.workspace import Workspace, open_workspace

ROWS = 11_000
HEADER = "order,customer,product,title,pieces,price,day\n"


def make_file(path: Path, rows: int) -> None:
    """Orders with a return in fifty, a row without customer in a hundred, a copy in seventy."""
    with path.open("w") as file:
        file.write(HEADER)
        for n in range(rows):
            customer = "" if n % 100 == 7 else f"C{n % 997:05d}"
            pieces = -1 if n % 50 == 3 else n % 4 + 1
            line = f"{n // 3},{customer},0{n % 313},Mug {n % 313},{pieces},2.50,"
            line += f"2024-01-{n % 28 + 1:02d} 10:{n % 60:02d}:00\n"
            file.write(line * (2 if n % 70 == 0 else 1))


def counted(ws: Workspace) -> dict[str, list[int]]:
    """For each import the rows of every table that carry its number."""
    with ws.db.read() as cursor:
        tables = [
            row[0]
            for row in cursor.execute(
                "SELECT DISTINCT table_name FROM duckdb_columns() WHERE column_name = 'import_id' "
                "AND table_name IN (SELECT table_name FROM duckdb_tables()) ORDER BY 1"
            ).fetchall()
        ]
        found: dict[str, list[int]] = {}
        for at, table in enumerate(tables):
            rows = cursor.execute(f"SELECT import_id, count(*) FROM {table} GROUP BY 1").fetchall()
            for import_id, count in rows:
                found.setdefault(import_id, [0] * len(tables))[at] = count
        return found


def look(folder: Path) -> dict[str, object]:
    """Open the workspace as the next start would, and say what is in it."""
    with open_workspace(folder) as ws:
        listed = list_imports(ws)
        counts = listed.set_index("import_id")[
            ["rows_read", "rows_accepted", "rows_quarantined", "rows_duplicate", "rows_return"]
        ]
        found = {
            "warnings": ws.db.warnings,
            "tables": counted(ws),
            "imports": {name: [int(n) for n in row] for name, row in counts.T.items()},
            "version": ws.data_version(),
        }
        left = [*(folder / "uploads").iterdir(), *(folder / "quarantine").iterdir()]
    found["left"] = sorted(path.name for path in left)
    found["files"] = sorted(path.name for path in folder.iterdir())
    return found


def child(work: Callable[[int], None]) -> tuple[int, int]:
    """Fork, run `work(pipe)` there; the child's id and the other end of the pipe."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.close(reading)
            work(writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    return process, reading


def importing(folder: Path, file: Path) -> Callable[[int], None]:
    def work(pipe: int) -> None:
        with open_workspace(folder) as ws:
            os.write(pipe, b"s")
            import_files(ws, "interactions", [file], allow_again=True)
            os.write(pipe, b"d")

    return work


def looking(folder: Path) -> dict[str, object]:
    process, pipe = child(lambda out: os.write(out, json.dumps(look(folder)).encode()) and None)
    with os.fdopen(pipe, "rb") as stream:
        text = stream.read()
    os.waitpid(process, 0)
    return json.loads(text)


def one_round(base: Path, folder: Path, file: Path, after: float | None) -> dict[str, object]:
    """An import into a copy of `base`, killed so many seconds after its start (None: not)."""
    shutil.copytree(base, folder)
    process, pipe = child(importing(folder, file))
    os.read(pipe, 1)
    started = time.monotonic()
    if after is not None:
        time.sleep(after)
        os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    seconds = time.monotonic() - started
    acknowledged = os.read(pipe, 1) == b"d"
    os.close(pipe)
    found = looking(folder)
    shutil.rmtree(folder)
    return {**found, "acknowledged": acknowledged, "seconds": seconds}


def main() -> None:
    folder, rounds, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    first, second, base = folder / "first.csv", folder / "second.csv", folder / "base"
    make_file(first, 500)
    make_file(second, ROWS)
    process, _ = child(importing(base, first))
    os.waitpid(process, 0)
    before = looking(base)
    whole = one_round(base, folder / "whole", second, None)
    rng = random.Random(seed)
    length = 1.2 * float(str(whole["seconds"]))  # a little beyond the end: some must arrive whole
    moments = [rng.uniform(0, length) for _ in range(rounds)]
    found = [
        one_round(base, folder / f"round-{at}", second, after) for at, after in enumerate(moments)
    ]
    sys.stdout.write(json.dumps({"before": before, "whole": whole, "found": found}))


if __name__ == "__main__":
    main()
