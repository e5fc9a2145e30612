"""How long what Customers tells of time takes: cohorts, movement, concentration, the next order.

    python benchmarks/bench_customers_change.py WORKSPACE [--customers 100000 --days 730]

On a workspace as it is, and the next order on made-up customers too, each of whom orders on any day
with a chance of their own (with the standard sizes about ten million orders).
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pandas as pd

from recsys_core.profiles.timing.coming import tell_coming
from recsys_core.services.customers.over_time.cohorts import customer_cohorts
from recsys_core.services.customers.over_time.movement import (
    customer_movement,
    moving_days,
    spend_concentration,
)
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.timing.coming import category_paces, customers_coming
from recsys_core.services.workspace.workspace import open_workspace


def timed(name: str, work: Callable[[], object]) -> object:
    begun = time.perf_counter()
    found = work()
    print(f"{name:38} {time.perf_counter() - begun:6.2f} s")
    return found


def made_up(customers: int, days: int, seed: int = 1) -> pd.DataFrame:
    """user_id, day: orders with a chance of each customer's own, Beta(1, 6)."""
    rng = np.random.default_rng(seed)
    user, at = [], []
    for begin in range(0, customers, 10_000):
        n = min(10_000, customers - begin)
        came = rng.random((n, days), dtype=np.float32) < rng.beta(1, 6, n)[:, None]
        rows, columns = np.nonzero(came)
        user.append(rows + begin)
        at.append(columns)
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(np.concatenate(at), unit="D")
    return pd.DataFrame({"user_id": np.concatenate(user), "day": day}).astype({"user_id": str})


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=730)
    asked = parser.parse_args()
    with open_workspace(asked.workspace) as ws:
        timed("everybody (before the page)", lambda: customer_overview(ws))
        timed("cohorts", lambda: customer_cohorts(ws))
        last = moving_days(ws)[1]
        before = last - pd.Timedelta(days=90)
        timed("movement over 90 days", lambda: customer_movement(ws, before, last))
        timed("concentration", lambda: spend_concentration(ws))
        timed("usual gaps of categories", lambda: category_paces(ws))
        timed("next order, 30 days", lambda: customers_coming(ws, 30))
    if asked.customers:
        orders = made_up(asked.customers, asked.days)
        until = orders["day"].max()
        name = f"next order, {asked.customers:,} customers, {len(orders):,} days"
        timed(name, lambda: tell_coming(orders, until, 30))


if __name__ == "__main__":
    main()
