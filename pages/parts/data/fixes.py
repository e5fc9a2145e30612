"""The dialogs behind the fix buttons: choose, see what would change, apply or take back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.formats import count, plain, signed
from pages.parts.data import meaning
from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import TastelabError
from recsys_core.services.data import data_settings
from recsys_core.services.data.data_settings import Extent
from recsys_core.services.data.health.checkup import Checkup, checkup
from recsys_core.services.workspace.workspace import Workspace

Changes = dict[str, Any]
LEAVE_OUT = "leave_out"
ENOUGH_CUSTOMERS = 5
SAID = "data-settings-said"


def button(ws: Workspace, fix: str, key: str, label: str = "Fix …", **kwargs: Any) -> None:
    """The button that opens the dialog of a fix."""
    if st.button(label, key=key, help=data_settings.FIXES[fix].title, **kwargs):
        open_dialog(ws, fix)


def open_dialog(ws: Workspace, fix: str) -> None:
    """Open the dialog of a fix."""
    st.dialog(data_settings.FIXES[fix].title, width="large")(_dialog)(ws, fix)


def in_use(ws: Workspace) -> None:
    """What is set, each with its way back; nothing where everything counts."""
    said = st.session_state.pop(SAID, "")
    if said:
        st.toast(plain(said))
    found = data_settings.in_use(ws.settings())
    if not found:
        return
    layout.section("What is set", "It holds for every model trained or measured from now on.")
    for one in found:
        sentence, buttons = st.columns([5, 2], vertical_alignment="center")
        with sentence:
            st.text(one.sentence)
        with (
            buttons,
            layout.controls(f"set-{one.fix.name}"),
            st.container(horizontal=True, horizontal_alignment="right"),
        ):
            button(ws, one.fix.name, key=f"change-{one.fix.name}", label="Change …")
            st.button(
                "Take it back",
                key=f"back-{one.fix.name}",
                on_click=_take_back,
                args=(ws, one.fix.name),
            )


def all_fixes(ws: Workspace) -> None:
    """Every fix, whether or not something was found."""
    with layout.controls("all-fixes"), st.popover("Everything that can be set"):
        for fix in data_settings.FIXES.values():
            button(ws, fix.name, key=f"any-{fix.name}", label=fix.title, type="tertiary")


def _dialog(ws: Workspace, fix: str) -> None:
    if SAID in st.session_state:
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
    with st.spinner("Working out what would change …"):
        seen = data_settings.preview(ws, chosen)
    with st.container(border=True):
        tiles = (
            ("Rows", seen.before.rows, seen.after.rows),
            ("Customers", seen.before.customers, seen.after.customers),
            ("Products", seen.before.products, seen.after.products),
        )
        for place, (label, before, after) in zip(st.columns(3), tiles, strict=True):
            place.metric(
                f"{label} that count",
                count(after),
                delta=f"{signed(after - before, 7)} from {count(before)}"
                if after != before
                else "as now",
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
            "Apply",
            type="primary",
            disabled=disabled,
            key=f"apply-{fix}",
            on_click=_apply,
            args=(ws, fix, chosen),
        )
        if used:
            st.button("Take it back", key=f"dialog-back-{fix}", on_click=_take_back, args=(ws, fix))


def _apply(ws: Workspace, fix: str, chosen: DataSettings) -> None:
    try:
        data_settings.save(ws, chosen, data_settings.FIXES[fix].title)
        st.session_state[SAID] = "Applied. Models trained from now on follow it."
    except TastelabError as error:
        st.session_state[SAID] = str(error)


def _take_back(ws: Workspace, fix: str) -> None:
    try:
        data_settings.take_back(ws, fix)
        st.session_state[SAID] = "Taken back."
    except TastelabError as error:
        st.session_state[SAID] = str(error)


def _products(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    layout.quiet("Proposed by title, number and price; nothing is left out before you apply it.")
    chosen = _picked(
        found.not_products,
        {
            "title": tables.text("Product", width="small"),
            "what": tables.text("Looks like", width="medium"),
            "rows": tables.count("Rows"),
            "customers": tables.count("Customers"),
            "revenue": tables.money("Revenue"),
            "why": tables.text("Why", width="large"),
            "item_id": tables.text("Number", width="small"),
        },
        "item_id",
        "No further product looks like postage, a fee or a gift card.",
    )
    return _with_more("excluded_items", now.excluded_items, chosen, "product")


def _customers(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    layout.quiet("They stay on the customer list; models do not learn from them.")
    chosen = _picked(
        found.unusual_customers,
        {
            "user_id": tables.text("Customer", width="small"),
            "what": tables.text("Looks like", width="medium"),
            "rows": tables.count("Rows"),
            "share": tables.share("Share of rows"),
            "why": tables.text("Why", width="large"),
        },
        "user_id",
        "No further customer stands out.",
    )
    return _with_more("excluded_users", now.excluded_users, chosen, "customer")


def _picked(frame: pd.DataFrame, columns: dict[str, Any], column: str, nothing: str) -> list[str]:
    """The ids whose box is ticked; all of them to begin with."""
    if frame.empty:
        layout.quiet(nothing)
        return []
    edited = st.data_editor(
        frame.assign(**{LEAVE_OUT: True})[[LEAVE_OUT, *columns]],
        column_config={LEAVE_OUT: tables.yes_no("Leave out"), **columns},
        disabled=list(columns),
        hide_index=True,
        key=f"pick-{column}",
        height=min(len(frame), 8) * tables.ROW_HEIGHT + tables.ROW_HEIGHT + 3,
        row_height=tables.ROW_HEIGHT,
    )
    return list(frame.loc[edited[LEAVE_OUT].to_numpy(bool), column])


def _with_more(field: str, before: tuple[str, ...], chosen: list[str], word: str) -> Changes:
    """What is left out already (each can be let in again), the ticked ones, and typed ones."""
    kept: list[str] = list(before)
    if before:
        kept = st.multiselect(f"Left out already: {word}s", list(before), default=list(before))
    typed = st.text_input(f"Other {word} numbers, with commas between", key=f"typed-{field}")
    more = [one.strip() for one in typed.split(",") if one.strip()]
    return {field: sorted({*kept, *chosen, *more})}


def _cap(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    usual = max(round(found.health.median_per_user * 5), 10)
    typed = st.number_input(
        "Most purchases per customer",
        min_value=1,
        value=now.max_events_per_user or usual,
        step=10,
        help="Of a customer with more, only the latest count.",
    )
    layout.quiet(f"A typical customer has {count(found.health.median_per_user)}.")
    return {"max_events_per_user": int(typed)}


def _window(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    first, last = found.health.first_ts, found.health.last_ts
    if first is None or last is None:
        layout.quiet("The rows carry no dates, so there is no window to choose.")
        return {}
    ways = ("The last months", "From one day to another")
    way = st.segmented_control(
        "Which rows count?", ways, default=ways[bool(now.since or now.until)], required=True
    )
    if way == ways[0]:
        span = max((last.year - first.year) * 12 + last.month - first.month + 1, 1)
        months = st.number_input(
            "Months before the latest row",
            1,
            240,
            now.last_months or min(max(span // 2, 1), 12),
            help="The window moves on as newer data is imported.",
        )
        return {"last_months": int(months), "since": None, "until": None}
    low, high = first.date(), last.date()
    begin, end = st.columns(2)
    since = begin.date_input("From", _inside(now.since or low, low, high), low, high)
    until = end.date_input("To", _inside(now.until or high, low, high), low, high)
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
        "Fewest customers per product",
        min_value=1,
        value=now.min_item_users or max(kept.least, ENOUGH_CUSTOMERS),
        placeholder="Chosen automatically",
        help=plain(DataSettings.model_fields["min_item_users"].description),
    )
    customers = right.number_input(
        "Fewest products per customer",
        min_value=1,
        # One product alone does not say what goes together with what.
        value=now.min_user_items if used else 2,
        help=plain(DataSettings.model_fields["min_user_items"].description),
    )
    core = st.toggle(
        "Repeat until both hold",
        value=now.core,
        help=plain(DataSettings.model_fields["core"].description),
    )
    return {"min_item_users": products, "min_user_items": int(customers), "core": core}


def _damping(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    damping = st.slider(
        "Damping",
        0.0,
        1.0,
        now.popularity_damping or 0.5,
        0.05,
        help=plain(DataSettings.model_fields["popularity_damping"].description),
    )
    layout.quiet(
        f"A product with a hundredth of the bestseller's customers counts {100**damping:,.0f} "
        "times as much per purchase. Models that only ask whether something was bought "
        "(bestsellers, EASE) do not notice: for those, move Variety on the Recommendations page."
    )
    return {"popularity_damping": damping}


def _feedback(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    known = DataSettings.model_fields["feedback"]
    chosen = st.toggle(str(known.title), value=now.feedback, help=plain(known.description))
    return {"feedback": chosen}


def _weights(now: DataSettings, found: Checkup, kept: Extent) -> Changes:
    if found.meaning.kind != "several":
        layout.quiet(
            f"{found.meaning.sentence} With one kind of event alone, weights change nothing."
        )
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
