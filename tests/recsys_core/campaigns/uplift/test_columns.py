import numpy as np
import pandas as pd
import pytest

from recsys_core.campaigns.uplift.columns import learnable
from tests.recsys_core.campaigns.uplift.mailing import ARMS, mailing

FEATURES = ["recency", "history_segment", "history", "mens", "womens", "zip_code", "newbie"]


def numbers_floated(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(
        {name: float if frame[name].dtype.kind in "if" else object for name in frame}
    )


@pytest.fixture(scope="module")
def mail() -> pd.DataFrame:
    return mailing(12_000, seed=2)


@pytest.mark.parametrize("outcome", ["visit", "conversion", "spend"])
def test_other_outcomes_are_not_learned_from(mail: pd.DataFrame, outcome: str) -> None:
    arm = pd.Categorical(mail["segment"], ARMS).codes.astype(int)
    rest = numbers_floated(mail.drop(columns=["segment", outcome]))
    found = learnable(rest, arm, mail[outcome].to_numpy(float))
    others = {"visit", "conversion", "spend"} - {outcome}
    assert {one.column for one in found.left_out} == others
    assert set(found.names) == {*FEATURES, "channel"}
    assert found.features.shape == (12_000, len(found.names))
    # Five numbers, one text of seven and two of three.
    assert found.names.count("history_segment") == 7
    assert found.names.count("zip_code") == 3


def test_an_outcome_that_no_arm_moved_is_found_by_going_with_the_other() -> None:
    rng = np.random.default_rng(0)
    visit = rng.random(4_000) < 0.2
    frame = pd.DataFrame({"sale": (visit & (rng.random(4_000) < 0.4)).astype(float)})
    found = learnable(frame, rng.integers(2, size=4_000), visit.astype(float))
    assert [one.column for one in found.left_out] == ["sale"]
    assert "without exception" in found.left_out[0].reason


def test_numbers_of_customers_and_the_same_for_all_are_left_out() -> None:
    rng = np.random.default_rng(1)
    n = 3_000
    frame = pd.DataFrame(
        {
            "id": rng.permutation(n).astype(float),
            "email": [f"{at}@example.org" for at in range(n)],
            "town": [f"town {at % 400}" for at in range(n)],
            "country": ["FR"] * n,
            "amount": rng.gamma(1, 50, n),
            "age": np.where(rng.random(n) < 0.1, np.nan, rng.integers(18, 90, n)),
        }
    )
    found = learnable(frame, rng.integers(2, size=n), (rng.random(n) < 0.2) * 1.0)
    assert found.names == ("amount", "age")
    assert {one.column: one.reason[:20] for one in found.left_out} == {
        "id": "a number or name of "[:20],
        "email": "a number or name of "[:20],
        "town": "400 different texts",
        "country": "the same for everybo",
    }
    assert np.isnan(found.features[:, 1]).sum() > 200


def test_columns_from_before_are_hardly_ever_taken_for_outcomes() -> None:
    """100 lots of four columns that mean nothing."""
    left = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        n = 2_000
        frame = pd.DataFrame(
            {
                "a": rng.normal(size=n),
                "b": rng.integers(5, size=n).astype(float),
                "c": rng.choice(["x", "y", "z"], n).astype(object),
                "d": np.where(rng.random(n) < 0.01, 1.0, 0.0),
            }
        )
        outcome = (rng.random(n) < 0.1) * 1.0
        left += len(learnable(frame, rng.integers(3, size=n), outcome).left_out)
    assert left <= 1
