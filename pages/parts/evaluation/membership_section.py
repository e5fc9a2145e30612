"""Whether the models give away who they were trained on: a button, its progress, the guesses."""

import pandas as pd

from pages.kit import errors, jobs_panel, layout, offer, tables
from pages.parts.evaluation import messages as m
from recsys_core.services.access.actor import Role
from recsys_core.services.privacy.membership import membership, membership_known, quick_models
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "membership"


def show(ws: Workspace) -> None:
    """The section, below what may be trusted; for whoever may train."""
    role = ws.role()
    if role is None or role < Role.ANALYST:
        return
    with errors.shown_here():
        models = quick_models(ws)
        if not models:
            return
        layout.section(say(m.WHO_WAS_IN), say(m.ABOUT_WHO_WAS_IN))
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        found = membership_known(ws, models)
        if found is None:
            title = say(m.GUESSING)
            offer.show(
                ws,
                KIND,
                "membership-start",
                say(m.TRY_TO_GUESS),
                title,
                lambda report: membership(ws, models, report),
            )
            return
        frame = pd.DataFrame(
            {
                "model": [short_title(one.model) for one in found.rows],
                "attacker": [say(m.ATTACKERS[one.attacker]) for one in found.rows],
                "accuracy": [one.accuracy for one in found.rows],
                "low": [one.low for one in found.rows],
                "high": [one.high for one in found.rows],
                "n": [one.n for one in found.rows],
            }
        )
        tables.show(
            frame,
            {
                "model": tables.text(say(m.MODEL_ATTACKED)),
                "attacker": tables.text(say(m.ATTACKER_SEES)),
                "accuracy": tables.share(say(m.GUESSED_RIGHT), say(m.ABOUT_GUESSED)),
                "low": tables.share(say(m.GUESSED_LOW)),
                "high": tables.share(say(m.GUESSED_HIGH)),
                "n": tables.count(say(m.GUESSES)),
            },
            key="membership",
            alt=say(m.WHO_WAS_IN_ALT),
            file_name="membership.csv",
            rows=8,
        )
        for sentence in found.remarks:
            layout.quiet(sentence)
