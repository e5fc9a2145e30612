"""Which cells of a model-by-slice table differ from the bestsellers beyond chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.evaluation.slices import TOO_FEW, Cells
from recsys_core.schema.evaluation import ALPHA
from recsys_core.schema.statistics.significance import SAMPLES, flips, holm, smallest_found
from recsys_core.schema.types import FloatArray

PER_CELL = 40
"""Sign flips for each cell tested at least, so that Holm's correction can still be passed."""


@dataclass(frozen=True)
class CellTest:
    """One cell against the baseline in the same slice; difference = model - baseline.

    p_adjusted: Holm over all cells tested together.  real: p_adjusted < 0.05.  missed: a difference
    smaller than this is more often missed than one time in five.
    """

    model: str
    baseline: str
    metric: str
    kind: str
    slice: str
    difference: float
    p: float
    p_adjusted: float
    n: int
    real: bool
    missed: float = 0.0


def cell_tests(tables: Sequence[Cells], baseline: str, seed: int) -> list[CellTest]:
    """Every model against `baseline` in every slice of all tables, adjusted for all of them.

    Paired over the customers of a slice with both values: a randomisation test (`flips`). Slices
    with fewer than `TOO_FEW` such customers are not tested, and do not count in the correction.
    The baseline is named beforehand: comparing with the best of a slice, found in the same
    figures, would call the winner of a lottery better than the others. Without it: no tests.
    """
    planned = [one for table in tables for one in _planned(table, baseline)]
    n_cells = sum(len(models) for _, _, models, _ in planned)
    if not n_cells:
        return []
    samples = max(SAMPLES, PER_CELL * n_cells)
    p = np.concatenate([flips(differences, seed, samples) for *_, differences in planned])
    chances = zip(p.tolist(), holm(p).tolist(), strict=True)
    found = []
    for table, name, models, differences in planned:
        size = (~np.isnan(differences)).sum(axis=0)
        means = np.nansum(differences, axis=0) / size
        least = smallest_found(differences, n_cells).tolist()
        of_model = zip(models, means.tolist(), size.tolist(), least, strict=True)
        for model, mean, n, missed in of_model:
            chance, adjusted = next(chances)
            cell = (model, baseline, table.metric, table.kind, name)
            real = adjusted < ALPHA and mean != 0
            found.append(CellTest(*cell, mean, chance, adjusted, n, real, missed))
    return found


def _planned(table: Cells, baseline: str) -> Iterator[tuple[Cells, str, list[str], FloatArray]]:
    """Of each slice the models with enough customers, and (n, models) differences."""
    if baseline not in table.models:
        return
    base = table.models.index(baseline)
    others = [at for at in range(len(table.models)) if at != base]
    for name, part in zip(table.names, table.values, strict=True):
        differences = part[:, others] - part[:, [base]]
        tested = np.flatnonzero((~np.isnan(differences)).sum(axis=0) >= TOO_FEW)
        if len(tested):
            models = [table.models[others[at]] for at in tested]
            yield table, name, models, differences[:, tested]
