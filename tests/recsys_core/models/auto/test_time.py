"""`auto` ends within its minutes and a tenth, on a clock that only its own work moves."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from recsys_core.models.auto import again, blending, confirming, ledger, parts, plan, search
from recsys_core.models.next_basket import NextBasket
from recsys_core.models.registry import create
from recsys_core.models.user_knn import UserKnn
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from tests.recsys_core.models.auto.test_again import shop

BUDGET = 60.0


class Machine:
    """A made-up machine: seconds by what is done, `later` times as many once half is used up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, later: float) -> None:
        self.now, self.later = 0.0, later
        self._patch = monkeypatch.setattr
        for module in (ledger, search, blending, again):
            self._patch(module, "time", SimpleNamespace(monotonic=lambda: self.now))

    def spend(self, seconds: float) -> None:
        self.now += seconds * (self.later if self.now > BUDGET / 2 else 1.0)

    def takes(self, seconds: float, owner: Any, name: str) -> None:
        self._patch(owner, name, self.slow(seconds, getattr(owner, name)))

    def slow(self, seconds: float, work: Callable[..., Any]) -> Callable[..., Any]:
        def slowly(*given: Any, **named: Any) -> Any:
            self.spend(seconds)
            return work(*given, **named)

        return slowly

    def used(self, data: Dataset, **settings: Any) -> float:
        """Share of the budget a training takes."""
        model = create("auto", {"minutes": BUDGET / 60, **settings})
        model.fit(data, silent)
        assert model.remark()
        return self.now / BUDGET


@pytest.mark.parametrize(
    ("build", "score", "judge", "rival", "later"),
    [
        pytest.param(4, 0, 0, 0, 1, id="building"),
        pytest.param(0, 1, 0, 0, 1, id="scoring"),
        pytest.param(0, 0, 1, 0, 1, id="judging, mixing and confirming included"),
        pytest.param(0, 0, 0, 30, 1, id="comparing with other models"),
        pytest.param(2, 0.2, 0.2, 5, 3, id="other work comes in half way"),
        pytest.param(12, 0.5, 0.2, 5, 2, id="a build takes a fifth of the minutes"),
        pytest.param(25, 0.1, 0.1, 5, 2, id="nothing but plain EASE has the time"),
    ],
)
def test_it_ends_within_its_minutes_and_a_tenth_whatever_is_slow(
    walks: Dataset,
    monkeypatch: pytest.MonkeyPatch,
    build: float,
    score: float,
    judge: float,
    rival: float,
    later: float,
) -> None:
    machine = Machine(monkeypatch, later)
    for module in (search, confirming):
        machine.takes(judge, module, "ndcg")
    for module in (search, plan):
        machine.takes(score, module, "spread")
    machine.takes(rival, UserKnn, "fit")
    for name, part in parts.PARTS.items():
        seconds = build if part.solves else build / 5
        slow = replace(part, build=machine.slow(seconds, part.build))
        monkeypatch.setitem(parts.PARTS, name, slow)
    assert machine.used(walks) <= 1.1


def test_time_that_is_there_is_used(walks: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, later=1)
    for name, part in parts.PARTS.items():
        monkeypatch.setitem(parts.PARTS, name, replace(part, build=machine.slow(3, part.build)))
    assert machine.used(walks) > 0.6


@pytest.mark.parametrize("step", [0.1, 1.0, 5.0])
def test_a_model_that_would_not_be_ready_in_time_is_given_up(
    monkeypatch: pytest.MonkeyPatch, step: float
) -> None:
    machine, fit = Machine(monkeypatch, later=1), NextBasket.fit

    def slow(self: NextBasket, data: Dataset, report: Any) -> None:
        def pulse(fraction: float, message: str = "") -> None:
            machine.spend(step)
            report(fraction, message)

        fit(self, data, pulse)

    monkeypatch.setattr(NextBasket, "fit", slow)
    assert machine.used(shop(loyal=True), may_come_back=True) <= 1.1
