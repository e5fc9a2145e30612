"""An experiment that was read out, in sentences."""

import math

import numpy as np

from recsys_core.experiments.readout.comparisons import ArmComparison, Plain
from recsys_core.experiments.readout.days import WEEK
from recsys_core.experiments.readout.segments import LEAST as LEAST_OF_GROUP
from recsys_core.experiments.sequential.always_valid import LEAST, LEAST_EITHER
from recsys_core.schema.evaluation import ALPHA
from recsys_core.services.experiments.readout import messages as m
from recsys_core.services.experiments.readout.study import ExperimentReadout
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike, given, number, share

WORTH_SAYING = 0.02
"""Of its width: by less than that an interval is not said to be narrower."""
LEAST_P = 0.001
RARE = 0.01
"""Chance below which days, or customers lost, are said to differ: every experiment is looked at."""


def headline(told: ExperimentReadout) -> str:
    """The first line: the verdict, or why there is none."""
    if told.headline is None:
        return _broken(told)
    return _verdict_sentence(told, told.headline)


def sentences(told: ExperimentReadout) -> list[str]:
    """Everything: the headline, the other verdicts, and what there is to know."""
    return [headline(told), *how_sure(told), *other_verdicts(told), *footnotes(told)]


def other_verdicts(told: ExperimentReadout) -> list[str]:
    """All but the headline, in the order of the comparisons; of each that comes too early, when."""
    said = []
    for at in (one for one in range(len(told.comparisons)) if one != told.headline):
        early = []
        if told.verdicts[at].word == "too early" and told.read.days is None:
            early = [_settled(told, at)]
        said.append(" ".join([_verdict_sentence(told, at), *early]))
    return said


def footnotes(told: ExperimentReadout) -> list[str]:
    """Amounts, what was known before, groups, days, and how the file was read."""
    if told.headline is None:
        return list(told.read.notes)
    return [
        *_about_amounts(told),
        *_about_before(told),
        *_about_groups(told),
        *_about_days(told),
        *_how_read(told),
    ]


def _verdict_sentence(told: ExperimentReadout, at: int) -> str:
    """One comparison, with its fixed interval of 95 %."""
    one, verdict = told.comparisons[at], told.verdicts[at]
    called = verdict.word in ("won", "lost")
    more = not called or one.difference > 0
    sign = 1 if more else -1
    low, high = sorted((sign * one.low, sign * one.high))
    difference, low_text, high_text = figures(one.kind, sign * one.difference, low, high)
    value, other = levels(one)
    in_points, plain = m.WORDS[verdict.word, more]
    if math.isnan(one.low) and not called:
        return say(m.NO_INTERVAL, arm=one.arm, outcome=one.outcome, difference=difference)
    smallest = ""
    if told.asked.smallest is not None:
        (smallest,) = figures(one.kind, told.asked.smallest)
    return say(
        in_points if one.kind == "rate" else plain,
        arm=one.arm,
        outcome=one.outcome,
        difference=difference,
        low=low_text,
        high=high_text,
        value=value,
        other=other,
        smallest=smallest,
    )


