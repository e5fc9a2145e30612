"""Import against bare DuckDB and pandas, over the same file, in the same run.

    python benchmarks/bench_import.py [--rows 10_000_000] [--rounds 2] [--memory-limit 1GB]

Makes a file of purchases in a temporary folder and reads it four ways: a bare `CREATE TABLE AS
SELECT * FROM read_csv` with every column as text, `pandas.read_csv(dtype=str)`, and a whole import
into a fresh workspace (every row checked, duplicates found, refused rows kept), once of that file
and once of the same file with one row in a thousand refused and one in a thousand repeated. Each
runs in a process of its own, in turn; the best of the rounds counts. The peak is the process's
largest resident memory. DuckDB's memory limit is the same for all of them.
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

MEMORY_LIMIT = "1GB"


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


def make_worn(path: Path, worn: Path) -> None:
    """The same purchases; in every thousand rows one lacks its customer, one is there twice."""
    with path.open("rb") as file, worn.open("wb") as out:
        for number, line in enumerate(file):
            if number % 1000 == 500:
                line = line[line.index(b",") :]
            out.write(line if number % 1000 != 700 else line * 2)


def bare(file: Path, folder: Path, limit: str) -> None:
    with duckdb.connect(str(folder / "bare.duckdb")) as connection:
        connection.execute(f"SET memory_limit='{limit}'")
        connection.execute(
            f"CREATE TABLE t AS SELECT * FROM read_csv('{file}', all_varchar=true, header=true)"
        )


def whole_import(file: Path, folder: Path, limit: str) -> None:
    from recsys_core.services.data.imports import import_files
    from recsys_core.services.workspace.workspace import open_workspace

    with open_workspace(folder / "workspace") as workspace:
        with workspace.db.read() as cursor:
            cursor.execute(f"SET memory_limit='{limit}'")
        report = import_files(workspace, "interactions", [file])
    parts = report.rows_accepted + report.rows_quarantined + report.rows_duplicate
    assert report.rows_read == parts + report.rows_return
    assert bool(report.rows_quarantined) == bool(report.rows_duplicate) == (file.name == WORN)


def pandas_text(file: Path, folder: Path, limit: str) -> None:
    import pandas as pd

    pd.read_csv(file, dtype=str)


PLAIN, WORN = "purchases.csv", "worn.csv"
WAYS = {
    "bare DuckDB, all text": (bare, PLAIN),
    "pandas, all text": (pandas_text, PLAIN),
    "whole import": (whole_import, PLAIN),
    "whole import, refused and repeated rows": (whole_import, WORN),
}


def measure(way: str, folder: Path, limit: str) -> dict[str, float]:
    """Seconds, CPU seconds and peak MB of one way in a fresh process."""
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder)]
    command += ["--memory-limit", limit]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def run_way(way: str, folder: Path, limit: str) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import recsys_core.services.data.imports  # noqa: F401  (not part of what is measured)

    run, name = WAYS[way]
    with tempfile.TemporaryDirectory(dir=folder) as own:
        started, cpu = time.perf_counter(), time.process_time()
        run(folder / name, Path(own), limit)
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_mb": peak}))


def megabytes(limit: str) -> float:
    return float(limit[:-2]) * {"GB": 1000**3, "MB": 1000**2}[limit[-2:]] / 1024**2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    rows = {"type": lambda text: int(text.replace("_", "")), "default": 10_000_000}
    parser.add_argument("--rows", **rows)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--memory-limit", default=MEMORY_LIMIT, help="DuckDB's own, such as 1GB")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    limit = asked.memory_limit
    if asked.way:
        run_way(asked.way, asked.folder, limit)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_file(folder / PLAIN, asked.rows)
        make_worn(folder / PLAIN, folder / WORN)
        size = (folder / PLAIN).stat().st_size / 1024**2
        print(f"{asked.rows:,} rows, {size:,.0f} MB, DuckDB's memory limit {limit}\n")
        found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        for _ in range(asked.rounds):
            for way in WAYS:
                found[way].append(measure(way, folder, limit))
    best = {
        way: {key: min(one[key] for one in rounds) for key in rounds[0]}
        for way, rounds in found.items()
    }
    show(best, limit)


def show(best: dict[str, dict[str, float]], limit: str) -> None:
    base, pandas = (best[way] for way in list(WAYS)[:2])
    print("| way | seconds | CPU s | to bare DuckDB | CPU to bare | to pandas | peak MB "
          "| to pandas | beyond the limit |")  # fmt: skip
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for way, one in best.items():
        beyond = max(one["peak_mb"] - megabytes(limit), 0)
        print(
            f"| {way} | {one['seconds']:.2f} | {one['cpu']:.2f} "
            f"| {one['seconds'] / base['seconds']:.2f} | {one['cpu'] / base['cpu']:.2f} "
            f"| {one['seconds'] / pandas['seconds']:.2f} | {one['peak_mb']:,.0f} "
            f"| {one['peak_mb'] / pandas['peak_mb']:.2f} "
            f"| {'' if way.startswith('pandas') else f'{beyond:,.0f}'} |"
        )


if __name__ == "__main__":
    main()
