"""What each model needs of the data, whether it is there, and how much is missing."""

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from recsys_core.models.registry import MODELS
from recsys_core.schema.errors import TastelabError
from recsys_core.services.training import messages as m
from recsys_core.services.training.queue import model_names
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


def readiness(ws: Workspace) -> list[ModelReadiness]:
    """Every model that can be trained, on the data as the current settings leave it.

    Without any data all are not ready, with the reason.
    """
    try:
        data = ws.dataset()
        nothing = ""
    except TastelabError as error:
        data, nothing = None, str(error)
    found = []
    for name in model_names():
        kind = MODELS[name]
        family = say(m.FAMILIES[kind.card.family])
        if data is None:
            found.append(
                ModelReadiness(name, kind.card.title, family, False, nothing, "", None, None, 0)
            )
            continue
        state = kind.readiness(data)
        needed, have = state.needed, state.have
        missing = 0
        if not state.ready and needed is not None and have is not None:
            missing = max(needed - have, 0)
        found.append(
            ModelReadiness(
                name,
                kind.card.title,
                family,
                state.ready,
                state.reason,
                state.what,
                needed,
                have,
                missing,
            )
        )
    return found


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