def how_sure(told: ExperimentReadout) -> list[str]:
    """Of the headline: which interval decides, and what would settle it."""
    if told.headline is None:
        return []
    read = told.read
    one, verdict = told.comparisons[told.headline], told.verdicts[told.headline]
    said = []
    _, low, high = figures(one.kind, one.difference, one.sequential_low, one.sequential_high)
    between = {"low": low, "high": high}
    planned = told.asked.planned is not None or told.read.days is not None
    if math.isnan(one.sequential_low):
        said.append(say(m.NO_LOOKS, least=LEAST, either=LEAST_EITHER))
    elif verdict.word in ("won", "lost") and planned and not verdict.by_plan:
        said.append(say(m.ANY_LOOKS_ENOUGH, **between))
    elif told.read.days is not None:
        days = told.read.days[1]
        said.append(say(m.DAYS_DECIDE if verdict.by_plan else m.ANY_LOOKS_UNTIL, n=days, **between))
    elif verdict.by_plan:
        said.append(say(m.PLAN_DECIDES, n=told.asked.planned, **between))
    else:
        said.append(say(m.ANY_LOOKS_BEFORE if planned else m.ANY_LOOKS_DECIDE, **between))
    if read.days is not None and not read.over:
        message = m.DAYS_LEFT if math.isnan(one.sequential_low) else m.LEFT_EARLY
        said.append(say(message, n=read.days[1] - read.days[0]))
    p = one.p_adjusted if verdict.by_plan else one.sequential_p_adjusted
    if planned and verdict.level <= p < told.asked.alpha:
        allowed = share(told.asked.alpha)
        said.append(say(m.HALF_EACH, p=number(p), level=number(verdict.level), alpha=allowed))
    if verdict.word == "cannot tell":
        ends = (one.low, one.high) if verdict.by_plan else (one.sequential_low, one.sequential_high)
        most = max(map(abs, ends))
        if not math.isnan(most):
            (text,) = figures(one.kind, most)
            said.append(
                say(m.RULED_OUT_POINTS if one.kind == "rate" else m.RULED_OUT_AMOUNT, most=text)
            )
    if verdict.word == "too early" and read.days is None:
        said.append(_settled(told, told.headline))
    said += _lost_unalike(told)
    if len(told.comparisons) > 1:
        said.append(say(m.HELD_TO_MORE, n=len(told.comparisons)))
    if told.asked.alpha != ALPHA:
        said.append(say(m.OTHER_ALPHA, alpha=share(told.asked.alpha)))
    return said


def days_to_go(told: ExperimentReadout, at: int) -> int | None:
    """More days that would settle a comparison at the pace of the file; None where unknown."""
    times = told.verdicts[at].times
    if math.isnan(times) or math.isnan(told.a_day):
        return None
    return max(1, math.ceil((times - 1) * len(told.data.arm) / told.a_day))


def customers_to_go(told: ExperimentReadout, at: int) -> int | None:
    """The same in customers of all arms together; None where no number in reach would do."""
    times = told.verdicts[at].times
    if math.isnan(times):
        return None
    return max(1, math.ceil((times - 1) * len(told.data.arm)))


def _how_read(told: ExperimentReadout) -> list[str]:
    """The lot, who counts, and what was left out."""
    lot = say(m.ARMS_AS_PLANNED, arms=_sizes(told), p=_chance(told.ratio_p))
    lost = [
        say(m.NOT_KNOWN_OF, outcome=one.outcome, n=int(one.missing.sum())) for one in told.missing
    ]
    return [lot, say(m.EVERYBODY_COUNTS), *lost, *told.read.notes]


def _lost_unalike(told: ExperimentReadout) -> list[str]:
    """Outcomes that are missing in one arm more than in another, beyond chance."""
    said = []
    for one in told.missing:
        if one.p >= RARE:
            continue
        shares = [
            say(m.MISSING_OF_ARM, share=share(float(lost / n)), arm=arm)
            for arm, lost, n in zip(told.data.arms, one.missing, one.of, strict=True)
        ]
        said.append(
            say(m.LOST_UNALIKE, outcome=one.outcome, shares=and_list(shares), p=_chance(one.p))
        )
    return said


def _about_amounts(told: ExperimentReadout) -> list[str]:
    """Of amounts: what is left of the difference with the largest cut."""
    said = []
    for one in told.comparisons:
        if one.winsorised is not None:
            difference, low, high = _plain(one.kind, one.winsorised)
            (cap,) = figures(one.kind, one.cap)
            fields = {"cap": cap, "difference": difference, "low": low, "high": high}
            said.append(say(m.CUT_AMOUNTS, outcome=one.outcome, arm=one.arm, **fields))
    return said


def _about_before(told: ExperimentReadout) -> list[str]:
    """What adjusting did, or why it is not to be gone by."""
    said, first = [], told.comparisons[0].outcome if told.comparisons else ""
    for one in told.adjusted:
        if one.outcome != first:
            continue
        names = {"outcome": one.outcome, "arm": one.arm}
        if "balance" in one.trouble:
            said.append(say(m.UNBALANCED, arm=one.arm, p=_chance(one.balance_p)))
        elif "sign" in one.trouble:
            said.append(say(m.SIGN_TURNED, **names))
        elif "leverage" not in one.trouble and one.narrower >= WORTH_SAYING:
            kind = next(each.kind for each in told.comparisons if each.outcome == first)
            difference, low, high = _plain(kind, one.cuped)
            fields = {"difference": difference, "low": low, "high": high}
            said.append(say(m.NARROWER, share=share(one.narrower), **names, **fields))
        elif "leverage" not in one.trouble:
            said.append(say(m.NOT_NARROWER, **names))
    if told.adjusted and "leverage" in told.adjusted[0].trouble:
        said.append(say(m.ONE_WEIGHS, share=share(told.adjusted[0].leverage)))
    return said


