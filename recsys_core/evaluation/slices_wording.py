"""What figures by group allow to be in_sentence, in sentences."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.fairness import Gap, GroupFigure
from recsys_core.evaluation.model_per_segment import ModelPerSegment
from recsys_core.evaluation.slices_tests import CellTest
from recsys_core.evaluation.verdict import POPULARITY
from recsys_core.schema.evaluation import REFERENCES
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

MOST_NAMED = 3
Noun = Literal["group", "band"]


def finding(
    tests: Sequence[CellTest],
    lead: str | None,
    titles: Mapping[str, str],
    *,
    higher_is_better: bool,
    judged: bool,
    noun: Noun = "group",
    in_sentence: Callable[[str], str] = str,
) -> str:
    """What the model-by-group table shows about `lead`, the model with the best figure of all.

    judged: whether the metric says better or worse; otherwise only that figures differ.  noun:
    what the slices are.  in_sentence: how a slice is called in a sentence.
    """
    others = [t for t in tests if t.model not in (POPULARITY, *REFERENCES)]
    if lead is None or not others:
        return say(m.NOTHING_TO_COMPARE)
    real = [titles[t.model] for t in others if t.real]
    if not real:
        least = number(min(t.missed for t in others))
        return say(m.NO_DIFFERENCE[noun], least=least, metric=others[0].metric)
    own = [t for t in others if t.model == lead]
    sure = [t for t in own if t.real]
    if not sure:
        able = and_list(dict.fromkeys(real))
        return say(m.NOWHERE[noun], model=titles[lead], others=able)
    parts: list[str] = []
    for better, verb in zip((True, False), _verbs(judged, higher_is_better), strict=True):
        names = [in_sentence(t.slice) for t in sure if _better(t, higher_is_better) == better]
        if names:
            message = m.AND_IT[verb] if parts else m.LEAD_IS[verb]
            where = _where(names, len(own), noun)
            parts.append(say(message, where=where, **({} if parts else {"model": titles[lead]})))
    level = [brief(in_sentence(t.slice)) for t in own if not t.real]
    if 0 < len(level) <= MOST_NAMED:
        parts.append(say(m.TOO_CLOSE, names=and_list(level)))
    return "; ".join(parts)


def _better(test: CellTest, higher_is_better: bool) -> bool:
    return (test.difference > 0) == higher_is_better


def _verbs(judged: bool, higher_is_better: bool) -> tuple[str, str]:
    """Which messages say that a model is on the better and on the worse side."""
    if judged:
        return "beats", "trails"
    return ("above", "below") if higher_is_better else ("below", "above")


def _where(names: Sequence[str], tested: int, noun: Noun) -> str:
    """`every group`, `the group Champions`, `2 of 5 groups`."""
    if len(names) < tested:
        return say(m.SOME[noun], n=len(names), all=tested)
    return say(m.EVERY[noun]) if tested > 1 else say(m.THE_ONE[noun], name=brief(names[0]))


def model_per_segment_sentence(found: ModelPerSegment | None, titles: Mapping[str, str]) -> str:
    """Whether choosing the model group by group is worth it."""
    if found is None:
        return say(m.TOO_FEW_TO_CHOOSE)
    if found.same_everywhere:
        models = and_list(dict.fromkeys(titles[model] for model in found.singles))
        return say(m.NOTHING_TO_CHOOSE, models=models)
    message = m.CHOICE_GAINS if found.gains else m.CHOICE_LOSES if found.loses else None
    return say(
        message or m.CHOICE_IS_CHANCE,
        n=found.n,
        least=number(found.missed),
        figure=say(m.INTERVAL, value=number(found.difference), **_ends(found)),
        metric=found.metric,
        single=titles[found.single],
    )


def fairness_sentence(
    found: Sequence[Gap],
    lead: str | None,
    titles: Mapping[str, str],
    metric: str,
    in_sentence: Callable[[str], str] = str,
) -> str:
    """Whether `lead` serves its groups alike; what the bestsellers do stands beside it."""
    own = next((gap for gap in found if gap.model == lead), None)
    if own is None or lead is None:
        return say(m.TOO_FEW_GROUPS)
    fields = {"model": titles[lead], "gap": number(own.gap), "metric": metric}
    fields |= {"best": _group(own.best, in_sentence), "worst": _group(own.worst, in_sentence)}
    if not own.real:
        return say(m.SERVED_ALIKE, **fields, **_ends(own))
    text = say(m.SERVED_UNEQUALLY, **fields, **_ends(own))
    base = next((gap for gap in found if gap.model == POPULARITY), None)
    if base is not None and lead != POPULARITY:
        value = {group.name: group.value for group in base.groups}
        gap = number(abs(value[own.best.name] - value[own.worst.name]))
        text += " " + say(m.BESTSELLERS_DIFFER, gap=gap)
    return text


def _group(group: GroupFigure, in_sentence: Callable[[str], str]) -> str:
    """`Champions (0.142, 412 customers)`."""
    return say(m.GROUP, name=in_sentence(group.name), value=number(group.value), n=group.n)


def _ends(found: Gap | ModelPerSegment) -> dict[str, str]:
    return {"low": number(found.low), "high": number(found.high)}


def brief(name: str) -> str:
    """A group's name without what explains it: `Fewest: 1 to 73 products` -> `Fewest`."""
    return name.split(": ", maxsplit=1)[0].split(" (", maxsplit=1)[0]
