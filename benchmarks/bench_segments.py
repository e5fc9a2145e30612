"""Live counts of segments: server time from a changed condition to the figures and examples.

    python benchmarks/bench_segments.py [WORKSPACE] [--rows 10000000]

First on a workspace (the sample), then on a made-up shop in a temporary folder: customers and
products as popular as in real shops, two years, three levels of categories. The overview of
customers is there already, as on the page; each condition is new to the workspace. Budgets: 200 ms
on the Complete Journey, 1 s on 10 million rows.
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
        "four conditions at once": [bought(best[3], at_least=2), bought(best[4]), figure, late],
    }


def tell(ws: Workspace, title: str) -> None:
    begun = time.perf_counter()
    n = len(customer_state(ws).overview)
    print(f"{title}: {n:,} customers, overview in {time.perf_counter() - begun:.1f} s")
    for name, conditions in asked(ws).items():
        definition = SegmentDefinition.model_validate({"conditions": conditions})
        begun, worked = time.perf_counter(), time.process_time()
        found = count(ws, definition)
        first, cpu = time.perf_counter() - begun, time.process_time() - worked
        begun = time.perf_counter()
        count(ws, definition)
        again = time.perf_counter() - begun
        took = f"{first * 1000:6.0f} ms (CPU {cpu * 1000:5.0f}), again {again * 1000:4.0f} ms"
        print(f"  {name:30} {took}, {found.n:,} in it", flush=True)
    begun = time.perf_counter()
    cards = gallery(ws)
    print(f"  gallery of {len(cards)} filled in {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    given = parser.parse_args()
    if given.workspace:
        with open_workspace(given.workspace) as ws:
            tell(ws, str(given.workspace.name))
    if given.rows:
        with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder)) as ws:
            made_up(ws, given.rows)
            tell(ws, f"{given.rows:,} made-up rows")
