"""A database written anew by a process that never saw what was deleted.

DuckDB fills the room that a block leaves over with whatever the memory held before. A copy made
within the process that held deleted rows has some of them in such gaps (7 of 10,000 erased ids in
one measured case). So the rows go out as Parquet files, which hold rows and nothing else, and a
fresh process makes the new database of them: `python -m recsys_core.storage.copying FOLDER FILE`.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from recsys_core.schema.sql import identifier, literal
from recsys_core.storage.migrations import migrate

LIST = "tables.json"


def write_anew(connection: duckdb.DuckDBPyConnection, fresh: Path) -> None:
    """Everything that is there, into another file. `OSError` where that is not possible."""
    connection.execute("CHECKPOINT")
    folder = fresh.with_name(f"{fresh.name}.tables")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        _hand_out(connection, folder)
        _in_a_fresh_process(folder, fresh)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hand_out(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Every table as a Parquet file, its rows in their order."""
    tables = connection.execute(
        "SELECT table_name, sql FROM duckdb_tables() WHERE NOT internal AND NOT temporary "
        "AND database_name = current_database()"
    ).fetchall()
    for number, (name, _) in enumerate(tables):
        to = literal(str(folder / f"{number}.parquet"))
        connection.execute(f"COPY {identifier(name)} TO {to} (FORMAT parquet)")
    (folder / LIST).write_text(json.dumps(tables), encoding="utf-8")


def _in_a_fresh_process(folder: Path, fresh: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(one for one in (str(root), os.environ.get("PYTHONPATH", "")) if one)
    command = [sys.executable, "-m", "recsys_core.storage.copying", str(folder), str(fresh)]
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(done.stderr[-500:])


def bring_in(folder: Path, fresh: Path) -> None:
    """What `_hand_out` wrote, into a new database with the tables of this version."""
    tables = json.loads((folder / LIST).read_text(encoding="utf-8"))
    with duckdb.connect(str(fresh)) as connection:
        migrate(connection)
        known = {
            name
            for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        }
        for number, (name, sql) in enumerate(tables):
            if name not in known:
                connection.execute(sql)
            file = literal(str(folder / f"{number}.parquet"))
            connection.execute(f"DELETE FROM {identifier(name)}")
            connection.execute(f"INSERT INTO {identifier(name)} BY NAME FROM read_parquet({file})")
        connection.execute("CHECKPOINT")


if __name__ == "__main__":
    bring_in(Path(sys.argv[1]), Path(sys.argv[2]))
