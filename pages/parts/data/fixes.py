"""The dialogs behind the fix buttons: choose, see what would change, apply or take back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.text import markdown, plain
from pages.parts.data import meaning
from pages.parts.data import messages as m
from recsys_core.schema.config import DataSettings
from recsys_core.services.data import data_settings
from recsys_core.services.data.data_settings import Extent
from recsys_core.services.data.health.checkup import Checkup, checkup
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number, signed

Changes = dict[str, Any]
LEAVE_OUT = "leave_out"
ENOUGH_CUSTOMERS = 5
NOTICE = "data-settings-notice"


def button(ws: Workspace, fix: str, key: str, label: str = m.FIX, **kwargs: Any) -> None:
    """The button that opens the dialog of a fix."""
    if st.button(
        plain(say(label)), key=key, help=plain(say(data_settings.FIXES[fix].title)), **kwargs
    ):
        open_dialog(ws, fix)


def open_dialog(ws: Workspace, fix: str) -> None:
    """Open the dialog of a fix."""
    st.dialog(plain(say(data_settings.FIXES[fix].title)), width="large")(_dialog)(ws, fix)


def in_use(ws: Workspace) -> None:
    """What is set, each with its way back; nothing where everything counts."""
    notice = st.session_state.pop(NOTICE, "")
    if notice:
        st.toast(plain(notice))
    found = data_settings.in_use(ws.settings())
    if not found:
        return
    layout.section(say(m.WHAT_IS_SET), say(m.ABOUT_WHAT_IS_SET))
    for one in found:
        sentence, buttons = st.columns([5, 2], vertical_alignment="center")
        with sentence:
            st.text(one.sentence)
        with (
            buttons,
            layout.controls(f"set-{one.fix.name}"),
            st.container(horizontal=True, horizontal_alignment="right"),
        ):
            button(ws, one.fix.name, key=f"change-{one.fix.name}", label=m.CHANGE)
            st.button(
                say(m.TAKE_IT_BACK),
                key=f"back-{one.fix.name}",
                on_click=_take_back,
                args=(ws, one.fix.name),
            )


def all_fixes(ws: Workspace) -> None:
    """Every fix, whether or not something was found."""
    with layout.controls("all-fixes"), st.popover(say(m.ALL_SETTINGS)):
        for fix in data_settings.FIXES.values():
            button(ws, fix.name, key=f"any-{fix.name}", label=fix.title, type="tertiary")


def _dialog(ws: Workspace, fix: str) -> None:
    if NOTICE in st.session_state:
        st.rerun()  # applied or taken back: closes the dialog
    now = ws.settings()
    with errors.shown_here():
        found = checkup(ws)
        changes = _FORMS[fix](now, found, data_settings.preview(ws, now).before)
        chosen = data_settings.changed(ws, changes)
        something_left = _effect(ws, chosen)
        _buttons(ws, fix, now, chosen, disabled=chosen == now or not something_left)


def _effect(ws: Workspace, chosen: DataSettings) -> bool:
    """Rows, customers and products as they would be, and how far that is from now; whether
    anything would be left.
    """
    with st.spinner(say(m.WORKING_OUT)):
        seen = data_settings.preview(ws, chosen)
    with st.container(border=True):
        tiles = (
            (m.ROWS_THAT_COUNT, seen.before.rows, seen.after.rows),
            (m.CUSTOMERS_THAT_COUNT, seen.before.customers, seen.after.customers),
            (m.PRODUCTS_THAT_COUNT, seen.before.products, seen.after.products),
        )
        for place, (label, before, after) in zip(st.columns(3), tiles, strict=True):
            place.metric(
                plain(say(label)),
                plain(count(after)),
                delta=markdown(m.CHANGE_FROM, change=signed(after - before), before=count(before))
                if after != before
                else say(m.AS_NOW),
                delta_color="off",
                delta_arrow="off",
            )
        layout.quiet(data_settings.sentence(seen))
    return bool(seen.after.rows)


def _buttons(
    ws: Workspace, fix: str, now: DataSettings, chosen: DataSettings, *, disabled: bool
) -> None:
    used = any(one.fix.name == fix for one in data_settings.in_use(now))
    with st.container(horizontal=True):
        st.button(
            say(m.APPLY),
            type="primary",
            disabled=disabled,
            key=f"apply-{fix}",
            on_click=_apply,
            args=(ws, fix, chosen),
        )
        if used:
            st.button(
                say(m.TAKE_IT_BACK), key=f"dialog-back-{fix}", on_click=_take_back, args=(ws, fix)
            )


def _apply(ws: Workspace, fix: str, chosen: DataSettings) -> None:
    title = data_settings.FIXES[fix].title
    _change(lambda: data_settings.save(ws, chosen, title), m.APPLIED)


def _take_back(ws: Workspace, fix: str) -> None:
    _change(lambda: data_settings.take_back(ws, fix), m.TAKEN_BACK)


def _change(action: Callable[[], object], done: str) -> None:
    try:
        action()
        st.session_state[NOTICE] = say(done)
    except errors.EXPECTED as error:
        st.session_state[NOTICE] = errors.words(error)


def _products(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    layout.quiet(say(m.ABOUT_PRODUCTS))
    chosen = _picked(
        found.not_products,
        {
            "title": tables.text(say(m.PRODUCT), width="small"),
            "what": tables.text(say(m.LOOKS_LIKE), width="medium"),
            "rows": tables.count(say(m.ROWS)),
            "customers": tables.count(say(m.CUSTOMERS)),
            "revenue": tables.money(say(m.REVENUE)),
            "why": tables.text(say(m.WHY), width="large"),
            "item_id": tables.text(say(m.NUMBER), width="small"),
        },
        "item_id",
        say(m.NO_FURTHER_PRODUCT),
    )
    return _with_more(
        "excluded_items", now.excluded_items, chosen, m.PRODUCTS_LEFT_OUT, m.OTHER_PRODUCTS
    )


def _customers(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    layout.quiet(say(m.ABOUT_CUSTOMERS))
    chosen = _picked(
        found.unusual_customers,
        {
            "user_id": tables.text(say(m.CUSTOMER), width="small"),
            "what": tables.text(say(m.LOOKS_LIKE), width="medium"),
            "rows": tables.count(say(m.ROWS)),
            "share": tables.share(say(m.SHARE_OF_ROWS)),
            "why": tables.text(say(m.WHY), width="large"),
        },
        "user_id",
        say(m.NO_FURTHER_CUSTOMER),
    )
    return _with_more(
        "excluded_users", now.excluded_users, chosen, m.CUSTOMERS_LEFT_OUT, m.OTHER_CUSTOMERS
    )


def _picked(frame: pd.DataFrame, columns: dict[str, Any], column: str, nothing: str) -> list[str]:
    """The ids whose box is ticked; all of them to begin with."""
    if frame.empty:
        layout.quiet(nothing)
        return []
    edited = st.data_editor(
        frame.assign(**{LEAVE_OUT: True})[[LEAVE_OUT, *columns]],
        column_config={LEAVE_OUT: tables.yes_no(say(m.LEAVE_OUT)), **columns},
        disabled=list(columns),
        hide_index=True,
        key=f"pick-{column}",
        height=min(len(frame), 8) * tables.ROW_HEIGHT + tables.ROW_HEIGHT + 3,
        row_height=tables.ROW_HEIGHT,
    )
    return list(frame.loc[edited[LEAVE_OUT].to_numpy(bool), column])


def _with_more(
    field: str, before: tuple[str, ...], chosen: list[str], left_out: str, other: str
) -> Changes:
    """What is left out already (each can be let in again), the ticked ones, and typed ones."""
    kept: list[str] = list(before)
    if before:
        kept = st.multiselect(plain(say(left_out)), list(before), default=list(before))
    typed = st.text_input(plain(say(other)), key=f"typed-{field}")
    more = [one.strip() for one in typed.split(",") if one.strip()]
    return {field: sorted({*kept, *chosen, *more})}


def _cap(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    typed = st.number_input(
        say(m.MOST_PURCHASES),
        min_value=1,
        value=now.max_events_per_user or data_settings.proposed_cap(found.health.median_per_user),
        step=10,
        help=say(m.ABOUT_MOST),
    )
    layout.quiet(say(m.TYPICAL_CUSTOMER, rows=count(found.health.median_per_user)))
    return {"max_events_per_user": int(typed)}


def _window(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    first, last = found.health.first_ts, found.health.last_ts
    if first is None or last is None:
        layout.quiet(say(m.NO_WINDOW))
        return {}
    ways = (say(m.LAST_MONTHS), say(m.BETWEEN_DAYS))
    way = st.segmented_control(
        say(m.WHICH_ROWS), ways, default=ways[bool(now.since or now.until)], required=True
    )
    if way == ways[0]:
        months = st.number_input(
            say(m.MONTHS_BEFORE),
            1,
            240,
            now.last_months or data_settings.proposed_months(first, last),
            help=say(m.ABOUT_MONTHS),
        )
        return {"last_months": int(months), "since": None, "until": None}
    low, high = first.date(), last.date()
    begin, end = st.columns(2)
    since = begin.date_input(say(m.FROM), _inside(now.since or low, low, high), low, high)
    until = end.date_input(say(m.TO), _inside(now.until or high, low, high), low, high)
    return {
        "last_months": None,
        "since": None if since == low else since,
        "until": None if until == high else until,
    }


def _inside(day: date, low: date, high: date) -> date:
    return min(max(day, low), high)


def _core(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    used = any(name in now.changes() for name in data_settings.FIXES["core"].fields)
    left, right = st.columns(2)
    products = left.number_input(
        say(m.FEWEST_CUSTOMERS),
        min_value=1,
        value=now.min_item_users or max(kept.least, ENOUGH_CUSTOMERS),
        placeholder=say(m.CHOSEN_AUTOMATICALLY),
        help=plain(DataSettings.model_fields["min_item_users"].description),
    )
    customers = right.number_input(
        say(m.FEWEST_PRODUCTS),
        min_value=1,
        # One product alone does not say what goes together with what.
        value=now.min_user_items if used else 2,
        help=plain(DataSettings.model_fields["min_user_items"].description),
    )
    core = st.toggle(
        say(m.REPEAT_BOTH),
        value=now.core,
        help=plain(DataSettings.model_fields["core"].description),
    )
    return {"min_item_users": products, "min_user_items": int(customers), "core": core}


def _damping(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    damping = st.slider(
        say(m.DAMPING),
        0.0,
        1.0,
        now.popularity_damping or 0.5,
        0.05,
        help=plain(DataSettings.model_fields["popularity_damping"].description),
    )
    layout.quiet(say(m.WHAT_DAMPING_DOES, times=number(data_settings.damped_gain(100, damping))))
    return {"popularity_damping": damping}


def _feedback(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    known = DataSettings.model_fields["feedback"]
    chosen = st.toggle(plain(known.title), value=now.feedback, help=plain(known.description))
    return {"feedback": chosen}


def _weights(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    if found.meaning.kind != "several":
        layout.quiet(f"{found.meaning.sentence} {say(m.ONE_KIND_ONLY)}")
    else:
        meaning.events(found.meaning, key="kinds-dialog")
    chosen: Changes = {}
    fields = data_settings.FIXES["weights"].fields
    for place, name in zip(st.columns(len(fields)), fields, strict=True):
        known = DataSettings.model_fields[name]
        low, high = (-100.0, 0.0) if name == "weight_return" else (0.0, 100.0)
        chosen[name] = place.number_input(
            plain(known.title),
            low,
            high,
            getattr(now, name),
            1.0,
            format="%.6g",
            help=plain(known.description),
        )
    return chosen


_FORMS: dict[str, Callable[[DataSettings, Checkup, Extent], Changes]] = {
    "exclude_products": _products,
    "exclude_customers": _customers,
    "cap": _cap,
    "window": _window,
    "core": _core,
    "damping": _damping,
    "weights": _weights,
    "feedback": _feedback,
}
