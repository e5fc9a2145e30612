"""What happens inside the worker process: models of who answers fitted and tried."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.campaigns.response.registry import RESPONSE_MODELS
from recsys_core.campaigns.response.rows import ResponseRows
from recsys_core.campaigns.response.trial import KnownAnswers, try_models
from recsys_core.jobs.job import Job
from recsys_core.schema.contracts import Progress

ROWS = "{side}.npz"
SIDES = ("known", "later")
PARTS = ("numbers", "fields", "history", "target")
SEED = 0


def write_rows(folder: Path, side: str, rows: KnownAnswers) -> None:
    """Arrays only, customers as codes: a run's folder names nobody."""
    parts = {name: getattr(rows.rows, name) for name in PARTS}
    if rows.stands is not None:
        parts["stands"] = rows.stands
    np.savez(
        folder / ROWS.format(side=side),
        answered=rows.answered,
        customer=rows.customer,
        latest=rows.latest,
        past=rows.rows.past,
        **parts,
    )


def read_rows(folder: Path, side: str) -> KnownAnswers:
    """What `write_rows` wrote."""
    with np.load(folder / ROWS.format(side=side)) as found:
        numbers, fields, history, target = (found[name] for name in PARTS)
        rows = ResponseRows(numbers, fields, history, target, int(found["past"]))
        stands = found.get("stands")
        return KnownAnswers(rows, found["answered"], found["customer"], found["latest"], stands)


def try_responses(job: Job, report: Progress) -> dict[str, Any]:
    """Fit every model on the earlier campaigns and try it on the later ones."""
    known, later = (read_rows(job.folder, side) for side in SIDES)
    trials = try_models(known, later, tuple(RESPONSE_MODELS), SEED, report)
    return {"trials": [asdict(one) for one in trials], "sentence": ""}
