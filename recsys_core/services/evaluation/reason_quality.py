"""How true each measured model's reasons are: worked out with an evaluation, kept beside it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.explanations.reason_score import ReasonScore, reason_score
from recsys_core.schema.checksums import UNREADABLE, seal, set_aside, verify
from recsys_core.schema.contracts import Recommender

if TYPE_CHECKING:
    from recsys_core.evaluation.runner import ModelEvaluation
    from recsys_core.evaluation.splits import Split

FILE = "reasons.json"


def check_reasons(
    model: Recommender, split: "Split", measured: "ModelEvaluation", seed: int
) -> ReasonScore:
    """The score of a model fitted on the split's training part, on the lists it was measured by."""
    histories = split.train.histories(measured.users)
    shown = measured.batch.items
    return reason_score(model, histories, shown, seed, include_bought=not split.new_items_only)


def save_reason_scores(scores: dict[str, ReasonScore], folder: Path) -> None:
    """Write the scores by model, and the folder's checksums with them."""
    plain = {name: asdict(score) for name, score in scores.items()}
    (folder / FILE).write_text(json.dumps(plain, indent=1))
    seal(folder)


def load_reason_scores(folder: Path) -> dict[str, ReasonScore]:
    """What `save_reason_scores` wrote; nothing where it is not there. Damaged, it is set aside."""
    try:
        verify(folder, [FILE])
        if (folder / FILE).exists():
            found = json.loads((folder / FILE).read_text())
            return {name: ReasonScore(**score) for name, score in found.items()}
    except UNREADABLE:
        set_aside(folder / FILE)
    return {}
