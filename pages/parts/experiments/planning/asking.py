"""What a plan is asked, and the widgets that ask it."""

import streamlit as st

from pages.kit import group_picker, layout, number_fields
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.experiments.planning import messages as m
from recsys_core.schema.errors import InputError
from recsys_core.services.experiments.planning.days import ENTRIES, OUTCOMES
from recsys_core.services.experiments.planning.plan import RATE_FORMULAS
from recsys_core.services.experiments.planning.request import PlanRequest
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

USUAL, SHARES = PlanRequest(), "plan-shares"


def request(ws: Workspace) -> PlanRequest:
    """What the widgets say; without data there are no groups, and figures have to be typed in."""
    empty = ws.is_empty()
    with layout.controls("plan"):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            outcome = st.segmented_control(
                plain(say(m.OUTCOME)),
                OUTCOMES,
                format_func=lambda one: plain(say(m.OUTCOMES[one])),
                default=USUAL.outcome,
                required=True,
                key="plan-outcome",
                help=plain(say(m.OUTCOME_HELP)),
                **KEPT,
            )
            entry = st.segmented_control(
                plain(say(m.ENTRY)),
                ENTRIES,
                format_func=lambda one: plain(say(m.ENTRIES[one])),
                default=USUAL.entry,
                required=True,
                key="plan-entry",
                help=plain(say(m.ENTRY_HELP)),
                **KEPT,
            )
            way = st.segmented_control(
                plain(say(m.WAY)),
                tuple(m.WAYS),
                format_func=lambda one: plain(say(m.WAYS[one])),
                default="more",
                required=True,
                key="plan-way",
                help=plain(say(m.WAY_HELP)),
                **KEPT,
            )
            group = None if empty else group_picker.one(ws, say(m.ONLY), "plan-group")
        columns = st.columns([22, 14, 15, 9, 15, 12, 13], gap="medium", vertical_alignment="bottom")
        with columns[0]:
            effect = _slider(m.EFFECT, m.EFFECT_HELP, "plan-effect", 1, 100, 10)
        with columns[1]:
            power = _slider(m.POWER, m.POWER_HELP, "plan-power", 50, 99, 80)
        with columns[2]:
            alpha = _whole(m.ALPHA, m.ALPHA_HELP, "plan-alpha", 1, 20, 5)
        with columns[3]:
            arms = _whole(m.ARMS, m.ARMS_HELP, "plan-arms", 2, 20, 2)
        with columns[4]:
            st.text_input(
                plain(say(m.SHARES)), key=SHARES, help=plain(say(m.SHARES_HELP)),
                placeholder=plain(say(m.ALL_ALIKE)), **KEPT,
            )  # fmt: skip
        with columns[5]:
            share = _whole(m.SHARE, m.SHARE_HELP, "plan-share", 1, 100, 100)
        with columns[6]:
            window = _whole(m.WINDOW, m.WINDOW_HELP, "plan-window", 1, 365, USUAL.window)
        with (
            st.expander(plain(say(m.OTHERS)), key="plan-others", expanded=empty),
            st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
        ):
            baseline, deviation, weekly = (
                number_fields.amount(say(label), say(about), None, key, say(m.AS_DATA))
                for label, about, key in (
                    (m.BASELINE, m.BASELINE_HELP, "plan-baseline"),
                    (m.DEVIATION, m.DEVIATION_HELP, "plan-deviation"),
                    (m.WEEKLY, m.WEEKLY_HELP, "plan-weekly"),
                )
            )
            formula = st.selectbox(
                plain(say(m.FORMULA)),
                RATE_FORMULAS,
                format_func=lambda one: say(m.FORMULAS[one]),
                key="plan-formula",
                help=plain(say(m.FORMULA_HELP)),
                **KEPT,
            )
    change = effect / 100 if way == "more" else -min(effect, 99) / 100
    return PlanRequest(
        outcome, change, power / 100, alpha / 100, arms, share / 100, window, entry, formula,
        group, baseline or None, deviation or None, weekly or None, shares(),
    )  # fmt: skip


def shares() -> tuple[float, ...] | None:
    """Those of the plan's arms; None for all alike. `InputError` for what is no list of numbers."""
    text = str(st.session_state.get(SHARES) or "").strip()
    if not text:
        return None
    try:
        cells = text.replace("%", " ").replace(",", ".").replace(";", " ").split()
        return tuple(float(one) / 100 for one in cells)
    except ValueError:
        raise InputError(say(m.NOT_SHARES, text=text)) from None


def _slider(label: str, about: str, key: str, least: int, most: int, usual: int) -> int:
    return int(
        st.slider(plain(say(label)), least, most, usual, key=key, help=plain(say(about)), **KEPT)
    )


def _whole(label: str, about: str, key: str, least: int, most: int, usual: int) -> int:
    return int(
        st.number_input(
            plain(say(label)), least, most, usual, key=key, help=plain(say(about)), **KEPT
        )
    )
