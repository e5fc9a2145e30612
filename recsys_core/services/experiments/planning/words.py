"""A plan in sentences."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from recsys_core.experiments.planning.simulation import SimulatedPower
from recsys_core.experiments.sequential.always_valid import OF_THE_LOOK
from recsys_core.services.experiments.planning import messages as m
from recsys_core.services.experiments.planning.days import Outcome
from recsys_core.services.experiments.planning.past import PastOutcomes
from recsys_core.services.experiments.planning.plan import ExperimentPlan
from recsys_core.services.experiments.planning.request import alpha_of_each_look
from recsys_core.services.experiments.planning.traffic import WEEK
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit, alike, count, measured, number, share

UNITS: dict[Outcome, Unit] = {
    "rate": "share",
    "money": "money",
    "count": "number",
    "ratio": "money",
}
TRIALS = tuple[SimulatedPower, SimulatedPower]


def plan_answer(plan: ExperimentPlan) -> str:
    """The first line: what it takes, and how long that is."""
    asked = plan.request
    rate = asked.outcome == "rate"
    base, target = _pair(plan, plan.target)
    needed = customers(plan, plan.per_arm)
    fields: dict[str, Any] = {"base": base, "target": target, "needed": needed}
    if not rate:
        fields["what"] = say(m.OUTCOME_NOUNS[asked.outcome])
    if plan.days is None:
        never = m.RATE_NEVER if rate else m.MEAN_NEVER
        return say(never, most=customers(plan, plan.reachable or 0, m.AN_ARM), **fields)
    if asked.at_once:
        return say(m.RATE_ALL if rate else m.MEAN_ALL, **fields)
    return say(m.RATE_WEEKS if rate else m.MEAN_WEEKS, n=plan.days // WEEK, **fields)


def plan_sentences(plan: ExperimentPlan) -> list[str]:
    """What the first line rests on, and what else would do."""
    asked, said = plan.request, []
    if plan.days is None:
        said += [_smallest(plan), *way_out(plan)]
    elif asked.at_once:
        said.append(say(m.ALL_ALIKE, n=asked.window))
    elif plan.total_days is not None:
        said.append(say(m.FOLLOW, n=asked.window, days=plan.total_days))
    half, whole = share(OF_THE_LOOK * asked.alpha), share(asked.alpha)
    more = {"half": half, "alpha": whole, "needed": customers(plan, plan.per_arm)}
    textbook = count(plan.textbook) if asked.shares is None else customers(plan, plan.textbook)
    said.append(say(m.HALF_FOR_LOOK, textbook=textbook, **more))
    said.append(_basis(plan))
    if plan.past is not None and asked.entry == "come":
        reach = plan.past.reach
        weekly = count(round(plan.past.weekly))
        said.append(say(m.TRAFFIC, weekly=weekly, reach=int(reach[-1]), days=len(reach)))
    if asked.outcome == "rate":
        which = say(m.FORMULA_NAMES[asked.formula])
        worded = m.BY_FORMULA if asked.shares is None else m.BY_FORMULA_SMALLEST
        said.append(say(worded, which=which, alpha=whole, half=half, **plan.by_formula))
        said += _tried(plan)
    else:
        said.append(say(m.BY_STUDENT, deviation=measured(plan.deviation, UNITS[asked.outcome])))
    if asked.arms > 2:
        each = share(alpha_of_each_look(asked))
        said.append(say(m.OF_ARMS, n=asked.arms - 1, alpha=each))
    if plan.cuped is not None:
        rho = plan.cuped.rho
        needed = customers(plan, plan.cuped.per_arm)
        fields = {"rho": number(rho), "left": share(1 - rho**2), "needed": needed}
        said.append(say(m.CUPED_GAIN, n=asked.window, **fields))
    elif plan.past is not None:
        said.append(say(m.CUPED_NONE))
    return said


def way_out(plan: ExperimentPlan) -> list[str]:
    """Where traffic never suffices, whether it does with CUPED."""
    gain = plan.cuped
    if plan.days is not None or gain is None or gain.days is None:
        return []
    needed = customers(plan, gain.per_arm, m.AN_ARM)
    if plan.request.at_once:
        return [say(m.CUPED_ENOUGH, needed=needed)]
    return [say(m.CUPED_WEEKS, needed=needed, n=gain.days // WEEK)]


def customers(plan: ExperimentPlan, per_arm: float, each: str = m.EACH_ARM) -> str:
    """How many that is, as part of a sentence: of every arm where shares differ."""
    asked = plan.request
    sizes = asked.sizes(per_arm)
    if asked.shares is None:
        return say(each, n=sizes[0])
    return say(m.BY_ARM, total=sum(sizes), sizes=and_list([count(one) for one in sizes]))


def trial_sentences(plan: ExperimentPlan, trials: TRIALS | None) -> list[str]:
    """What trials found; nothing where there were none."""
    if trials is None:
        return []
    first, last = trials
    said = [say(m.SIMULATED, runs=first.runs, **_ends(plan, first))]
    if last.per_arm != first.per_arm:
        said.append(say(m.SIMULATED_NEED, **_ends(plan, last)))
    return said


def plan_json(plan: ExperimentPlan, trials: TRIALS | None) -> dict[str, Any]:
    """The keys of `experiment plan`."""
    names = ("at_plan", "needed")
    found = (
        None if trials is None else dict(zip(names, (one._asdict() for one in trials), strict=True))
    )
    sentences = [*plan_sentences(plan), *trial_sentences(plan, trials)]
    return plan.to_json() | {
        "simulation": found, "sentence": plan_answer(plan), "sentences": sentences,
    }  # fmt: skip


def _tried(plan: ExperimentPlan) -> list[str]:
    if plan.tried is None:
        return []
    first, last = plan.tried
    if plan.per_arm == first.per_arm:
        return [say(m.RATE_TRIED, runs=first.runs, **_ends(plan, first))]
    more = {"more": customers(plan, last.per_arm, m.AN_ARM), "found": share(last.power)}
    return [say(m.RATE_RAISED, runs=first.runs, **_ends(plan, first), **more)]


def _ends(plan: ExperimentPlan, one: SimulatedPower) -> dict[str, Any]:
    power, low, high = alike(one.power, one.low, one.high, unit="share")
    needed = customers(plan, one.per_arm)
    return {"needed": needed, "power": power, "low": low, "high": high}


def _pair(plan: ExperimentPlan, target: float) -> Sequence[str]:
    """The baseline and another figure, as many decimals as tell one from the other."""
    unit = UNITS[plan.request.outcome]
    if unit == "share":
        return share(plan.baseline), share(target)
    return alike(plan.baseline, target, unit=unit)


def _smallest(plan: ExperimentPlan) -> str:
    if np.isnan(plan.detectable):
        return say(m.SMALLEST_NONE)
    base, target = _pair(plan, plan.baseline * (1 + plan.detectable))
    words = m.SMALLEST_TOLD[plan.request.outcome == "rate", plan.request.effect < 0]
    return say(words, base=base, target=target)


def _basis(plan: ExperimentPlan) -> str:
    past, asked = plan.past, plan.request
    if past is None:
        return say(m.BASE_SAID)
    rate = asked.outcome == "rate"
    kind = m.KINDS_DONE[past.kind] if rate else m.KINDS_OTHER[asked.outcome]
    return say(
        _counted(past),
        of=len(past.customers),
        first=written_day(past.first),
        last=written_day(past.last),
        kind=say(kind),
        n=asked.window,
        base=measured(plan.baseline, UNITS[asked.outcome]),
    )


def _counted(past: PastOutcomes) -> Any:
    if past.entry == "all":
        return m.BASE_ALL
    return m.BASE_SAME_DAY if past.same_day else m.BASE_CAME
