"""Whether categories and brands out of personal lists say more than the most popular ones.

    python benchmarks/bench_placements.py WORKSPACE

For every model of the newest evaluation, with and without bought products, and 1, 3 and 5 slots:
the share of the test customers who bought something, after the cut, from what is shown, with its
95 % interval, beside the most popular ones and beside another rule, categories in the order of
their first product on the list.
"""

import sys
from datetime import datetime
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import IntArray
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.placements.kinds import DEPTH, ItemKinds
from recsys_core.services.recommend.placements.placement import Placement, Shows
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.what_if.placement_figures import KindsMeasured, measured_kinds
from recsys_core.services.what_if.sample import what_if_sample
from recsys_core.services.what_if.what_if import MOST_SAMPLE, measurable_models
from recsys_core.services.workspace.workspace import Workspace, open_workspace

SLOTS = (1, 3, 5)


def in_order(items: IntArray, codes: IntArray, slots: int) -> list[list[int]]:
    """The different kinds of each list, in the order of their first product."""
    known = [[codes[item] for item in row if item != EMPTY] for row in items]
    return [[k for k in dict.fromkeys(row) if k != EMPTY][:slots] for row in known]


def first_product(ws: Workspace, choice: Choice, shows: Shows, slots: int) -> float:
    """Hit rate of the other rule, on the customers `measured_kinds` counts."""
    sample = what_if_sample(ws, MOST_SAMPLE)
    kinds = ItemKinds.of(sample.data, shows)
    deep = Choice(choice.model, ListSettings(DEPTH, choice.settings.include_seen))
    shown = in_order(sample.lists(deep).final.items, kinds.codes, slots)
    truth, hits = sample.truth(repeats_count=True), []
    for row, named in enumerate(shown):
        bought = set(kinds.codes[truth.indices[truth.indptr[row] : truth.indptr[row + 1]]].tolist())
        bought.discard(EMPTY)
        if bought:
            hits.append(bool(bought & set(named)))
    return float(np.mean(hits))


def told(found: KindsMeasured, other: float) -> str:
    """A line of the table."""
    hit, popular, apart = (
        f"{value:.3f} ({low:.3f} to {high:.3f})"
        for value, low, high in (found.hit, found.popular, found.difference)
    )
    return f"{hit}  popular {popular}  difference {apart}  first product {other:.3f}  n {found.n}"


def main() -> None:
    with open_workspace(Path(sys.argv[1])) as ws:
        for shows in ("categories", "brands"):
            for model in measurable_models(ws):
                for seen in (False, True):
                    for slots in SLOTS:
                        choice = Choice(model, ListSettings(slots, seen))
                        one = Placement(
                            "", model, choice, False, (), shows, "", "", datetime(2026, 1, 1)
                        )
                        found = measured_kinds(ws, one, MOST_SAMPLE)
                        if isinstance(found, str):
                            print(model, found)
                            continue
                        other = first_product(ws, choice, shows, slots)
                        bought = "with bought" if seen else "new only"
                        print(f"{shows} {slots} {model} {bought}: {told(found, other)}", flush=True)


if __name__ == "__main__":
    main()
