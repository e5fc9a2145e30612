"""The Experiments page: did it work, how long must it run, what would another list have earned."""

from collections.abc import Callable

import streamlit as st

from pages.kit import errors, guard, layout
from pages.kit.state import LINKED
from pages.kit.text import plain
from pages.parts.experiments import messages as m
from pages.parts.experiments.bandits import section as bandits
from pages.parts.experiments.false_alarms import section as false_alarms
from pages.parts.experiments.interleaving import section as interleaving
from pages.parts.experiments.off_policy import section as off_policy
from pages.parts.experiments.planning import section as planning
from pages.parts.experiments.readout import section as readout
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

PART = "part"


def unsent(ws: Workspace) -> None:
    """Lists against lists without sending: by a log, then by simulated readers."""
    off_policy.show(ws)
    interleaving.show(ws)


# A part is its section and its first line.
PARTS: dict[str, tuple[Callable[[Workspace], None], Callable[[Workspace], str]]] = {
    m.READ_OUT_PART: (readout.show, readout.answer),
    m.PLAN_PART: (planning.show, planning.answer),
    m.ALARMS_PART: (false_alarms.show, false_alarms.answer),
    m.UNSENT_PART: (unsent, off_policy.answer),
    m.BANDITS_PART: (bandits.show, bandits.answer),
}


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, say(m.EXPERIMENTS_QUESTION))
    with errors.shown_here():
        _named_in_link()
        tabs = st.tabs([plain(say(name)) for name in PARTS], key=PART, **LINKED) if PARTS else []
        for tab, (show, answer) in zip(tabs, PARTS.values(), strict=True):
            if tab.open:
                with tab:
                    show(ws)
                page.answer(answer(ws))


def _named_in_link() -> None:
    """A link may name a part in small letters: `?part=read-out`."""
    named = {say(name).casefold().replace(" ", "-"): say(name) for name in PARTS}
    asked = st.query_params.get(PART, "")
    if asked in named:
        st.session_state[PART] = named[asked]


main()