def _about_groups(told: ExperimentReadout) -> list[str]:
    """How many groups of customers stand out."""
    groups = {(one.split, one.group) for one in told.segments}
    out = len({(one.split, one.group) for one in told.segments if one.p_adjusted < ALPHA})
    said = []
    if groups:
        said = [
            say(m.GROUPS_STAND_OUT, n=out) if out else say(m.NO_GROUP_STANDS_OUT, n=len(groups))
        ]
    if small := sum(len(one.values) for one in told.data.splits) - len(groups):
        said.append(say(m.SMALL_GROUPS, n=small, least=LEAST_OF_GROUP))
    if any(not one.planned for one in told.segments):
        said.append(say(m.UNPLANNED_GROUPS))
    return said


def _about_days(told: ExperimentReadout) -> list[str]:
    """Whether it wears off, and whether weekdays differ."""
    if not told.days:
        return []
    said, kind = [], told.comparisons[0].kind
    for one in told.days:
        if one.change_p < RARE / len(told.days):
            (change,) = figures(kind, one.change)
            said.append(say(m.WEARS_OFF, arm=one.arm, p=_chance(one.change_p), change=change))
        if one.weekday_p < RARE / len(told.days):
            said.append(say(m.WEEKDAYS_DIFFER, arm=one.arm, p=_chance(one.weekday_p)))
    days = int(told.data.day.max()) + 1 if told.data.day is not None else 0
    if days % WEEK:
        said.append(say(m.NOT_WHOLE_WEEKS, days=days))
    return said


def figures(kind: str, *values: float) -> tuple[str, ...]:
    """A difference and its companions: points of a rate, money, or as they are; with the decimals
    of the least of these beside a difference of 0.
    """
    if kind == "rate":
        values = tuple(100 * one for one in values)
    least = min((abs(one) for one in values if one and math.isfinite(one)), default=0.0)
    _, *said = alike(values[0] or least, *values, unit="money" if kind == "money" else "number")
    return tuple(said)


def levels(one: ArmComparison) -> tuple[str, str]:
    """The arm's own figure and the control's."""
    unit = {"rate": "share", "money": "money"}.get(one.kind, "number")
    value, other = alike(one.value, one.control, unit=unit)  # type: ignore[arg-type]
    return value, other


def _plain(kind: str, one: Plain) -> tuple[str, ...]:
    return figures(kind, one.difference, one.low, one.high)


def _settled(told: ExperimentReadout, at: int) -> str:
    one, days = told.comparisons[at], days_to_go(told, at)
    planned, n = told.asked.planned, min(one.n, one.n_control)
    by_plan = planned is not None and told.verdicts[at].times >= planned / n
    if days is not None:
        return say(m.PLAN_IN_DAYS if by_plan else m.SETTLED_IN_DAYS, n=days)
    return say(m.PLAN_BY if by_plan else m.SETTLED_BY, n=customers_to_go(told, at) or 1)


def _broken(told: ExperimentReadout) -> str:
    data = told.data
    planned = and_list([share(float(one)) for one in np.asarray(data.shares)])
    message = m.BROKEN_LOT if told.read.rule == "kept" else m.BROKEN_ARMS
    return say(message, arms=_sizes(told), planned=planned)


def p_text(p: float) -> str:
    """A chance as it is written: three digits, or that it is under 0.001."""
    return say(m.RARER, p=given(LEAST_P)) if p < LEAST_P else number(p)


def _chance(p: float) -> str:
    return say(m.P_UNDER, p=given(LEAST_P)) if p < LEAST_P else say(m.P_IS, p=number(p))


def _sizes(told: ExperimentReadout) -> str:
    sizes = zip(told.data.arms, told.data.sizes, strict=True)
    return and_list([say(m.SIZE_OF_ARM, arm=arm, n=int(n)) for arm, n in sizes])
