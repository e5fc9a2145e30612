"""Live counts of segments: server time from a changed condition to the figures and examples.

    python benchmarks/bench_segments.py [WORKSPACE] [--rows 10000000]

First on a workspace (the sample), then on a made-up shop in a temporary folder: customers and
products as popular as in real shops, two years, three levels of categories. The overview of
customers is there already, as on the page; each condition is new to the workspace. Asked are first
the tables, then the lines laid out in memory, which the page begins with when it is opened; both
must count the same. Budgets: 200 ms on the Complete Journey, 1 s on 10 million rows.
"""

import argparse
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from recsys_core.schema.imports import ImportReport
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.services.customers.segments.gallery import gallery
from recsys_core.services.customers.segments.members import count
from recsys_core.services.customers.segments.workspace_facts import prepare
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage import segment_queries
from recsys_core.storage.imports import next_import_id, record_import

SHOP = """
    INSERT INTO interactions
    SELECT 'u' || (200000 * pow(random(), 2))::INT, 'p' || (20000 * pow(random(), 3))::INT,
           'purchase', NULL, 1, 1 + 20 * random(),
           TIMESTAMP '2024-01-01' + INTERVAL 1 SECOND * (63072000 * random())::INT,
           NULL, ?
    FROM range(?)
"""
ORDERS = "UPDATE interactions SET order_id = user_id || '-' || strftime(ts, '%Y%m%d')"
ITEMS = """
    INSERT INTO items
    SELECT 'p' || i, 'Product ' || i, '', 'A' || i % 9 || ' > B' || i % 90 || ' > C' || i % 900,
           'Brand ' || i % 300, 5, NULL, NULL, NULL, ?
    FROM range(20001) AS t(i)
"""


def made_up(ws: Workspace, rows: int) -> None:
    for kind, sql, values in (("interactions", SHOP, [rows]), ("items", ITEMS, [])):
        with ws.db.write() as cursor:
            import_id = next_import_id(cursor)
            cursor.execute(sql, [import_id, *values])
            report = ImportReport(import_id, ["made up"], rows, rows, 0, 0, 0)
            record_import(cursor, report, kind=kind, sha256=kind, created_at=datetime(2026, 1, 1))
    with ws.db.write() as cursor:
        cursor.execute(ORDERS)


def asked(ws: Workspace) -> dict[str, list[dict[str, Any]]]:
    """Questions an analyst builds up, each with conditions nobody asked before."""
    with ws.db.read() as cursor:
        activity = customer_state(ws).activity
        best = [name for name, _ in segment_queries.best_sellers(cursor, activity)]
        brand = segment_queries.names_of_products(cursor)[1][0]
        product = cursor.execute("SELECT mode(item_id) FROM interactions").fetchall()[0][0]

    def bought(*values: str, **more: Any) -> dict[str, Any]:
        return {"kind": "bought", "values": list(values), **more}

    figure = {"kind": "figure", "figure": "spend", "low": 100}
    late = {"kind": "status", "values": ["overdue"]}
    return {
        "figures and status": [figure, late],
        "bought a category": [bought(best[0])],
        "at least 3 times in 90 days": [bought(best[1], at_least=3, days=90)],
        "at least 3 times ever": [bought(best[2], at_least=3)],
        "never bought a product": [bought(product, by="product", never=True)],
        "a brand, twice": [bought(brand, by="brand", at_least=2)],
        "anything, 5 visits a year": [{"kind": "bought", "by": "all", "at_least": 5, "days": 365}],
        "different products (first)": [{"kind": "figure", "figure": "products", "low": 20}],
        "pays less than others (first)": [{"kind": "figure", "figure": "paid", "high": 0.95}],
        "frequent by score": [{"kind": "score", "score": "f", "low": 4}],
        "four conditions at once": [bought(best[3], at_least=2), bought(best[4]), figure, late],
    }


def server_times(ws: Workspace) -> dict[str, tuple[float, float, int]]:
    """Per question: seconds, seconds of the processor, and how many are in it."""
    found = {}
    for name, conditions in asked(ws).items():
        definition = SegmentDefinition.model_validate({"conditions": conditions})
        begun, worked = time.perf_counter(), time.process_time()
        n = count(ws, definition).n
        found[name] = (time.perf_counter() - begun, time.process_time() - worked, n)
    return found


def tell(folder: Path) -> None:
    """The same questions of the tables and, in a fresh session, once all is laid out."""
    with open_workspace(folder) as ws:
        begun = time.perf_counter()
        n = len(customer_state(ws).overview)
        print(f"{folder.name}: {n:,} customers, overview in {time.perf_counter() - begun:.1f} s")
        tables = server_times(ws)
    with open_workspace(folder) as ws:
        customer_state(ws)
        begun, worked = time.perf_counter(), time.process_time()
        prepare(ws)
        took, cpu = time.perf_counter() - begun, time.process_time() - worked
        print(f"  laid out in {took:.1f} s (processor {cpu:.1f} s)")
        memory = server_times(ws)
        begun = time.perf_counter()
        cards = gallery(ws)
        print(f"  gallery of {len(cards)} filled in {(time.perf_counter() - begun) * 1000:.0f} ms")
    for name, (wall, cpu, n) in tables.items():
        again, again_cpu, same = memory[name]
        if n != same:
            raise SystemExit(f"{name}: {n:,} in the tables, {same:,} in memory")
        print(
            f"  {name:30} tables {wall * 1000:6.0f} ms (processor {cpu * 1000:5.0f}), laid out "
            f"{again * 1000:5.0f} ({again_cpu * 1000:4.0f}): {cpu / again_cpu:5.1f} x, {n:,} in it",
            flush=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    given = parser.parse_args()
    if given.workspace:
        tell(given.workspace)
    if given.rows:
        with tempfile.TemporaryDirectory() as folder:
            with open_workspace(Path(folder)) as ws:
                made_up(ws, given.rows)
            tell(Path(folder))
