"""What another step might bring, as far as contacts of the same campaigns show it."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from recsys_core.campaigns.silent.evidence import FEWEST, silent_so_far
from recsys_core.campaigns.silent.reasons import Condition
from recsys_core.schema.columns import Columns
from recsys_core.schema.evaluation import ALPHA
from recsys_core.schema.statistics.intervals import interval_of_overall, left_out
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import FloatArray

Action = Literal["other_category", "pause", "channel", "hour", "incentive"]
ACTIONS: tuple[Action, ...] = get_args(Action)
ENDS: dict[Action, Condition] = {"other_category": "other_category", "pause": "many"}
"""The condition that an action ends; what the others would bring no table says."""


@dataclass(frozen=True)
class ActionGain:
    """gain, low, high: how much larger the share of answers was where the condition that the action
    ends did not hold, within the same campaigns; NaN where that is not known.  n, rest_n: contacts
    where it held and where not, of campaigns that had both.
    """

    action: Action
    n: int = 0
    rest_n: int = 0
    gain: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")

    @property
    def known(self) -> bool:
        """Whether there are contacts enough to tell."""
        return min(self.n, self.rest_n) >= FEWEST and bool(np.isfinite([self.low, self.high]).all())

    @property
    def shown(self) -> bool:
        """Whether more were answered, beyond chance."""
        return self.known and self.low > 0


def gains(contacts: pd.DataFrame, holds: pd.DataFrame, seed: int = 0) -> list[ActionGain]:
    """Every action, over the contacts of customers who had not answered before."""
    silent = silent_so_far(contacts)
    own, told = contacts[silent], holds[silent]
    return [
        _gain(action, own, told[ENDS[action]].to_numpy(dtype=float), seed)
        if action in ENDS
        else ActionGain(action)
        for action in ACTIONS
    ]


def _gain(action: Action, contacts: pd.DataFrame, holds: FloatArray, seed: int) -> ActionGain:
    """Differences within campaigns, weighted as Mantel and Haenszel do (Greenland and Robins, 1985,
    Biometrics 41); the interval leaves out customers and is widened for the actions told.
    """
    known = ~np.isnan(holds)
    rows, held = contacts[known], holds[known] == 1
    users, people = pd.factorize(rows[Columns.User])
    campaigns, names = pd.factorize(rows["campaign_id"])
    both = np.bincount(campaigns[held], minlength=len(names)) > 0
    both &= np.bincount(campaigns[~held], minlength=len(names)) > 0
    inside = both[campaigns] if len(names) else np.zeros(0, dtype=bool)
    n, rest_n = int((inside & held).sum()), int((inside & ~held).sum())
    if min(n, rest_n) < FEWEST:
        return ActionGain(action, n, rest_n)
    answered = rows["answered"].to_numpy(dtype=float)

    def difference(weights: FloatArray) -> FloatArray:
        found = []
        for weight in weights:
            each = weight[users]
            sums = [
                np.bincount(campaigns[part], weights=(each * value)[part], minlength=len(names))
                for part in (inside & held, inside & ~held)
                for value in (np.ones(len(each)), answered)
            ]
            size = ratio(sums[0] * sums[2], sums[0] + sums[2], empty=0.0)
            apart = ratio(sums[3], sums[2], empty=0.0) - ratio(sums[1], sums[0], empty=0.0)
            found.append((size * apart).sum() / size.sum() if size.sum() else np.nan)
        return np.array(found)

    gain = float(difference(np.ones((1, len(people))))[0])
    without = left_out(difference, len(people), seed)
    low, high = interval_of_overall(without, gain, (-1, 1), 1 - ALPHA / len(ENDS))
    return ActionGain(action, n, rest_n, gain, low, high)
