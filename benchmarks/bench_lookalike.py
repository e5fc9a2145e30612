"""Look-alikes on a workspace with The Complete Journey: half of a group finds the other half.

Run: python benchmarks/bench_lookalike.py [WORKSPACE]. Prints for each group how many times the base
rate the other half was found at, in how many of the halves the forecast held that, and how often
the list was refused; then how many lists by lot were refused. Without a workspace: how often the
forecast holds on planted groups of known chances. The groups: every fact of the customer list that
40 households share, the 120 households who bought most of a category, and who answered a campaign.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pandas as pd

from recsys_core.profiles.lookalike import look_alikes
from recsys_core.schema.statistics.intervals import wilson
from recsys_core.schema.types import BoolArray, FloatArray
from recsys_core.services.customers.lookalikes.lookalike import likeness_space
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace, open_workspace

FEWEST, HEAVIEST, HALVES, LISTS, PLANTED = 40, 120, 10, 200, 400
CATEGORIES = (
    "Organics fruit and vegetables",
    "Cigarettes",
    "Dog foods",
    "Cat food",
    "Baby foods",
    "Domestic wine",
    "Diapers and disposables",
    "Vitamins",
)
LINES = """
    SELECT user_id, count(*) AS n FROM interactions JOIN catalogue USING (item_id)
    WHERE event = 'purchase' AND split_part(category_path, ' > ', 2) = ? GROUP BY user_id
"""


def groups(ws: Workspace) -> dict[str, BoolArray]:
    """Name of a group -> who is in it, over the rows of the overview."""
    state = customer_state(ws)
    ids = state.overview["user_id"]
    facts = pd.DataFrame([state.attributes.get(user, {}) for user in ids])
    found = {
        f"{name} {value}": (facts[name] == value).to_numpy()
        for name in facts
        for value, n in facts[name].value_counts().items()
        if n >= FEWEST
    }
    with ws.db.read() as cursor:
        for category in CATEGORIES:
            counts = cursor.execute(LINES, [category]).df().set_index("user_id")["n"]
            order = np.argsort(-counts.reindex(ids).fillna(0).to_numpy(), kind="stable")
            found[f"{HEAVIEST} {category}"] = np.isin(np.arange(len(ids)), order[:HEAVIEST])
        answered = cursor.execute("SELECT DISTINCT user_id FROM campaign_responses").df()
    return found | {"answered a campaign": ids.isin(answered["user_id"]).to_numpy()}


def half_finds_half(
    space: FloatArray, belongs: BoolArray, seed: int
) -> tuple[float, float, float] | None:
    """How many times the base rate, and the ends of the forecast; None where refused."""
    rows = np.random.default_rng(seed).permutation(np.flatnonzero(belongs))
    known = np.zeros(len(belongs), dtype=bool)
    known[rows[: len(rows) // 2]] = True
    hidden = belongs & ~known
    size = int(hidden.sum())
    found = look_alikes(space, known, size)
    if found.refused:
        return None
    model = found.trials[0]
    return float(hidden[found.rows[:size]].mean() / hidden[~known].mean()), model.low, model.high


def planted(seed: int) -> tuple[FloatArray, BoolArray]:
    """800 to 3,000 customers with 6, 20 or 60 figures, a few of which make a chance to belong."""
    rng = np.random.default_rng(seed)
    n, columns, few = (
        int(rng.integers(800, 3_001)),
        int(rng.choice([6, 20, 60])),
        rng.integers(2, 7),
    )
    values = rng.normal(size=(n, columns))
    weights = rng.normal(size=few) * rng.uniform(0.5, 1.5)
    odds = values[:, :few] @ weights + rng.uniform(-4.5, -2.5)
    return values, rng.random(n) < 1 / (1 + np.exp(-odds))


def on_planted(tries: int) -> None:
    told = [half_finds_half(*planted(seed), seed) for seed in range(tries)]
    print(f"planted: {_held(told)}")


def _held(told: Sequence[tuple[float, float, float] | None]) -> str:
    """How many of the forecasts held."""
    known = [each for each in told if each is not None]
    share = np.array([np.mean([low <= lift <= high for lift, low, high in known])])
    ends = (float(end[0]) for end in wilson(share, np.array([len(known)])))
    return "the forecast held in {:.1%} of {} ({:.1%} to {:.1%})".format(
        share[0], len(known), *ends
    )


def main() -> None:
    if len(sys.argv) == 1:
        on_planted(PLANTED)
        return
    every: list[tuple[float, float, float] | None] = []
    with open_workspace(Path(sys.argv[1])) as ws:
        space, known = likeness_space(ws), groups(ws)
    for name, belongs in known.items():
        lifts = [half_finds_half(space, belongs, seed) for seed in range(HALVES)]
        every += lifts
        told = [lift[0] for lift in lifts if lift is not None]
        print(f"{name:45} {belongs.sum():5} {np.mean(told):6.1f} {lifts.count(None):3} refused")
    print(_held(every))
    for size in (20, 30, 50, 100, 300):
        refused = 0
        for seed in range(LISTS):
            members = np.zeros(len(space), dtype=bool)
            drawn = np.random.default_rng(5_000 + seed).choice(len(space), size, replace=False)
            members[drawn] = True
            refused += bool(look_alikes(space, members, 100).refused)
        print(f"by lot, {size:3} on the list: {refused} of {LISTS} refused")


if __name__ == "__main__":
    main()
