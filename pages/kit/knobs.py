"""What happens between scores and lists: the knobs of a `RerankConfig`, in the address.

Each knob's parameter in the address is its field's name, so that a link carries the whole state.
"""

from collections.abc import Sequence
from typing import Any, Literal

import streamlit as st

from pages.kit import messages as m
from pages.kit.state import LINKED
from pages.kit.text import markdown, plain
from recsys_core.schema.config import bounds
from recsys_core.schema.rerank_config import NO_RERANKING, RerankConfig, knobs
from recsys_core.services.workspace.names import short_title
from recsys_core.wording.messages import say

IN_VIEW, STRENGTHS = knobs("view"), knobs("strength")
CAPS, CHANCE = knobs("cap"), knobs("chance")
MOST_CAP = 10
KIND, MIX, SHARE, FILL, SEED = "diversity_by", "mix", "mix_share", "fill", "seed"
RULES, _ON = "rules", "_rules_on"
EVERY = (*IN_VIEW, *STRENGTHS, *CAPS, *CHANCE, KIND, MIX, SHARE, FILL, SEED, RULES)
_FIELDS = RerankConfig.model_fields
_WIDTH = 230


def rerank_config(rules: Sequence[Any] = ()) -> RerankConfig:
    """What is set, with `rules` where they are switched on."""
    held = {name: st.session_state.get(name) for name in EVERY if name != RULES}
    found = {name: value for name, value in held.items() if value is not None}
    if st.session_state.get(RULES):
        found[RULES] = tuple(rules)
    return RerankConfig(**found)


def changed() -> int:
    """How many knobs stand elsewhere than at the start."""
    return sum(_turned(name) for name in EVERY)


def start(name: str) -> Any:
    """Where a knob's widget stands at the start."""
    return False if name == RULES else getattr(NO_RERANKING, name)


def take_back() -> None:
    """Every knob to its start. Call it from a button's `on_click`."""
    for name in EVERY:
        st.session_state[name] = start(name)


def row() -> None:
    """The knobs that are always in view."""
    with st.container(key="knobs-in-view"):
        for place, name in zip(st.columns(len(IN_VIEW), gap="medium"), IN_VIEW, strict=True):
            with place:
                _strength(name, width="stretch")


def more(trained: Sequence[str], *, rules: int) -> None:
    """All the others, behind one button that says how many are turned. rules: in force."""
    turned = sum(_turned(name) for name in EVERY if name not in IN_VIEW)
    label = markdown(m.MORE_KNOBS_TURNED, n=turned) if turned else say(m.MORE_KNOBS)
    with st.popover(label, key="more-knobs"):
        left, right = st.columns(2, gap="large")
        with left:
            for name in STRENGTHS:
                _strength(name)
            for name in CAPS:
                _cap(name)
            _toggle(FILL)
        with right:
            for name in CHANCE:
                _strength(name)
            if any(st.session_state.get(name) for name in CHANCE):
                _seed()
            _kind()
            _mix(trained)
            _rules(rules)


def _held(name: str) -> bool:
    return name in st.session_state


def _turned(name: str) -> bool:
    """Before the first widget of a visit is drawn only the address knows."""
    return st.session_state[name] != start(name) if _held(name) else name in st.query_params


def _about(name: str) -> dict[str, Any]:
    field = _FIELDS[name]
    return {"label": plain(say(field.title or name)), "help": plain(say(field.description or ""))}


def _strength(name: str, width: int | Literal["stretch"] = _WIDTH) -> None:
    low, high = bounds(_FIELDS[name])
    ends: dict[str, Any] = {"min_value": low, "max_value": high, "value": 0.0, "step": 0.05}
    st.slider(**_about(name), **ends, key=name, width=width, **LINKED)


def _cap(name: str) -> None:
    st.number_input(
        **_about(name),
        min_value=1,
        max_value=MOST_CAP,
        value=None,
        key=name,
        placeholder=say(m.NO_LIMIT),
        width=_WIDTH,
        **LINKED,
    )


def _toggle(name: str) -> None:
    st.toggle(**_about(name), key=name, **LINKED)


def switch_rules_on() -> None:
    """Let the rules act from the next run of the whole page on; a callback may stand in a fragment,
    whose choice the browser's own switch would overrule.
    """
    st.session_state[_ON] = True


def _rules(count: int) -> None:
    if st.session_state.pop(_ON, False):
        st.session_state[RULES] = True
    st.toggle(
        markdown(m.RULES_IN_FORCE, n=count) if count else say(m.RULES),
        key=RULES,
        disabled=not count,
        help=say(m.APPLIES_RULES if count else m.NO_RULES),
        **LINKED,
    )


def _kind() -> None:
    extra: Any = _FIELDS[KIND].json_schema_extra
    words = {kind: say(name) for kind, name in extra["words"].items()}
    st.selectbox(
        **_about(KIND),
        options=list(words),
        format_func=lambda kind: words[kind],
        key=KIND,
        width=_WIDTH,
        **LINKED,
    )


def _mix(trained: Sequence[str]) -> None:
    if st.session_state.get(MIX) not in trained:
        st.session_state[MIX] = ""
    st.selectbox(
        **_about(MIX),
        options=["", *trained],
        format_func=lambda name: short_title(name) if name else say(m.NO_OTHER_MODEL),
        key=MIX,
        width=_WIDTH,
    )
    if st.session_state[MIX]:
        ends: dict[str, Any] = {"min_value": 0.0, "max_value": 1.0, "value": 0.5, "step": 0.05}
        st.slider(**_about(SHARE), **ends, key=SHARE, width=_WIDTH, **LINKED)


def _seed() -> None:
    st.number_input(
        **_about(SEED), min_value=0, max_value=9999, value=42, key=SEED, width=_WIDTH, **LINKED
    )
