"""The sentences of the Models page. No Streamlit in here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from pages.kit.formats import count, number, plural, seconds
from pages.kit.rounding import alike
from recsys_core.schema.errors import InputError
from recsys_core.schema.evaluation import ALPHA
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

FAMILY = {
    "baseline": "Yardstick: the same list for everybody",
    "rating": "Predicts ratings, not choices",
    "implicit": "Learns from who bought what",
    "content": "Reads the product texts",
    "deep": "Neural network",
    "hybrid": "Blend of several models",
}
STATES = {
    "done": "Finished",
    "failed": "Failed",
    "cancelled": "Cancelled",
    "killed": "Stopped",
}


class Group(NamedTuple):
    """Families that are offered together, and what they are for."""

    families: tuple[str, ...]
    title: str
    meant: str


GROUPS = (
    Group(("implicit",), "Learn from who bought what", "What sells with what: the place to begin."),
    Group(("deep",), "Neural networks", "For order, texts and attributes; they learn for minutes."),
    Group(
        ("content", "hybrid"),
        "Texts and blends",
        "For products that are new, and where no single model is good everywhere.",
    ),
    Group(("baseline",), "Simple rules", "The yardsticks every other model has to beat."),
    Group(
        ("rating",),
        "Predict ratings, not choices",
        "For the question how much somebody would like something; as lists they mostly trail the "
        "bestsellers.",
    ),
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


def answer(infos: Sequence[ModelInfo], found: Measurement | None, under_way: int) -> str:
    """The page's first line: the leader with figures, else what is trained, else what to do."""
    trained = [info for info in infos if info.trained]
    if found is not None:
        return _leader(found)
    if trained:
        names = and_list([short_title(info.name) for info in trained])
        verb = "is" if len(trained) == 1 else "are"
        return (
            f"{len(trained)} of {len(infos)} models trained: {names} {verb} ready to use, but not "
            "measured yet."
        )
    if under_way:
        return f"No model is ready yet; {plural(under_way, 'is', 'are')} being trained."
    ready = [info for info in infos if info.ready]
    if not ready:
        return f"None of the {len(infos)} models can learn from this data yet."
    first = next((i for i in ready if i.name == FIRST_CHOICE), ready[0])
    return (
        f"No model is trained yet: {len(ready)} of {len(infos)} can learn from this data. "
        f"Start with {short_title(first.name)}."
    )


def _leader(found: Measurement) -> str:
    """Who leads, by how much, and who cannot be told apart; the board's own words if nobody."""
    board = found.board
    times = board.times_popularity
    if board.leader is None or times is None:
        return board.sentence
    label = f"{DECIDING}@{board.protocol['k']}"
    best = board.value(board.leader, label)
    level = [
        short_title(test.b if test.a == board.leader else test.a)
        for test in board.tests
        if board.leader in (test.a, test.b) and test.p_adjusted >= ALPHA
    ]
    value, low, high = alike(best.value, best.low, best.high)
    sentence = (
        f"{short_title(board.leader)} leads: ranking quality ({label}) {value}, {low} to {high}, "
        f"{number(times)} times the bestsellers."
    )
    return f"{sentence} {and_list(level)} cannot be told apart from it." if level else sentence


def next_step(infos: Sequence[ModelInfo], found: Measurement | None, busy: bool) -> dict[str, str]:
    """The one model and button (`use` or `train`) that leads on: model -> button."""
    trained = [info.name for info in infos if info.trained]
    if trained:
        leader = found.board.leader if found else None
        return {leader: "use"} if leader in trained else {}
    ready = [info.name for info in infos if info.ready]
    if busy or not ready:
        return {}
    return {FIRST_CHOICE if FIRST_CHOICE in ready else ready[0]: "train"}


def state(info: ModelInfo, job_state: str | None, when: str, stale: Staleness | None) -> State:
    """How a model stands; `when` is the moment of its training in words."""
    if job_state == "running":
        return State("Being trained", "The bar shows how far it is.", "busy")
    if job_state == "queued":
        return State("Waiting its turn", "It starts when the one before has ended.", "busy")
    one = info.trained
    if one is None:
        if info.ready:
            return State("Not trained yet", "There is enough data for it.", "quiet")
        return State("Not enough data", info.reason, "warn")
    took = f"Trained {when}, in {seconds(one.seconds)}"
    if stale is None:
        return State(took, "", "good")
    if stale.current:
        return State(took, stale.sentence, "good")
    detail = f"Changed since its training. {stale.lists}" if stale.lists else stale.sentence
    return State(took, detail, "warn", stale.badges)


def bracket(info: ModelInfo) -> str:
    """What stands in brackets in a model's title: `Products that go together`."""
    said = info.card.title[len(without_brackets(info.card.title)) :].strip(" ()")
    return said[:1].upper() + said[1:]


def against_bestsellers(name: str, value: float, baseline: float | None) -> str:
    """`1.29 times the bestsellers`; nothing for the bestsellers themselves."""
    if name == BASELINE or not baseline:
        return "the yardstick" if name == BASELINE else ""
    return f"{number(value / baseline)} times the bestsellers"


def deciding_metric() -> str:
    """What the figure of each row is, with its long form."""
    metric = next(m for m in metric_info() if m.name == DECIDING)
    return (
        f"{metric.short}: {metric.name}, {metric.long_form}, from 0 to 1. {metric.meaning} "
        f"{metric.direction}."
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
            changed.append(f"{title}: {value(given_value)}")
    return "; ".join(changed) or "Usual settings"


def value(given: object) -> str:
    """A setting's value on screen."""
    if given is None:
        return "chosen automatically"
    if isinstance(given, bool):
        return "on" if given else "off"
    if isinstance(given, int):
        return count(given)
    return f"{given:g}" if isinstance(given, float) else str(given)
