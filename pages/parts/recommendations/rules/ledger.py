"""What every rule costs: a table on request."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.kit import background, cache, jobs_panel, layout, tables
from pages.kit.messages import DOWNLOAD_AS_CSV
from pages.kit.text import markdown
from pages.parts.recommendations.rules import messages as m
from recsys_core.schema.rules import Rule
from recsys_core.services.rules.ledger import (
    DIVERSITY,
    EMPTIED,
    FILLER,
    NDCG,
    PLACES,
    REVENUE,
    Effect,
    RuleLedger,
    rule_ledger,
)
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, priced, signed

LEAST = 0.00005
"""Changes below this are nothing: the fourth decimal would not show them."""
TASK, MODEL, BUTTON = "rule-ledger", "rules-model", "rules-ledger"


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
                say(m.MODEL), models, key=MODEL, format_func=short_title, width=260
            )
        asked = st.button(markdown(m.WORK_OUT, model=short_title(model)), key=BUTTON)
    said, runs = tuple(rule.model_dump_json() for rule in rules), cache.runs_of(ws)
    key, tasks = (TASK, said, model, ws.data_version(), runs), background.tasks(ws)
    if asked:
        title = say(m.MAKING_LISTS)
        tasks.start(TASK, title, lambda report: rule_ledger(ws, model, report=report), key)
    jobs_panel.task(ws, TASK)
    jobs_panel.failed(ws, TASK)
    latest = tasks.latest(TASK)
    if (kept := tasks.kept(key)) is not None:
        _table(kept)
    elif latest is not None and latest.state == "done":
        layout.quiet(say(m.OUTDATED))


def headline(ledger: RuleLedger) -> str:
    """The dearest rule, in a sentence."""
    dear = [
        (effect.value, row)
        for row in ledger.rows
        if (effect := row.effects[NDCG]) is not None and effect.high < 0
    ]
    emptied = [
        (effect.total, row)
        for row in ledger.rows
        if (effect := row.effects[EMPTIED]) is not None and effect.total > 0
    ]
    if dear:
        value, row = min(dear, key=lambda one: one[0])
        return say(m.COSTS_ACCURACY, name=row.name, value=_signed(value))
    if emptied:
        places, row = max(emptied, key=lambda one: one[0])
        return say(m.EMPTIES_MOST, name=row.name, n=places, lists=row.lists_touched)
    if not any(row.lists_touched for row in ledger.rows):
        return say(m.CHANGES_NOTHING)
    if not ledger.tested:
        return say(m.NOT_MEASURED)
    return say(m.COSTS_NOTHING, n=ledger.tested)


def frame(ledger: RuleLedger) -> pd.DataFrame:
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


def _table(ledger: RuleLedger) -> None:
    with st.container(key="finding-rule-ledger"):
        st.text(headline(ledger))
    if not ledger.tested:
        with layout.controls("rules-measure"):
            if st.button(
                markdown(m.MEASURE_FIRST, model=short_title(ledger.model)),
                key="rules-measure",
                help=say(m.MEASURE_FIRST_HELP),
            ):
                st.switch_page("pages/evaluation.py")
    about = [say(m.MEASURED, customers=ledger.customers, k=ledger.k)]
    if ledger.tested:
        about.append(say(m.TESTED, n=ledger.tested))
    layout.quiet(" ".join([*about, say(m.METHOD)]))
    shown = pd.DataFrame(
        [
            {
                "rule": row.name,
                "touched": row.lists_touched,
                "places": _points(row.effects[PLACES]),
                "accuracy": _change(row.effects[NDCG]),
                "revenue": _change(row.effects[REVENUE], in_money=True),
                "variety": _change(row.effects[DIVERSITY]),
                "emptied": _total(row.effects[EMPTIED]),
                "filler": _total(row.effects[FILLER]),
            }
            for row in ledger.rows
        ]
    )
    columns = {
        "rule": tables.text(say(m.RULE)),
        "touched": tables.count(say(m.LISTS_CHANGED), say(m.LISTS_CHANGED_HELP)),
        "places": tables.text(say(m.PLACES), say(m.PLACES_HELP)),
        "accuracy": tables.text(say(m.ACCURACY), say(m.ACCURACY_HELP)),
        "revenue": tables.text(say(m.REVENUE), say(m.REVENUE_HELP)),
        "variety": tables.text(say(m.VARIETY), say(m.VARIETY_HELP)),
    }
    emptied = (shown[["emptied", "filler"]] != say(m.NONE)).any(axis=None)
    if emptied:
        columns["emptied"] = tables.text(say(m.EMPTIED), say(m.EMPTIED_HELP))
        columns["filler"] = tables.text(say(m.FILLER), say(m.FILLER_HELP))
    tables.show(
        shown,
        columns,
        key="rule-ledger-table",
        alt=say(m.TABLE),
    )
    if not emptied:
        layout.quiet(say(m.NONE_EMPTIED))
    layout.table_downloads(
        say(DOWNLOAD_AS_CSV), lambda: frame(ledger), "rule-costs.csv", key="ledger-csv"
    )
    for remark in ledger.remarks:
        layout.quiet(remark)


def _total(effect: Effect | None) -> str:
    """The sum over all customers, with the ends of its interval."""
    if effect is None:
        return UNKNOWN
    if not effect.total and effect.low == effect.high == 0:
        return say(m.NONE)
    low, high = round(effect.low * effect.n), round(effect.high * effect.n)
    return say(m.VALUE_RANGE, value=effect.total, low=low, high=high)


def _change(effect: Effect | None, *, in_money: bool = False) -> str:
    """The mean change of a list, with the ends of its interval."""
    if effect is None:
        return UNKNOWN
    if max(abs(end) for end in (effect.value, effect.low, effect.high)) < LEAST:
        return say(m.NO_CHANGE)
    value, low, high = (_signed(end) for end in (effect.value, effect.low, effect.high))
    if in_money:
        value, low, high = priced(value), priced(low), priced(high)
    return say(m.VALUE_RANGE, value=value, low=low, high=high)


def _points(effect: Effect | None) -> str:
    """The change of a share in percentage points, with the ends of its interval."""
    if effect is None:
        return UNKNOWN
    if max(abs(end) for end in (effect.value, effect.low, effect.high)) < LEAST:
        return say(m.NO_CHANGE)
    value, low, high = (_signed(100 * end) for end in (effect.value, effect.low, effect.high))
    return say(m.VALUE_RANGE, value=value, low=low, high=high)


def _signed(value: float) -> str:
    return "0" if abs(value) < LEAST else signed(value)
