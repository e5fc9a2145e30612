"""What the forecast of an audience is worth, and how long it takes.

    python benchmarks/bench_audience.py WORKSPACE [--customers 1000000] [--only-speed]

1. For the 25 most bought categories, brands and products of the workspace, four earlier days each:
   forecast the next 28 days for the best 200 and for the best half, without looking at them, and
   count how often the 95 % interval holds what came; expected over actual of all together.
2. Seconds of CPU for an audience the first time and again with another size (a moved slider), on
   the workspace and on a made-up shop of 50,000 customers with 1.4 million purchase lines, for a
   fifth and for half of them. Budgets: 1.5 s for another group of customers, 200 ms for a size.
3. The same on made-up customers, two purchases each on average: how long a million take.
"""

import argparse
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from recsys_core.campaigns.audience.curve import draw_curve, sizes
from recsys_core.campaigns.audience.history import History, facts_on
from recsys_core.campaigns.audience.propensity import Propensity, eligible, fit
from recsys_core.schema.imports import ImportReport
from recsys_core.services.campaigns.audience.build import audience
from recsys_core.services.campaigns.audience.learning import learned
from recsys_core.services.campaigns.audience.request import (
    AudienceRequest,
    ContactLimits,
    MessageMoney,
)
from recsys_core.services.campaigns.audience.target import TargetKind, find_target, target_values
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage.imports import next_import_id, record_import

DAYS, ENDS, TARGETS, BEST = 28, 4, 25, 200
KINDS: tuple[TargetKind, ...] = ("category", "brand", "item")


def before(known: History, day: int) -> History:
    """What was known on the morning of a day."""
    past = known.day < day
    return History(
        known.n, known.user[past], known.day[past], known.hit[past], known.near[past], day - 1
    )


def tried(known: History, day: int) -> list[tuple[float, float, float, int]]:
    """expected, low, high, actual of the best 200 and the best half of all, forecast on `day`."""
    past = before(known, day)
    facts, parts = facts_on(past, day), []
    for repeat in (True, False):
        model, rows = fit(past, DAYS, repeat, 1), np.flatnonzero(eligible(facts, repeat))
        if isinstance(model, Propensity) and len(rows):
            parts.append((rows, model.probability(facts, rows), model))
    if not parts:
        return []
    rows = np.concatenate([part[0] for part in parts])
    chance = np.concatenate([part[1] for part in parts])
    kind = np.repeat(np.arange(len(parts)), [len(part[0]) for part in parts])
    order = np.argsort(-chance, kind="stable")
    rows, chance, kind = rows[order], chance[order], kind[order]
    size = np.unique([min(BEST, len(rows)), max(len(rows) // 2, 1)])
    drawn = sum(
        model.drawn(facts, rows[kind == at], np.cumsum(kind == at)[size - 1], 1)
        for at, (_, _, model) in enumerate(parts)
    )
    curve = draw_curve(chance, np.asarray(drawn), size, None, 1)
    came = np.cumsum(known.buyers(day, DAYS)[rows])[size - 1]
    return [
        (float(curve.expected[at]), float(curve.low[at]), float(curve.high[at]), int(came[at]))
        for at in range(len(size))
    ]


def coverage(ws: Workspace) -> None:
    rows = []
    for kind in KINDS:
        for value in target_values(ws, kind)[:TARGETS]:
            known = learned(ws, find_target(ws, kind, value), DAYS, 42).history
            for step in range(1, ENDS + 1):
                day = known.newest + 1 - DAYS * step
                rows += [(kind, step, *row) for row in tried(known, day)]
    frame = pd.DataFrame(rows, columns=["kind", "step", "expected", "low", "high", "actual"])
    frame["held"] = (frame["low"] <= frame["actual"]) & (frame["actual"] <= frame["high"])
    print("forecasts", len(frame), "of", DAYS, "days; interval held", frame["held"].mean())
    print("expected / actual, all together:", frame["expected"].sum() / frame["actual"].sum())
    print(frame.groupby(["kind", "step"])["held"].agg(["mean", "size"]))


def made_up(ws: Workspace) -> None:
    """50,000 customers and 20,001 products, as popular as in real shops, over two years."""
    shop = """
        INSERT INTO interactions
        SELECT 'u' || (50000 * pow(random(), 2))::INT, 'p' || (20000 * pow(random(), 3))::INT,
               'purchase', NULL, 1, 1 + 20 * random(),
               TIMESTAMP '2024-01-01' + INTERVAL 1 SECOND * (63072000 * random())::INT,
               NULL, ?
        FROM range(1400000)
    """
    items = """
        INSERT INTO items
        SELECT 'p' || i, 'Product ' || i, '', 'A' || i % 9 || ' > B' || i % 90 || ' > C' || i % 900,
               'Brand ' || i % 300, 5, NULL, NULL, NULL, ?
        FROM range(20001) AS t(i)
    """
    for kind, sql in (("interactions", shop), ("items", items)):
        with ws.db.write() as cursor:
            import_id = next_import_id(cursor)
            cursor.execute("SELECT setseed(0.5)")
            cursor.execute(sql, [import_id])
            report = ImportReport(import_id, ["made up"], 1, 1, 0, 0, 0)
            record_import(cursor, report, kind=kind, sha256=kind, created_at=datetime(2026, 1, 1))


def speed(ws: Workspace) -> None:
    value = target_values(ws, "category")[1]
    everybody = len(customer_overview(ws))
    money = MessageMoney(0.1, 0.3)
    for name, share, limits in (
        ("learned from nothing", 0.2, ContactLimits()),
        ("other size", 0.21, ContactLimits()),
        ("half of all", 0.5, ContactLimits()),
        ("one more", 0.5 + 1 / everybody, ContactLimits()),
        ("other customers", 0.2, ContactLimits(bought=14)),
    ):
        request = AudienceRequest(
            "category", value, round(share * everybody), limits=limits, money=money
        )
        begun, since = time.process_time(), time.perf_counter()
        found = audience(ws, request)
        used, passed = time.process_time() - begun, time.perf_counter() - since
        print(f"{name}: {used:.3f} s of CPU, {passed:.3f} s, {found.size:,} of {everybody:,}")


def many(customers: int) -> None:
    rng = np.random.default_rng(1)
    lines = 8 * customers
    day = np.sort(rng.integers(0, 300, lines))
    user = rng.integers(0, customers, lines)
    hit = rng.random(lines) < 0.1
    known = History(customers, user, day, hit, rng.random(lines) < 0.3, 299)
    begun = time.perf_counter()
    facts, total = facts_on(known, 300), 0
    for repeat in (True, False):
        model, rows = fit(known, DAYS, repeat, 1), np.flatnonzero(eligible(facts, repeat))
        if isinstance(model, Propensity):
            chance = model.probability(facts, rows)
            size = sizes(len(rows), 1000)
            order = rows[np.argsort(-chance)]
            draw_curve(np.sort(chance)[::-1], model.drawn(facts, order, size, 1), size, None, 1)
            total += len(rows)
    print(f"{total:,} of {customers:,} customers: {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--only-speed", action="store_true")
    given = parser.parse_args()
    with open_workspace(given.workspace) as opened:
        if not given.only_speed:
            coverage(opened)
        speed(opened)
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder) / "ws") as opened:
        made_up(opened)
        speed(opened)
    many(given.customers)
