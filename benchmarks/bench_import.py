"""Import against bare DuckDB and pandas, over the same file, in the same run.

    python benchmarks/bench_import.py [--rows 1_000_000]

Makes a file of purchases in a temporary folder and reads it three ways: a bare `CREATE TABLE AS
SELECT * FROM read_csv` with every column as text, the staging of an import, and a whole import
into a fresh workspace (every row checked, duplicates found, refused rows kept). Each runs in a
process of its own; the peak is that process's largest resident memory. DuckDB's memory limit is
the same for all of them.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

MEMORY_LIMIT = "2GB"
ROUNDS = 3


def make_file(path: Path, rows: int) -> None:
    """Purchases: customer, product, quantity, price and moment; one row in a thousand a return."""
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'C' || lpad(CAST(hash(i) % 200000 AS VARCHAR), 6, '0') AS customer_id, "
            "CAST(100000 + hash(i * 7) % 40000 AS VARCHAR) AS product_id, "
            "CASE WHEN i % 1000 = 0 THEN -1 ELSE 1 + CAST(hash(i * 13) % 4 AS INTEGER) END AS "
            "quantity, round(CAST(hash(i * 17) % 5000 AS DOUBLE) / 100, 2) AS price, "
            "TIMESTAMP '2023-01-01' + to_seconds(CAST(i AS BIGINT) * 3) AS order_date "
            f"FROM range({rows}) AS r(i)) TO '{path}' (HEADER true)"
        )


def bare(file: Path, folder: Path) -> None:
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        connection.execute(f"SET memory_limit='{MEMORY_LIMIT}'")
        connection.execute(
            f"CREATE TABLE t AS SELECT * FROM read_csv('{file}', all_varchar=true, header=true)"
        )


def staging(file: Path, folder: Path) -> None:
    from recsys_core.ingestion.read import prepared, stage

    with duckdb.connect(str(folder / "staging.duckdb")) as connection, prepared([file]) as files:
        connection.execute(f"SET memory_limit='{MEMORY_LIMIT}'")
        staged = stage(connection, files, "staged")
        assert staged.flagged == 0


def whole_import(file: Path, folder: Path) -> None:
    from recsys_core.services.imports import import_files
    from recsys_core.services.workspace import open_workspace

    with open_workspace(folder / "workspace") as workspace:
        with workspace.db.read() as cursor:
            cursor.execute(f"SET memory_limit='{MEMORY_LIMIT}'")
        report = import_files(workspace, "interactions", [file])
        assert report.rows_quarantined == 0


def pandas_text(file: Path, folder: Path) -> None:
    import pandas as pd

    pd.read_csv(file, dtype=str)


WAYS = {
    "bare DuckDB, all text": bare,
    "pandas, all text": pandas_text,
    "staging (read, every line checked)": staging,
    "whole import": whole_import,
}


def measure(way: str, file: Path) -> tuple[float, float]:
    """Seconds and peak MB of one way in a fresh process, the best of a few rounds."""
    found = []
    for _ in range(ROUNDS):
        command = [sys.executable, __file__, "--way", way, "--file", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout))
    best = min(found, key=lambda one: one["seconds"])
    return best["seconds"], best["peak_mb"]


def run_way(way: str, file: Path) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import recsys_core.services.imports  # noqa: F401  (not part of what is measured)

    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        started = time.perf_counter()
        WAYS[way](file, Path(folder))
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=lambda text: int(text.replace("_", "")), default=1_000_000)
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        run_way(asked.way, asked.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "purchases.csv"
        make_file(file, asked.rows)
        size = file.stat().st_size / 1024**2
        print(f"{asked.rows:,} rows, {size:,.0f} MB, best of {ROUNDS}, limit {MEMORY_LIMIT}\n")
        print("| way | seconds | ratio to bare DuckDB | peak MB |")
        print("|---|---:|---:|---:|")
        base = 0.0
        for way in WAYS:
            seconds, peak = measure(way, file)
            base = base or seconds
            print(f"| {way} | {seconds:.2f} | {seconds / base:.2f} | {peak:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
