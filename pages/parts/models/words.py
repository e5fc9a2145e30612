"""The sentences of the Models page. No Streamlit in here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from pages.parts.models import messages as m
from recsys_core.schema.errors import InputError
from recsys_core.services.evaluation.findings import lead_line, people, with_level
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.training.queue import ModelInfo, config_class
from recsys_core.services.training.staleness import Staleness
from recsys_core.services.workspace.names import (
    BASELINE,
    DECIDING,
    metric_info,
    short_title,
    without_brackets,
)
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike, count, number, seconds


class Group(NamedTuple):
    """Families that are offered together, and what they are for."""

    families: tuple[str, ...]
    title: str
    meant: str


GROUPS = (
    Group(("implicit",), m.OWN_TASTE, m.OWN_TASTE_FOR),
    Group(("deep",), m.NETWORKS, m.NETWORKS_FOR),
    Group(("content", "hybrid"), m.TEXTS_AND_BLENDS, m.TEXTS_AND_BLENDS_FOR),
    Group(("baseline",), m.SIMPLE_RULES, m.SIMPLE_RULES_FOR),
    Group(("rating",), m.RATINGS, m.RATINGS_FOR),
)
"""In the order in which they are offered."""
FIRST_CHOICE = "auto"

Mood = Literal["good", "quiet", "warn", "busy"]


@dataclass(frozen=True)
class State:
    """How a model stands: two lines, whether they are good news, and what is new in badges."""

    headline: str
    detail: str
    mood: Mood
    badges: tuple[str, ...] = ()


def answer(
    infos: Sequence[ModelInfo], found: Measurement | None, under_way: int, in_use: str = ""
) -> str:
    """The page's first line: the leader with figures, else what is trained, else what to do."""
    trained = [info for info in infos if info.trained]
    if found is not None:
        return _leader(found, in_use)
    if trained:
        names = and_list([short_title(info.name) for info in trained])
        sentence = m.ONE_TRAINED if len(trained) == 1 else m.TRAINED
        return say(sentence, trained=len(trained), all=len(infos), names=names)
    if under_way:
        return say(m.UNDER_WAY, n=under_way)
    ready = [info for info in infos if info.ready]
    if not ready:
        return say(m.NONE_CAN_LEARN, n=len(infos))
    first = next((i for i in ready if i.name == FIRST_CHOICE), ready[0])
    model = short_title(first.name)
    return say(m.NONE_TRAINED, ready=len(ready), all=len(infos), model=model)


def _leader(found: Measurement, in_use: str) -> str:
    """Who is in use and who leads, in customers; the board's own words if nobody does."""
    board, leads = found.board, lead_line(found.board)
    if board.leader is None or leads == board.sentence:
        return leads
    model = short_title(in_use)
    if in_use == board.leader:
        leads = say(m.IN_USE_LEADS, model=model, people=people(board, board.leader))
    elif in_use:
        leads = say(m.IN_USE_NOT_LEADING, model=model, leads=leads)
    return with_level(board, leads)


def figures_behind(found: Measurement | None) -> str:
    """The second line: the leader's ranking quality with its interval, and what that is."""
    board = found.board if found else None
    if board is None or board.leader is None or board.times_popularity is None:
        return ""
    label = f"{DECIDING}@{board.protocol['k']}"
    best = board.value(board.leader, label)
    value, low, high = alike(best.value, best.low, best.high)
    return say(
        m.FIGURES_BEHIND,
        model=short_title(board.leader),
        label=label,
        value=value,
        low=low,
        high=high,
        times=number(board.times_popularity),
        measured=_measured_with(board.protocol),
        about=deciding_metric(),
    )


def _measured_with(protocol: Mapping[str, Any]) -> str:
    """With how many customers and on what a measurement was made; empty for one of an earlier
    version, which did not keep it.
    """
    splits: list[dict[str, Any]] = protocol.get("splits", [])
    how = splits[0].get("how") if splits else None
    return say(m.MEASURED_WITH, n=protocol["customers"], how=how) if how else ""


def next_step(infos: Sequence[ModelInfo], in_use: Sequence[str], busy: bool) -> dict[str, str]:
    """The one model and button (`lists` or `train`) that leads on: model -> button."""
    trained = [info.name for info in infos if info.trained]
    if trained:
        return {in_use[0]: "lists"}
    ready = [info.name for info in infos if info.ready]
    if busy or not ready:
        return {}
    return {FIRST_CHOICE if FIRST_CHOICE in ready else ready[0]: "train"}


def state(info: ModelInfo, job_state: str | None, when: str, stale: Staleness | None) -> State:
    """How a model stands; `when` is the moment of its training in words."""
    if job_state == "running":
        return State(say(m.BEING_TRAINED), say(m.BAR_SHOWS), "busy")
    if job_state == "queued":
        return State(say(m.WAITING), say(m.WAITING_FOR), "busy")
    one = info.trained
    if one is None:
        if info.ready:
            return State(say(m.NOT_TRAINED), say(m.ENOUGH_DATA), "quiet")
        return State(say(m.TOO_LITTLE_DATA), info.reason, "warn")
    took = say(m.TRAINED_IN, when=when, time=seconds(one.seconds))
    if stale is None:
        return State(took, "", "good")
    if stale.current:
        return State(took, stale.sentence, "good")
    detail = say(m.CHANGED_SINCE, lists=stale.lists) if stale.lists else stale.sentence
    return State(took, detail, "warn", stale.badges)


def bracket(info: ModelInfo) -> str:
    """What stands in brackets in a model's title: `Products that go together`."""
    text = info.card.title[len(without_brackets(info.card.title)) :].strip(" ()")
    return text[:1].upper() + text[1:]


def against_bestsellers(name: str, value: float, baseline: float | None) -> str:
    """`1.29 times the bestsellers`; nothing for the bestsellers themselves."""
    if name == BASELINE or not baseline:
        return say(m.YARDSTICK) if name == BASELINE else ""
    return say(m.TIMES_BESTSELLERS, times=number(value / baseline))


def deciding_metric() -> str:
    """What the figure of each row is, with its long form."""
    metric = next(one for one in metric_info() if one.name == DECIDING)
    return say(
        m.DECIDING,
        short=metric.short,
        name=metric.name,
        long_form=metric.long_form,
        meaning=metric.meaning,
        direction=metric.direction,
    )


def settings(model: str, given: Mapping[str, Any]) -> str:
    """The settings that differ from the usual ones, with their titles; empty for an unknown
    model.
    """
    try:
        kind = config_class(model)
    except InputError:
        return ""
    usual = kind().model_dump(mode="json")
    changed = []
    for name, given_value in given.items():
        if name in usual and given_value != usual[name]:
            title = kind.model_fields[name].title or name
            changed.append(say(m.SETTING, title=say(title), value=value(given_value)))
    return "; ".join(changed) or say(m.USUAL_SETTINGS)


def value(given: object) -> str:
    """A setting's value on screen."""
    if given is None:
        return say(m.CHOSEN_AUTOMATICALLY)
    if isinstance(given, bool):
        return say(m.ON if given else m.OFF)
    if isinstance(given, int):
        return count(given)
    return f"{given:g}" if isinstance(given, float) else str(given)
