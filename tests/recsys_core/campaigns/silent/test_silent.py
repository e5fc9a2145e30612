"""What goes along with no answer: planted, and solved by hand."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.campaigns.silent.evidence import (
    LONGEST,
    by_unanswered,
    holding,
    signs,
    silent_by_lot,
    usual_number,
)
from recsys_core.campaigns.silent.gains import gains
from recsys_core.campaigns.silent.send_times import FEWEST, tried
from recsys_core.campaigns.silent.steps import first_reason, next_steps


def contacts(rows: list[dict[str, object]]) -> pd.DataFrame:
    usual = {
        "campaign_id": "k",
        "answered": False,
        "recent": 1,
        "before": 0,
        "answered_before": 0,
        "bought": True,
        "fits": True,
        "priced": 10,
        "below": 0,
    }
    frame = pd.DataFrame([usual | row for row in rows])
    return frame.assign(user_id=frame.get("user_id", pd.Series(map(str, frame.index))))


def test_conditions_hold_or_are_not_known():
    frame = contacts(
        [
            {},
            {"bought": False, "fits": False},
            {"fits": False, "before": 5, "recent": 4, "below": 5, "priced": 10},
            {"bought": None, "priced": None, "fits": None, "before": np.nan, "recent": np.nan},
        ]
    )
    found = holding(frame, np.array([0.5, np.nan, 1.5, 1.0]), 3.0)
    expected = {
        "no_purchase": [0, 1, 0, np.nan],
        "overdue": [0, np.nan, 1, 0],
        "other_category": [0, np.nan, 1, np.nan],
        "price": [0, 0, 1, np.nan],
        "again": [0, 0, 1, np.nan],
        "many": [0, 0, 1, np.nan],
    }
    pd.testing.assert_frame_equal(found, pd.DataFrame(expected, dtype=float), check_dtype=False)
    assert holding(frame, np.full(4, np.nan), float("nan"))["many"].isna().all()


def test_what_is_planted_tells_and_what_is_not_does_not(rng):
    n = 3_000
    overdue, many = rng.random(n) < 0.3, rng.random(n) < 0.3
    answered = rng.random(n) < np.where(overdue, 0.05, 0.15)
    frame = contacts([{} for _ in range(n)]).assign(
        answered=answered, recent=np.where(many, 5, 1), user_id=[f"c{at // 3}" for at in range(n)]
    )
    found = {one.condition: one for one in signs(frame, holding(frame, 2.0 * overdue, 3.0))}
    assert found["overdue"].tells
    assert found["overdue"].rate == pytest.approx(answered[overdue].mean())
    assert found["overdue"].rest_rate == pytest.approx(answered[~overdue].mean())
    assert found["overdue"].rate_low < 0.05 < found["overdue"].rate_high
    assert not found["many"].tells
    assert not found["again"].enough
    assert np.isnan(found["again"].rate)
    assert found["unknown"].n == (~overdue).sum()


def test_a_gain_is_told_within_campaigns_only(rng):
    """Fitting contacts come from a campaign that is answered more often anyway: between campaigns
    they would seem to gain ten of a hundred, within them they gain none, or the planted eight.
    """
    n = 6_000
    better = rng.random(n) < 0.5
    fits = rng.random(n) < np.where(better, 0.8, 0.2)
    rows = contacts([{} for _ in range(n)]).assign(
        campaign_id=np.where(better, "a", "b"), fits=fits, user_id=[str(at // 3) for at in range(n)]
    )
    for planted in (0.0, 0.08):
        chance = np.where(better, 0.25, 0.08) + planted * fits
        frame = rows.assign(answered=rng.random(n) < chance)
        found = {one.action: one for one in gains(frame, holding(frame, np.zeros(n), 3.0))}
        one = found["other_category"]
        assert one.known
        assert one.low < planted < one.high
        assert one.shown == (planted > 0)
        assert (one.n, one.rest_n) == ((~fits).sum(), fits.sum())
        assert not found["pause"].known
        assert not found["channel"].known


def test_false_alarms_are_rare():
    alarms = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        n = 600
        # Customers differ much, and each has the condition always or never.
        who = np.repeat(np.arange(150), 4)
        chance = rng.beta(0.5, 4.0, 150)[who]
        marked = (rng.random(150) < 0.5)[who]
        frame = contacts([{} for _ in range(n)]).assign(
            answered=rng.random(n) < chance, user_id=who.astype(str)
        )
        found = {one.condition: one for one in signs(frame, holding(frame, 2.0 * marked, 3.0))}
        alarms += found["overdue"].tells
    assert alarms <= 3


def test_a_condition_with_no_answer_at_all_is_not_certain_of_it():
    frame = contacts([{"answered": at < 5} for at in range(100)])
    overdue = np.where(np.arange(100) >= 60, 2.0, 0.0)
    found = {one.condition: one for one in signs(frame, holding(frame, overdue, 3.0))}
    assert found["overdue"].rate == 0
    assert found["overdue"].rate_high > 0.05


def test_rates_by_contacts_without_an_answer():
    rows: list[dict[str, object]] = [{"before": 0, "answered": at < 3} for at in range(10)]
    rows += [{"before": LONGEST + more} for more in range(3)]
    rows += [{"before": 1, "answered_before": 1, "answered": True}]
    found = by_unanswered(contacts(rows)).set_index("before")
    assert found["n"].to_dict() == {0: 10, LONGEST: 3}
    assert found.loc[0, "rate"] == 0.3
    assert found.loc[0, "low"] < 0.3 < found.loc[0, "high"]


def test_how_many_would_be_silent_by_lot():
    rows = [
        {"campaign_id": k, "user_id": u, "answered": a}
        for k, u, a in [
            ("k", "a", True), ("k", "b", False),
            ("l", "b", False), ("l", "c", False), ("l", "d", True), ("l", "a", False),
        ]
    ]  # fmt: skip
    # k: one in two, l: one in four; a and b were reached by both.
    assert silent_by_lot(contacts(rows)) == pytest.approx(2 * 0.5 * 0.75 + 2 * 0.75)
    assert usual_number(contacts(rows)) == 1
    assert np.isnan(usual_number(contacts(rows[1:3])))


def test_the_first_reason_that_tells_leads_to_a_step():
    holds = {
        "bounced": np.array([True, False, False, False]),
        "overdue": np.array([True, True, True, False]),
        "many": np.array([False, True, True, True]),
    }
    assert list(first_reason(holds, ["many"], 4)) == ["bounced", "many", "many", "many"]
    reasons = first_reason(holds, ["overdue"], 4)
    assert list(reasons) == ["bounced", "overdue", "overdue", "unknown"]
    assert list(next_steps(reasons, np.array([True] * 4))) == [
        "address", "win_back", "win_back", "own_products",
    ]  # fmt: skip
    assert list(next_steps(reasons, np.array([False] * 4)))[-1] == "nothing_at_hand"
    assert list(first_reason({}, [], 2)) == ["unknown", "unknown"]


def moments(rng: np.random.Generator, own: bool, customers: int) -> pd.DataFrame:
    """Forty moments a customer: at any of three hours of their own, or of the shop."""
    rows = []
    for n in range(customers):
        base = int(rng.integers(24)) if own else 9
        for at in range(40):
            hour = (base + int(rng.choice([0, 0, 1, 2]))) % 24
            rows.append((f"c{n}", hour, int(rng.integers(7)), at >= 30, 1))
    return pd.DataFrame(rows, columns=["user_id", "hour", "weekday", "later", "n"])


def test_an_hour_of_their_own_is_found_where_there_is_one(rng):
    found = tried(moments(rng, own=True, customers=150), "hour")
    assert found is not None
    assert found.beats
    assert found.hit > 0.4 > 0.2 > found.common_hit
    assert found.low < found.hit - found.common_hit < found.high
    assert not tried(moments(rng, own=True, customers=150), "weekday").beats


def test_no_hour_of_their_own_is_found_where_all_are_alike(rng):
    alarms = sum(tried(moments(rng, own=False, customers=120), "hour").beats for _ in range(20))
    assert alarms <= 1
    few = tried(moments(rng, own=True, customers=FEWEST - 1), "hour")
    assert few is not None
    assert not few.beats
    one_side = moments(rng, own=True, customers=3)
    assert tried(one_side[one_side["later"]], "hour") is None
