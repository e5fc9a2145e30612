"""What else may be tried with customers who give no answer, and what the past tells of it."""

import math
from dataclasses import dataclass

from recsys_core.campaigns.silent.evidence import FEWEST
from recsys_core.campaigns.silent.gains import ENDS, ActionGain
from recsys_core.services.campaigns.silent import messages as m
from recsys_core.services.campaigns.silent.silence import Silence
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number

MESSAGES = 100
"""Gains are told for so many."""


@dataclass(frozen=True)
class NextAction:
    """One action in words, with so many more answers of 100 messages; NaN where not known."""

    action: str
    name: str
    gain: float
    low: float
    high: float
    basis: str


def next_actions(found: Silence) -> list[NextAction]:
    """Every action, those that are known first, the largest gain on top."""
    rows = []
    for one in found.gains:
        gain, low, high = (
            MESSAGES * value if one.known else math.nan for value in (one.gain, one.low, one.high)
        )
        name, basis = action_name(one.action), _basis(found, one)
        rows.append(NextAction(one.action, name, gain, low, high, basis))
    return sorted(rows, key=lambda one: (math.isnan(one.gain), -one.gain))


def action_name(action: str) -> str:
    """How an action is called on screen."""
    return say(m.ACTIONS[action])


def action_sentence(found: Silence) -> str:
    """The next best action; empty where the past tells of none."""
    known = [one for one in next_actions(found) if not math.isnan(one.gain)]
    shown = [one for one in known if one.low > 0]
    if shown:
        best = shown[0]
        figures = {name: number(getattr(best, name)) for name in ("gain", "low", "high")}
        return say(m.BEST_ACTION, action=best.name, **figures)
    return say(m.NO_ACTION, names=and_list(one.name for one in known)) if known else ""


def gain_of(found: Silence, reason: str, customers: int) -> tuple[float, float, float]:
    """So many more answers if the next campaign reaches these customers without the reason, with
    its interval; NaN where that is not known.
    """
    for action, ended in ENDS.items():
        one = found.gain(action)
        if ended == reason and one.known:
            return customers * one.gain, customers * one.low, customers * one.high
    return math.nan, math.nan, math.nan


def gain_cell(gain: float, low: float, high: float) -> str:
    """A gain with its interval, or that it is not known."""
    if math.isnan(gain):
        return say(m.GAIN_UNKNOWN)
    return say(m.GAIN_CELL, gain=number(gain), low=number(low), high=number(high))


def _basis(found: Silence, one: ActionGain) -> str:
    if one.action in ENDS and not one.known:
        return say(m.ACTION_FEW, n=one.n, rest=one.rest_n, least=FEWEST)
    fields = {"other_category": {}, "pause": {"usual": count(found.usual)}}.get(one.action)
    if fields is None:
        return say(m.ACTION_BASIS[one.action])
    return say(m.ACTION_BASIS[one.action], n=one.n, rest=one.rest_n, **fields)
