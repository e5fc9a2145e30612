"""What is known of a customer, as figures that linear policies learn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.experiments.bandits import messages as m
from recsys_core.services.experiments.off_policy.shown_logs import ShownLog
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

Scales = Mapping[str, tuple[float, float]]
MOST_WORDS, MOST_FEATURES = 10, 30
"""Different words of a column that have an indicator of their own; figures of all together."""


@dataclass(frozen=True)
class Contexts:
    """names: of the figures.  values: (n, figures) a row each time something was shown.  scales: by
    which mean and standard deviation numbers were scaled.
    """

    names: tuple[str, ...]
    values: FloatArray
    scales: Scales = field(default_factory=dict)


def as_figures(columns: Mapping[str, np.ndarray], scales: Scales | None = None) -> Contexts:
    """Columns of texts or numbers as figures: numbers less their mean over their standard deviation
    (0 where there is none; both as in `scales` where these are given), of words an indicator for
    each of the commonest `MOST_WORDS` but for the first. `InputError` for more than `MOST_FEATURES`
    in all.
    """
    used: dict[str, tuple[float, float]] = {}
    names: list[str] = []
    values: list[FloatArray] = []
    for label, texts in columns.items():
        cells = pd.Series(texts, dtype=object).fillna("")
        numbers = pd.to_numeric(cells.replace("", np.nan), errors="coerce").to_numpy(dtype=float)
        filled = (cells != "").to_numpy(dtype=bool)
        if filled.any() and np.isfinite(numbers[filled]).all():
            own = (float(np.nanmean(numbers)), float(np.nanstd(numbers)) or 1.0)
            mean, spread = used[label] = (scales or {}).get(label, own)
            names.append(label)
            values.append(np.nan_to_num((numbers - mean) / spread))
            continue
        common = cells[filled].value_counts().index[:MOST_WORDS].tolist()
        for word in common[1:]:
            names.append(say(m.CONTEXT_WORD, column=label, word=word))
            values.append((cells == word).to_numpy(dtype=float))
    if len(names) > MOST_FEATURES:
        raise InputError(say(m.TOO_MANY_CONTEXTS, n=len(names), most=MOST_FEATURES))
    rows = len(next(iter(columns.values()))) if columns else 0
    return Contexts(tuple(names), np.column_stack(values) if values else np.zeros((rows, 0)), used)


@needs(Role.VIEWER)
def context_names(ws: Workspace, log: ShownLog) -> list[str]:
    """What may be a context: further columns of a file, then facts of the customers it names."""
    return list(dict.fromkeys([*log.others, *(_facts(ws)[0] if log.columns.user else ())]))


@needs(Role.VIEWER)
def contexts_of(
    ws: Workspace, log: ShownLog, names: Sequence[str], scales: Scales | None = None
) -> Contexts:
    """Columns of a file, and facts of its customers as the customer list has them, as figures;
    scales: of what was learned before.
    `InputError` for a name that is neither.
    """
    facts, attributes = _facts(ws)
    users = [attributes.get(str(one), {}) for one in log.user.categories]
    columns = {}
    for name in names:
        if name in log.others:
            columns[name] = log.others[name].to_numpy()
        elif name in facts and log.columns.user:
            cells = np.array([one.get(name, "") for one in users], dtype=object)
            columns[name] = cells[np.asarray(log.user.codes)]
        else:
            known = context_names(ws, log)
            raise InputError(say(m.NO_SUCH_CONTEXT, name=name, known=and_list(known or ["-"])))
    return as_figures(columns, scales)


def _facts(ws: Workspace) -> tuple[list[str], dict[str, dict[str, str]]]:
    """Names of facts, and what is known by customer; nothing in an empty workspace."""
    if ws.is_empty():
        return [], {}
    state = customer_state(ws)
    return state.fact_names, state.attributes
