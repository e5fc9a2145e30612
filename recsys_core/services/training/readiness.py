"""What each model needs of the data, whether it is there, and how much is missing."""

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from recsys_core.models.registry import MODELS
from recsys_core.schema.contracts import ModelCard, Readiness
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.training import messages as m
from recsys_core.services.training.queue import readiness_of_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class ModelReadiness:
    """One model: `needed` and `have` of `what` (the check that fails, else the closest call), and
    how many are `missing` (0 when ready). Without a countable need, `needed` and `have` are None.
    """

    model: str
    title: str
    family: str
    ready: bool
    sentence: str
    what: str
    needed: int | None
    have: int | None
    missing: int

    def to_json(self) -> dict[str, Any]:
        """The fields as a JSON-ready dictionary."""
        return asdict(self)


@needs(Role.VIEWER)
def readiness(ws: Workspace) -> list[ModelReadiness]:
    """Every model that can be trained, on the data as the current settings leave it.

    Without any data all are not ready, with the reason.
    """
    return [_of_model(MODELS[name].card, state) for name, state in readiness_of_models(ws).items()]


def _of_model(card: ModelCard, state: Readiness) -> ModelReadiness:
    countable = not state.ready and state.needed is not None and state.have is not None
    return ModelReadiness(
        model=card.name,
        title=card.title,
        family=say(m.FAMILIES[card.family]),
        ready=state.ready,
        sentence=state.reason,
        what=state.what,
        needed=state.needed,
        have=state.have,
        missing=max((state.needed or 0) - (state.have or 0), 0) if countable else 0,
    )


def readiness_frame(found: list[ModelReadiness]) -> pd.DataFrame:
    """The same as a table, models that are not ready first."""
    frame = pd.DataFrame([one.to_json() for one in found])
    return frame.sort_values("ready", kind="stable").reset_index(drop=True)


def sentence(found: list[ModelReadiness]) -> str:
    """How many models this data is enough for, and what the first of the others lacks."""
    ready = sum(one.ready for one in found)
    enough = say(m.ENOUGH_FOR, ready=ready, n=len(found))
    lacking = next((one for one in found if not one.ready), None)
    if not lacking:
        return enough
    return say(m.LACKING, enough=enough, model=lacking.title, why=lacking.sentence)
