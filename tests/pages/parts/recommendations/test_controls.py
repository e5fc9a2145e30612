"""Asking for bought products, or no longer, changes the model that answers."""

import pytest

from pages.kit.state import Keys
from pages.parts.recommendations import controls

BEST = {False: "ease", True: "next-basket"}


@pytest.mark.parametrize(
    ("bought", "before", "after"),
    [
        (True, ["popularity", "ease"], ["popularity", "next-basket"]),
        (False, ["popularity", "next-basket"], ["popularity", "ease"]),
        (True, ["ease", "next-basket"], ["next-basket"]),
        (True, ["als"], ["als"]),
    ],
)
def test_the_best_model_takes_the_place_of_the_earlier_one(
    monkeypatch: pytest.MonkeyPatch, bought: bool, before: list[str], after: list[str]
) -> None:
    state = {Keys.SEEN: bought, Keys.MODELS: before}
    monkeypatch.setattr(controls.st, "session_state", state)
    controls._choose_for_it(BEST)
    assert state[Keys.MODELS] == after
