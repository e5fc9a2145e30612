"""Team-draft interleaving: two lists become one, and every product belongs to one of them."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.statistics.intervals import intervals_of_differences, wilson
from recsys_core.schema.types import FloatArray, IntArray

EMPTY = -1


@dataclass(frozen=True)
class ClickModel:
    """A customer who reads from the top. Chances to click a product that is wanted and one that is
    not, and to stop after having clicked either (Hofmann, Whiteson and de Rijke, 2011).
    """

    click_wanted: float
    click_other: float
    stop_wanted: float
    stop_other: float


CLICK_MODELS = {
    "perfect": ClickModel(1.0, 0.0, 0.0, 0.0),
    "navigational": ClickModel(0.95, 0.05, 0.9, 0.2),
    "informational": ClickModel(0.9, 0.4, 0.5, 0.1),
}


@dataclass(frozen=True)
class Preference:
    """first, second, ties: sessions in which more of the first or the second list was clicked, or
    as much of both.  lead: (first - second) / sessions, with its 95 % interval.
    """

    first: int
    second: int
    ties: int
    lead: float
    low: float
    high: float

    @property
    def sessions(self) -> int:
        return self.first + self.second + self.ties


def team_draft(
    first: IntArray, second: IntArray, k: int, rng: np.random.Generator
) -> tuple[IntArray, IntArray]:
    """(k,) products and the list each is of, 0 or 1; EMPTY at the end where there are no more. The
    lists choose in turn their best product that is not chosen yet; a coin says who begins each
    pair of turns (Radlinski, Kurup and Joachims, 2008). first, second: codes, best first.
    """
    lists = [first[first != EMPTY], second[second != EMPTY]]
    items, teams = np.full(k, EMPTY), np.full(k, EMPTY)
    taken: set[int] = set()
    next_of, picks, filled = [0, 0], [0, 0], 0
    while filled < k:
        for team in (0, 1):
            own = lists[team]
            while next_of[team] < len(own) and int(own[next_of[team]]) in taken:
                next_of[team] += 1
        left = [team for team in (0, 1) if next_of[team] < len(lists[team])]
        if not left:
            break
        ahead = picks[0] - picks[1]
        turn = int(rng.integers(2)) if ahead == 0 else int(ahead > 0)
        turn = turn if turn in left else left[0]
        item = int(lists[turn][next_of[turn]])
        items[filled], teams[filled] = item, turn
        taken.add(item)
        picks[turn] += 1
        filled += 1
    return items, teams


def clicks(
    items: IntArray, wanted: set[int], model: ClickModel, rng: np.random.Generator
) -> FloatArray:
    """(k,) 1 where a simulated customer who wants `wanted` clicks."""
    found = np.zeros(len(items))
    for at, item in enumerate(items):
        if item == EMPTY:
            break
        good = int(item) in wanted
        if rng.random() < (model.click_wanted if good else model.click_other):
            found[at] = 1.0
            if rng.random() < (model.stop_wanted if good else model.stop_other):
                break
    return found


def compare(
    first: IntArray,
    second: IntArray,
    wanted: list[set[int]],
    model: ClickModel,
    k: int,
    seed: int,
) -> FloatArray:
    """(n, 2) clicks on each list's products, one session a customer. first, second: (n, width)
    lists, EMPTY where there are no more.  wanted: what each customer is after.
    """
    rng = np.random.default_rng([seed, 31])
    found = np.zeros((len(first), 2))
    for row, (one, other, want) in enumerate(zip(first, second, wanted, strict=True)):
        items, teams = team_draft(one, other, k, rng)
        clicked = clicks(items, want, model, rng)
        for team in (0, 1):
            found[row, team] = clicked[teams == team].sum()
    return found


def preference(clicked: FloatArray) -> Preference:
    """Which list won more sessions; clicked: (sessions, 2) clicks on the products of each (Chapelle
    et al., 2012). NaN ends for fewer than two sessions. Where all sessions say the same, their
    spread says nothing, and Wilson's interval of what none was bounds the lead.
    """
    sign = np.sign(clicked[:, 0] - clicked[:, 1])
    low, high = intervals_of_differences(sign[:, None])
    lead = float(sign.mean())
    if len(sign) > 1 and (sign == sign[0]).all():
        _, others = wilson(np.zeros(1), np.array([len(sign)]))
        reach = others * (2 if lead else 1)
        low, high = lead - reach, lead + reach
    wins, losses = int((sign > 0).sum()), int((sign < 0).sum())
    ends = max(float(low[0]), -1.0), min(float(high[0]), 1.0)
    return Preference(wins, losses, len(sign) - wins - losses, lead, *ends)
