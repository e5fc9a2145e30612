"""What every rule costs: a table on request."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.kit.formats import MINUS, UNKNOWN, number, plain, plural
from recsys_core.schema.errors import TastelabError
from recsys_core.schema.rules import Rule
from recsys_core.services.export.spreadsheet import csv_bytes
from recsys_core.services.rules.ledger import (
    DIVERSITY,
    EMPTIED,
    FILLER,
    NDCG,
    REVENUE,
    Effect,
    Ledger,
    rule_ledger,
)
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace

NONE = "none"
LEAST = 0.00005
"""Changes below this are nothing: the fourth decimal would not show them."""
KEPT, MODEL, BUTTON = "_rule_ledger", "rules-model", "rules-ledger"
WHAT = (
    "Lists for every customer with all rules in force, held against the same lists without the "
    "rule in question. In brackets the 95 % interval; where it reaches over 0, it may be chance."
)


def show(ws: Workspace, rules: Sequence[Rule], best: str) -> None:
    """The button, the progress, and the table of the last answer while it still holds."""
    models = list(trained_models(ws))
    with (
        layout.controls("rules-ledger"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        model = best
        if len(models) > 1:
            if st.session_state.get(MODEL) not in models:
                st.session_state[MODEL] = best
            model = st.selectbox(
                "Model", models, key=MODEL, format_func=short_title,
                width=260,
            )  # fmt: skip
        asked = st.button("Work out what each rule costs", key=BUTTON)
    state = (tuple(rules), model, ws.data_version(), tuple(job.job_id for job in ws.jobs.list()))
    if asked:
        bar = st.progress(0.0, "Making the lists of all customers")
        try:
            ledger = rule_ledger(
                ws, model, report=lambda share, text="": bar.progress(share, plain(text))
            )
        except TastelabError as problem:
            st.error(plain(problem))
        else:
            st.session_state[KEPT] = (state, ledger)
        bar.empty()
    kept = st.session_state.get(KEPT)
    if kept and kept[0] == state:
        _table(kept[1])
    elif kept:
        layout.quiet("The rules, the data or the model have changed: work it out again.")


def headline(ledger: Ledger) -> str:
    """The dearest rule, in a sentence."""
    dear = [
        (effect.value, row)
        for row in ledger.rows
        if (effect := row.effects[NDCG]) is not None and effect.high < 0
    ]
    gone = [row for row in ledger.rows if (effect := row.effects[EMPTIED]) and effect.total > 0]
    if dear:
        value, row = min(dear, key=lambda one: one[0])
        return f"“{row.name}” costs the most accuracy: {_signed(value)} NDCG per list."
    if gone:
        row = max(gone, key=lambda one: one.effects[EMPTIED].total if one.effects[EMPTIED] else 0)
        effect = row.effects[EMPTIED]
        places = plural(effect.total if effect else 0, "place")
        return f"“{row.name}” empties the most: {places} on {row.lists_touched:,} lists."
    if any(row.lists_touched for row in ledger.rows):
        return "No rule costs accuracy for certain, and none empties a place."
    return "None of the rules changes any list."


def frame(ledger: Ledger) -> pd.DataFrame:
    """One row a rule, as numbers, for the download."""
    rows = []
    for row in ledger.rows:
        found: dict[str, object] = {"rule": row.name, "lists touched": row.lists_touched}
        for name, effect in row.effects.items():
            found[name] = None if effect is None else effect.value
            found[f"{name}, low"] = None if effect is None else effect.low
            found[f"{name}, high"] = None if effect is None else effect.high
            if effect is not None and effect.counted:
                found[f"{name}, in all"] = effect.total
        rows.append(found)
    return pd.DataFrame(rows)


def _table(ledger: Ledger) -> None:
    with st.container(key="chart-title-rule-ledger"):
        st.text(headline(ledger))
    tested = f" Accuracy and revenue on {ledger.tested:,} test customers." if ledger.tested else ""
    layout.quiet(f"{ledger.customers:,} customers, lists of {ledger.k}.{tested} {WHAT}")
    shown = pd.DataFrame(
        [
            {
                "rule": row.name,
                "touched": row.lists_touched,
                "accuracy": _change(row.effects[NDCG]),
                "revenue": _change(row.effects[REVENUE]),
                "variety": _change(row.effects[DIVERSITY]),
                "emptied": _total(row.effects[EMPTIED]),
                "filler": _total(row.effects[FILLER]),
            }
            for row in ledger.rows
        ]
    )
    columns = {
        "rule": tables.text("Rule"),
        "touched": tables.count("Lists changed", "Customers whose list it changes."),
        "accuracy": tables.text(
            "Accuracy (NDCG)",
            "How far up the list stands what customers bought next, 0 to 1; higher is better.",
        ),
        "revenue": tables.text(
            "Revenue of hits",
            "What the products cost together that were shown and then bought, per customer.",
        ),
        "variety": tables.text(
            "Variety", "How different the products of a list are, 0 to 1; higher is better."
        ),
    }
    emptied = (shown[["emptied", "filler"]] != NONE).any(axis=None)
    if emptied:
        columns["emptied"] = tables.text(
            "Places emptied", "Places the model would have filled, over all customers."
        )
        columns["filler"] = tables.text(
            "Filler needed", "How many of these bestsellers could fill, over all customers."
        )
    tables.show(
        shown,
        columns,
        key="rule-ledger-table",
        alt="Each rule with the lists it changes, what it costs and the places it empties",
    )
    if not emptied:
        layout.quiet("No rule empties a place, so none needs filler.")
    layout.download(
        "Download as CSV", lambda: csv_bytes(frame(ledger)), "rule-costs.csv", key="ledger-csv"
    )
    for remark in ledger.remarks:
        layout.quiet(remark)


def _total(effect: Effect | None) -> str:
    """The sum over all customers, with the ends of its interval."""
    if effect is None:
        return UNKNOWN
    if not effect.total and effect.low == effect.high == 0:
        return NONE
    low, high = round(effect.low * effect.n), round(effect.high * effect.n)
    return f"{_whole(effect.total)} ({_whole(low)} to {_whole(high)})"


def _change(effect: Effect | None) -> str:
    """The mean change of a list, with the ends of its interval."""
    if effect is None:
        return UNKNOWN
    if max(abs(end) for end in (effect.value, effect.low, effect.high)) < LEAST:
        return "no change"
    return f"{_signed(effect.value)} ({_signed(effect.low)} to {_signed(effect.high)})"


def _signed(value: float) -> str:
    """Two digits, and no more than four decimals."""
    if abs(value) < LEAST:
        return "0"
    text = number(round(value, 4), 2 if abs(value) >= 0.001 else 1)
    return f"+{text}" if value > 0 else text


def _whole(value: int) -> str:
    return f"{value:,}".replace("-", MINUS)
