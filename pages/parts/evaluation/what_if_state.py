"""What is chosen in what-if tuning. The address holds all of it and can be sent on.

Knobs, length and the already-bought switch are the widgets of the Recommendations page, bound to
the address. Model, baseline and the scenario opened are read from it and written back here. Rules
are too much for an address: they come from the workspace, or from the scenario opened.
"""

from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from pages.kit import address, choices, knobs
from pages.kit.state import Keys
from pages.parts.evaluation import messages as m
from recsys_core.schema.errors import TastelabError
from recsys_core.schema.rules import Rule
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.scenarios import Choice, Scenario, in_words, of_link, to_link
from recsys_core.wording.messages import say

MODEL, BASELINE, OPENED, GROUP = "tune", "baseline", "scenario", "measured-on"
HELD = (Keys.CUSTOMER, MODEL, BASELINE, OPENED, GROUP, knobs.MIX)
OWN = "own"
_SCENARIO = "scenario="


def sync_from_url(models: Sequence[str], best: str, saved: Sequence[Scenario]) -> None:
    """Take over what the address says, and settle what is missing or not there (any more)."""
    for key, found in address.changed_in_url(HELD).items():
        st.session_state[key] = found[0]
    if st.session_state.get(MODEL) not in models:
        personal = [name for name in models if name != choices.BASELINE]
        st.session_state[MODEL] = best if best in models else [*personal, *models][0]
    if opened(saved) is None:
        st.session_state.pop(OPENED, None)
    if st.session_state.get(BASELINE) not in baselines(saved):
        st.session_state[BASELINE] = OWN


def sync_to_url() -> None:
    """Write what is chosen into the address; what is as usual stays out of it."""
    values = {key: st.session_state.get(key) for key in HELD}
    if values[BASELINE] == OWN:
        values[BASELINE] = None
    address.write({key: [str(value)] if value else [] for key, value in values.items()})


def choice(in_force: Sequence[Rule], saved: Sequence[Scenario]) -> Choice:
    """What the widgets say, once they are drawn."""
    return Choice(
        st.session_state[MODEL],
        ListSettings(
            int(st.session_state[Keys.K]),
            bool(st.session_state[Keys.SEEN]),
            knobs.rerank_config(rules(in_force, saved)),
        ),
    )


def rules(in_force: Sequence[Rule], saved: Sequence[Scenario]) -> tuple[Rule, ...]:
    """The rules the switch stands for: those of the scenario opened, else those in force."""
    one = opened(saved)
    return (
        one.choice.rerank_config.rules
        if one and one.choice.rerank_config.rules
        else tuple(in_force)
    )


def opened(saved: Sequence[Scenario]) -> Scenario | None:
    """The scenario the knobs were set to last, if it is still there."""
    name = st.session_state.get(OPENED)
    return next((one for one in saved if one.name == name), None)


def baselines(saved: Sequence[Scenario]) -> dict[str, str]:
    """What can be compared with, and how it is called; a pinned setting last."""
    found = {OWN: say(m.OWN_ORDER)}
    found |= {f"{_SCENARIO}{one.name}": say(m.SCENARIO, name=one.name) for one in saved}
    pinned = st.session_state.get(BASELINE)
    if pinned and pinned not in found:
        with suppress(TastelabError):
            found[pinned] = say(m.PINNED, choice=in_words(of_link(dict(parse_qsl(pinned)))))
    return found


def baseline(now: Choice, saved: Sequence[Scenario]) -> Choice:
    """The choice that figures and lists are held against."""
    chosen = st.session_state.get(BASELINE, OWN)
    if chosen == OWN:
        return now.plain
    for one in saved:
        if chosen == f"{_SCENARIO}{one.name}":
            return one.choice
    return of_link(dict(parse_qsl(chosen)))


def pin(now: Choice) -> None:
    """Hold what comes against what is now. Call it from a button's `on_click`."""
    st.session_state[BASELINE] = urlencode(to_link(now))


def take_back() -> None:
    """All knobs, the length, the baseline and the group as at the start. For `on_click`."""
    knobs.take_back()
    st.session_state[Keys.K] = choices.DEFAULT_K
    st.session_state[Keys.SEEN] = False
    st.session_state[BASELINE] = OWN
    st.session_state.pop(OPENED, None)
    st.session_state[GROUP] = None


def set_knobs(wanted: Choice, name: str = "") -> None:
    """Set every knob to a choice, and remember the scenario it came from. For `on_click`."""
    values = wanted.rerank_config.model_dump()
    for field in knobs.EVERY:
        value = values[field]
        st.session_state[field] = bool(value) if field == knobs.RULES else value
        if field in knobs.CAPS:
            st.session_state[field] = min(value, knobs.MOST_CAP) if value else None
    st.session_state[MODEL] = wanted.model
    k = min(max(wanted.settings.k, choices.LEAST_K), choices.MOST_K)
    st.session_state[Keys.K] = k
    st.session_state[Keys.SEEN] = wanted.settings.include_seen
    st.session_state[OPENED] = name


def changed() -> bool:
    """Whether there is anything to take back; asked once the widgets are drawn."""
    return bool(
        knobs.changed()
        or st.session_state[Keys.SEEN]
        or st.session_state[Keys.K] != choices.DEFAULT_K
        or st.session_state[BASELINE] != OWN
        or st.session_state.get(GROUP)
    )
