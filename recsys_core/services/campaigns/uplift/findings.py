"""What a study comes to: whether sending to all brings something, and whether to whom matters."""

from typing import Literal

import numpy as np

from recsys_core.campaigns.uplift.curves import CurveBand
from recsys_core.campaigns.uplift.study import TOGETHER, ArmTargeting
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.past.looking_back import past_campaigns
from recsys_core.services.campaigns.uplift import messages as m
from recsys_core.services.campaigns.uplift.of_campaign import campaigns_with_control
from recsys_core.services.campaigns.uplift.study import ToldUplift, arm_sentence, moved
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share

ToAll = Literal["brings", "takes", "open"]


def sent_to_all(told: ToldUplift, arm: str) -> ToAll:
    """Whether the interval of an arm's difference lies above 0, below it or on both sides."""
    found = next(one for one in told.study.comparisons if one.arm == arm)
    return "brings" if found.low > 0 else "takes" if found.high < 0 else "open"


def curve_finding(told: ToldUplift, arm: str) -> str:
    """What the Qini curve of an arm shows, in one line without a full stop."""
    one, all_of_it = told.targeting(arm), sent_to_all(told, arm)
    whole = next(each for each in told.study.comparisons if each.arm == arm).difference
    if one.policy is None:
        if all_of_it == "open":
            return say(m.NOTHING_ANYWHERE)
        if all_of_it == "takes":
            return say(m.HARM_TO_ALL, loss=_figure(told, -whole))
        return say(m.ALL_ALIKE, gain=_figure(told, whole))
    curve, sent = one.learners[TOGETHER].curve, one.policy.share
    gained, end = float(np.interp(sent, curve.share, curve.value)), float(curve.value[-1])
    first, gain = share(sent), _figure(told, gained)
    if all_of_it == "takes":
        return say(m.FIRST_ONES_LESS_HARM, loss=_figure(told, -whole), share=first, gain=gain)
    if all_of_it == "open" or end <= 0:
        return say(m.FIRST_ONES_ALONE, share=first, gain=gain)
    message = m.PART_OF_ALL if gained <= end else m.MORE_THAN_ALL
    return say(message, share=first, part=share(gained / end))


def uplift_finding(told: ToldUplift, arm: str) -> str:
    """What its uplift curve shows."""
    one = told.targeting(arm)
    curve: CurveBand = one.learners[TOGETHER].uplift
    whole = _figure(told, float(curve.value[-1]))
    if one.policy is None:
        return say(m.AMONG_ALL, all=whole)
    sent = one.policy.share
    among = float(np.interp(sent, curve.share, curve.value)) / sent
    return say(m.AMONG_FIRST, share=share(sent), gain=_figure(told, among), all=whole)


def formulas(told: ToldUplift, arm: str) -> list[str]:
    """How the figures of an arm are worked out, and what they are held against."""
    best = told.targeting(arm).learners[TOGETHER]
    names = ("perfect", "random_low", "random_high")
    held = {name: number(getattr(best, name)) for name in names}
    return [say(m.QINI_FORMULA), say(m.UPLIFT_FORMULA), say(m.REFERENCES, **held)]


def uplift_line(told: ToldUplift) -> str:
    """The first line of a page: of the arm whose choice of customers gains most, else of the arm
    that does most.
    """
    study = told.study
    if study.refused:
        return study.refused
    chosen = [one for one in study.targeting if one.policy is not None]
    if chosen:
        return _moved_line(told, max(chosen, key=lambda one: one.policy.ahead if one.policy else 0))
    most = max(study.comparisons, key=lambda each: each.difference)
    if not told.targeting(most.arm).learners:
        return arm_sentence(told, most.arm)
    lines = {"brings": m.LINE_ALL_OR_NONE, "takes": m.LINE_HARM, "open": m.LINE_NOTHING}
    gain, low, high = _with_ends(told, (most.difference, most.low, most.high))
    return say(lines[sent_to_all(told, most.arm)], arm=most.arm, gain=gain, low=low, high=high)


@needs(Role.VIEWER)
def control_line(ws: Workspace) -> str:
    """The first line before anything was studied; "" without campaigns."""
    try:
        every, controlled = len(past_campaigns(ws).rows), len(campaigns_with_control(ws))
    except NotReadyError:
        return ""
    if controlled:
        return say(m.CAMPAIGNS_CONTROLLED, n=controlled, all=every)
    return say(m.NO_CAMPAIGN_CONTROLLED, n=every)


def _moved_line(told: ToldUplift, one: ArmTargeting) -> str:
    tried = one.policy
    if tried is None:
        return one.refused
    chosen, low, high = _with_ends(told, tried.chosen)
    others, others_low, others_high = _with_ends(told, tried.others)
    return say(
        m.LINE_MOVED,
        arm=one.arm,
        share=share(tried.share),
        chosen=chosen,
        low=low,
        high=high,
        others=others,
        others_low=others_low,
        others_high=others_high,
    )


def _with_ends(told: ToldUplift, figures: tuple[float, float, float]) -> tuple[str, str, str]:
    """A difference with its unit, and its ends without."""
    middle, low, high = moved(told, figures)
    return (say(m.FIGURE_IN_POINTS, figure=middle) if told.study.is_rate else middle), low, high


def _figure(told: ToldUplift, figure: float) -> str:
    return _with_ends(told, (figure, figure, figure))[0]
