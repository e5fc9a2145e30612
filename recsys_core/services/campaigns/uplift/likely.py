"""Which columns of a table are likely to be the arm and the outcome, before anybody says so."""

import numpy as np
import pandas as pd

from recsys_core.campaigns.uplift.columns import BY_CHANCE, unlikeness
from recsys_core.schema.campaign_arms import is_control
from recsys_core.schema.types import IntArray
from recsys_core.services.campaigns.uplift.arm_files import MOST_ARMS, NO, YES, ArmTable


def likely_arm(table: ArmTable) -> str | None:
    """The one column of few texts of which one is the name of a control group; None without one, or
    where there are several.
    """
    found = [name for name in table.columns if _is_arm(table.texts[name])]
    return found[0] if len(found) == 1 else None


def likely_outcome(table: ArmTable, arm: str) -> str | None:
    """The first column of figures, or of yes and no, that differs between the arms more than a lot
    allows (at 0.001 by all columns together): it came after the lot. None where none does.
    """
    arms = table.texts[arm].to_numpy(dtype=object)
    known = arms != ""
    codes = pd.factorize(arms[known])[0].astype(np.int64)
    if not 2 <= len(np.unique(codes)) <= MOST_ARMS:
        return None
    for name in table.columns:
        if name not in (arm, table.unit) and _differs(table, name, known, codes):
            return name
    return None


def _is_arm(texts: "pd.Series[str]") -> bool:
    different = set(texts.unique()) - {""}
    return 2 <= len(different) <= MOST_ARMS and sum(map(is_control, different)) == 1


def _differs(table: ArmTable, name: str, known: np.ndarray, codes: IntArray) -> bool:
    values = table.numbers.get(name)
    if values is None:
        words = table.texts[name].str.casefold()
        if not words.isin([*YES, *NO, ""]).all():
            return False
        values = words.map(dict.fromkeys(YES, 1.0) | dict.fromkeys(NO, 0.0)).to_numpy(float)
    values = values[known]
    if len(pd.unique(values)) < 2:
        return False
    return unlikeness(values, codes) < BY_CHANCE / len(table.columns)
