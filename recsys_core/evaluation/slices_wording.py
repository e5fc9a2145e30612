"""What figures by group allow to be said, in sentences."""

from collections.abc import Callable, Mapping, Sequence

from recsys_core.evaluation.fairness import Gap, GroupFigure
from recsys_core.evaluation.model_per_segment import ModelPerSegment
from recsys_core.evaluation.slices_tests import CellTest
from recsys_core.evaluation.verdict import POPULARITY, RANDOM
from recsys_core.wording.joining import and_list

BASE = "the bestsellers"
MOST_NAMED = 3


def finding(
    tests: Sequence[CellTest],
    lead: str | None,
    titles: Mapping[str, str],
    *,
    higher_is_better: bool,
    judged: bool,
    noun: str = "group",
    said: Callable[[str], str] = str,
) -> str:
    """What the model-by-group table shows about `lead`, the model with the best figure of all.

    judged: whether the metric says better or worse; otherwise only that figures differ.  noun:
    what the slices are, groups or bands.  said: how a slice is called in a sentence.
    """
    others = [t for t in tests if t.model not in (POPULARITY, RANDOM)]
    if lead is None or not others:
        return "There is nothing to compare: too few customers everywhere, or only one model"
    own = [t for t in others if t.model == lead]
    if not any(t.real for t in others):
        return f"In no {noun} does a model differ from {BASE} beyond chance"
    better = [t.slice for t in own if t.real and (t.difference > 0) == higher_is_better]
    worse = [t.slice for t in own if t.real and (t.difference > 0) != higher_is_better]
    level = [t.slice for t in own if not t.real]
    name = titles[lead]
    ahead, behind = ("beats", "trails") if judged else _neutral(higher_is_better)
    if not better and not worse:
        some = dict.fromkeys(titles[t.model] for t in others if t.real)
        return f"{name} cannot be told apart from {BASE} in any {noun}; {and_list(list(some))} can"
    parts = []
    if better:
        parts.append(f"{name} {ahead} {BASE} in {_of([said(name) for name in better], own, noun)}")
    if worse:
        start = f"{name} {behind} {BASE} in" if not better else f"it {behind} them in"
        parts.append(f"{start} {_of([said(name) for name in worse], own, noun)}")
    if level and len(level) <= MOST_NAMED:
        parts.append(f"too close to call for {and_list([brief(said(name)) for name in level])}")
    return "; ".join(parts)


def model_per_segment_sentence(found: ModelPerSegment | None, titles: Mapping[str, str]) -> str:
    """Whether choosing the model group by group is worth it."""
    if found is None:
        return "Too few customers to try out a model of its own for each group."
    single = titles[found.single]
    if found.same_everywhere:
        return (
            f"There is nothing to choose: {and_list(_titles(found.singles, titles))} came out best "
            f"in every group, so use it for everybody."
        )
    figure = f"{number(found.difference)} ({number(found.low)} to {number(found.high)})"
    if found.gains:
        return (
            f"Choosing the model per group gains {figure} {found.metric} over {single} for "
            "everybody, measured on customers who had no part in the choice; more than chance."
        )
    if found.loses:
        return (
            f"Choosing the model per group loses {figure} {found.metric} against one model: use "
            f"{single} for everybody."
        )
    return (
        f"Choosing the model per group gains nothing beyond chance: {figure} {found.metric}. Use "
        f"{single} for everybody."
    )


def fairness_sentence(
    found: Sequence[Gap],
    lead: str | None,
    titles: Mapping[str, str],
    metric: str,
    said: Callable[[str], str] = str,
) -> str:
    """Whether `lead` serves its groups alike; what the bestsellers do stands beside it."""
    own = next((gap for gap in found if gap.model == lead), None)
    if own is None or lead is None:
        return "Too few groups of a size to compare how they are served."
    best, worst = _who(own.best, said), _who(own.worst, said)
    if not own.real:
        return (
            f"No group is served better than another beyond chance by {titles[lead]}: the clearest "
            f"gap, {number(own.gap)} {metric} between {best} and {worst}, is within what chance "
            "does."
        )
    text = (
        f"{titles[lead]} serves {best} better than {worst}: a gap of {number(own.gap)} {metric} "
        f"({number(own.low)} to {number(own.high)}), more than chance."
    )
    base = next((gap for gap in found if gap.model == POPULARITY), None)
    if base is not None and lead != POPULARITY:
        value = {group.name: group.value for group in base.groups}
        same = number(abs(value[own.best.name] - value[own.worst.name]))
        text += f" Between the same two groups {BASE} differ by {same}."
    return text


def _who(group: GroupFigure, said: Callable[[str], str]) -> str:
    """`Champions (0.142, 412 customers)`."""
    return f"{said(group.name)} ({number(group.value)}, {group.n:,} customers)"


def number(value: float) -> str:
    """Three decimals, or as many as a smaller figure needs for two digits."""
    if value == 0 or abs(value) >= 0.01:
        text = f"{value:.3f}"
    elif abs(value) < 0.00005:
        text = "0.000"
    else:
        text = f"{value:.4f}"
    return text.replace("-", "−")


def _titles(models: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(titles[model] for model in models))


def _neutral(higher_is_better: bool) -> tuple[str, str]:
    return ("is above", "is below") if higher_is_better else ("is below", "is above")


def _of(some: Sequence[str], every: Sequence[CellTest], noun: str) -> str:
    if len(some) == len(every):
        return f"every {noun}" if len(every) > 1 else f"the {noun} {brief(some[0])}"
    return f"{len(some)} of {len(every)} {noun}s"


def brief(name: str) -> str:
    """A group's name without what explains it: `Fewest: 1 to 73 products` -> `Fewest`."""
    return name.split(": ", maxsplit=1)[0].split(" (", maxsplit=1)[0]
