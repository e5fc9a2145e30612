"""Frames for the section about groups of customers. No Streamlit in here."""

import numpy as np
import pandas as pd

from pages.parts.evaluation import messages as m
from recsys_core.services.evaluation.exposures import ShownProducts
from recsys_core.services.evaluation.slices import Sliced
from recsys_core.services.workspace.names import BASELINE, is_reference, short_title
from recsys_core.wording.messages import say


def cells(found: Sliced) -> pd.DataFrame:
    """One row per cell in the order drawn: groups as they come, the bestsellers first, then models
    by their figure over all groups; the references are left out.
    """
    frame = _cells(found)
    weighted = (frame["value"] * frame["n"]).groupby(frame["model"]).sum()
    order = weighted.sort_values(ascending=not found.higher_is_better, kind="stable").index
    place = {name: at for at, name in enumerate(order)} | {BASELINE: -1}
    group = {name: at for at, name in enumerate(dict.fromkeys(frame["slice"]))}
    keys = frame.assign(g=frame["slice"].map(group), m=frame["model"].map(place))
    return frame.loc[keys.sort_values(["g", "m"], kind="stable").index].reset_index(drop=True)


def places(found: ShownProducts) -> pd.DataFrame:
    """The same of shares of places: the right answers first, then models as on the board."""
    frame = _cells(found).assign(catalogue=lambda cells: cells["slice"].map(found.catalogue))
    is_model = frame["model"] != found.rows[0].model
    return frame.assign(label=frame["label"].where(is_model, say(m.RIGHT_ANSWERS_COLUMN)))


def _cells(found: Sliced | ShownProducts) -> pd.DataFrame:
    tests = {(test.slice, test.model): test for test in found.tests}
    rows = []
    for row in found.rows:
        if is_reference(row.model):
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
    return pd.DataFrame(rows)


def table(frame: pd.DataFrame, differs: str = m.DIFFERS) -> pd.DataFrame:
    """The cells as people read them."""
    verdict = np.where(frame["real"], say(differs), say(m.MAY_BE_CHANCE))
    verdict = np.where(frame["probability"].isna(), "", verdict)
    verdict = np.where(frame["enough"], verdict, say(m.TOO_FEW))
    return frame.assign(verdict=verdict)


def choices(found: Sliced) -> pd.DataFrame:
    """The model chosen for each group, on each half of the customers and on all."""
    chosen = found.choose_model_per_segment
    if chosen is None:
        return pd.DataFrame()
    rows = [
        {
            "slice": one.slice,
            "n": one.n,
            "first": short_title(one.halves[0]),
            "second": short_title(one.halves[1]),
            "all": short_title(one.everybody),
            "note": _agreement(one.enough, one.steady),
        }
        for one in chosen.choices
    ]
    return pd.DataFrame(rows, columns=["slice", "n", "first", "second", "all", "note"])


def _agreement(enough: bool, steady: bool) -> str:
    if not enough:
        return say(m.TOO_FEW_TO_CHOOSE)
    return say(m.HALVES_AGREE if steady else m.HALVES_DISAGREE)


def gaps(found: Sliced) -> pd.DataFrame:
    """The clearest gap of each model, the widest first; the references are left out."""
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
        if not is_reference(gap.model)
    ]
    frame = pd.DataFrame(rows)
    return frame.sort_values("gap", ascending=False, ignore_index=True) if rows else frame


def legend(found: Sliced) -> str:
    """How to read the table of colours, in a few short sentences."""
    blue = m.BLUE_HIGHER if found.higher_is_better else m.BLUE_LOWER
    return _legend(found, m.BLUE_BETTER if found.judged else blue)


def places_legend(found: ShownProducts) -> str:
    """The same for the table of places."""
    return _legend(found, m.BLUE_MORE_PLACES)


def _legend(found: Sliced | ShownProducts, colours: str) -> str:
    tested = len(found.tests)
    compared = say(m.BEYOND_CHANCE, n=tested) if tested else say(m.NO_COMPARISON)
    sentences = [say(colours), compared]
    if any(not row.enough for row in found.rows):
        sentences.append(say(m.IN_ITALICS))
    return " ".join(sentences)
