"""What learners knew at the end, read back so that they go on from there."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.experiments.bandits.learners import LEARNERS, PLAIN_TEST, Learner, plain_test
from recsys_core.schema.errors import InputError
from recsys_core.services.experiments.bandits import messages as m
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

Makers = Mapping[str, Callable[..., Learner]]
MOST_BYTES = 100 * 2**20


@dataclass(frozen=True)
class LearnedState:
    """arms: of what.  context: columns of linear learners.  learners: what each knows, by name.
    text: the file, which tells it from another.  scales: mean and standard deviation of numbers.
    """

    arms: tuple[str, ...]
    context: tuple[str, ...]
    learners: dict[str, dict[str, Any]]
    text: str
    scales: dict[str, tuple[float, float]]

    def __hash__(self) -> int:
        return hash(self.text)


def read_state(path: Path, name: str | None = None) -> LearnedState:
    """A file of `write_state`; `InputError` for any other."""
    refused = InputError(say(m.NO_STATE, file=name or path.name))
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refused
        text = path.read_text("utf-8")
        found = json.loads(text)
        arms = tuple(str(one) for one in found["arms"])
        context = tuple(str(one) for one in found["context"])
        scales = {
            str(name): (float(mean), float(spread))
            for name, (mean, spread) in found["scales"].items()
        }
        learners = {str(name): dict(one) for name, one in found["learners"].items()}
        makers = {**LEARNERS, PLAIN_TEST: plain_test(0)}
        for name_of, one in learners.items():
            made = makers[name_of](1, len(arms), len(context) + 1, np.random.default_rng(0))
            fresh = made.state()
            arrays = {key: np.array(one[key], dtype=float) for key in fresh}
            for key, array in arrays.items():
                if array.shape != np.shape(fresh[key]) or not np.isfinite(array).all():
                    raise refused
            clicked = arrays.get("total", np.zeros(1))
            if not ((clicked >= 0) & (clicked <= arrays.get("shown", clicked))).all():
                raise refused
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise refused from None
    return LearnedState(arms, context, learners, text, scales)


def going_on(
    makers: Makers, start: LearnedState | None, arms: tuple[str, ...], context: tuple[str, ...]
) -> dict[str, Callable[..., Learner]]:
    """Makers whose learners know what they knew before. `InputError` where arms or columns are
    others; a learner that is not in the file begins anew.
    """
    if start is None:
        return dict(makers)
    if start.arms != arms:
        then, now = (and_list(list(one)) for one in (start.arms, arms))
        raise InputError(say(m.STATE_OF_OTHER_ARMS, then=then, now=now))
    if start.context != context:
        raise InputError(say(m.STATE_OF_OTHER_CONTEXT))

    def knowing(make: Callable[..., Learner], known: dict[str, Any]) -> Callable[..., Learner]:
        def made(*asked: Any) -> Learner:
            learner = make(*asked)
            learner.restore(known)
            return learner

        return made

    return {
        name: knowing(make, start.learners[name]) if name in start.learners else make
        for name, make in makers.items()
    }
