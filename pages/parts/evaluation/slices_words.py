"""Frames for the section about groups of customers. No Streamlit in here."""

import numpy as np
import pandas as pd

from recsys_core.services.evaluation.slices import Sliced
from recsys_core.services.workspace.names import BASELINE, FLOOR, short_title

TOO_FEW = "Too few to tell"


def cells(found: Sliced) -> pd.DataFrame:
    """One row per cell in the order drawn: groups as they come, the bestsellers first, then models
    by their figure over all groups; the random order is left out.
    """
    tests = {(test.slice, test.model): test for test in found.tests}
    rows = []
    for row in found.rows:
        if row.model == FLOOR:
            continue
        test = tests.get((row.slice, row.model))
        rows.append(
            {
                "slice": row.slice,
                "model": row.model,
                "label": short_title(row.model),
                "value": row.value,
                "low": row.low,
                "high": row.high,
                "n": row.n,
                "enough": row.enough,
                "difference": test.difference if test else np.nan,
                "probability": test.p_adjusted if test else np.nan,
                "real": bool(test and test.real),
            }
        )
    frame = pd.DataFrame(rows)
    weighted = (frame["value"] * frame["n"]).groupby(frame["model"]).sum()
    order = weighted.sort_values(ascending=not found.higher_is_better, kind="stable").index
    place = {name: at for at, name in enumerate(order)} | {BASELINE: -1}
    group = {name: at for at, name in enumerate(dict.fromkeys(frame["slice"]))}
    keys = frame.assign(g=frame["slice"].map(group), m=frame["model"].map(place))
    return frame.loc[keys.sort_values(["g", "m"], kind="stable").index].reset_index(drop=True)


def table(frame: pd.DataFrame) -> pd.DataFrame:
    """The cells as people read them."""
    verdict = np.where(frame["real"], "Differs from the bestsellers", "May be chance")
    verdict = np.where(frame["probability"].isna(), "", verdict)
    verdict = np.where(frame["enough"], verdict, TOO_FEW)
    return frame.assign(verdict=verdict)


def choices(found: Sliced) -> pd.DataFrame:
    """The model chosen for each group, on each half of the customers and on all."""
    choose_model_per_segment = found.choose_model_per_segment
    if choose_model_per_segment is None:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            "slice": [choice.slice for choice in choose_model_per_segment.choices],
            "n": [choice.n for choice in choose_model_per_segment.choices],
            "first": [short_title(choice.halves[0]) for choice in choose_model_per_segment.choices],
            "second": [
                short_title(choice.halves[1]) for choice in choose_model_per_segment.choices
            ],
            "all": [short_title(choice.everybody) for choice in choose_model_per_segment.choices],
            "note": [
                ("Both halves agree" if choice.steady else "The halves disagree")
                if choice.enough
                else f"{TOO_FEW}: the model for everybody"
                for choice in choose_model_per_segment.choices
            ],
        }
    )


def gaps(found: Sliced) -> pd.DataFrame:
    """The clearest gap of each model, the widest first; the random order is left out."""
    rows = [
        {
            "label": short_title(gap.model),
            "best": gap.best.name,
            "best_value": gap.best.value,
            "best_n": gap.best.n,
            "worst": gap.worst.name,
            "worst_value": gap.worst.value,
            "worst_n": gap.worst.n,
            "gap": gap.gap,
            "low": gap.low,
            "high": gap.high,
            "probability": gap.p_adjusted,
            "real": gap.real,
        }
        for gap in found.gaps
        if gap.model != FLOOR
    ]
    frame = pd.DataFrame(rows)
    return frame.sort_values("gap", ascending=False, ignore_index=True) if rows else frame


def legend(found: Sliced) -> str:
    """How to read the table of colours, in a few short sentences."""
    tested = len(found.tests)
    up, down = ("better", "worse") if found.judged else _sides(found.higher_is_better)
    text = f"Blue: {up} than the bestsellers; orange: {down}. "
    text += (
        f"▲ and ▼: beyond chance, allowing for all {tested} comparisons made here. "
        if tested
        else "No group has enough customers for a comparison. "
    )
    if any(not row.enough for row in found.rows):
        text += "In italics, without colour: fewer than 30 customers, too few to tell."
    return text.strip()


def _sides(higher_is_better: bool) -> tuple[str, str]:
    return ("higher", "lower") if higher_is_better else ("lower", "higher")
