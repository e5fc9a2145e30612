"""What an experiment takes, from a history that is known."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.experiments.planning.kept_plan import KeptPlan
from recsys_core.services.experiments.planning.past import past_outcomes
from recsys_core.services.experiments.planning.plan import CupedGain, plan_experiment, simulate
from recsys_core.services.experiments.planning.request import (
    PlanRequest,
    alpha_of_each_look,
    check_request,
)
from recsys_core.services.experiments.planning.traffic import come_by, days_until
from recsys_core.services.experiments.planning.words import (
    customers,
    plan_answer,
    plan_json,
    plan_sentences,
    trial_sentences,
    way_out,
)
from tests.recsys_core.storage.builders import add, bought

START = pd.Timestamp("2024-01-01")


def visit(user, day, spend=None, event="purchase"):
    row = bought(user, "p", 1, revenue=spend)
    return row | {"ts": START + pd.Timedelta(days=day), "event": event}


@pytest.fixture
def steady(ws):
    """120 days, 300 customers who come every 11th day or not and spend what is theirs."""
    rng = np.random.default_rng(2)
    pays = rng.gamma(1.5, 10, 300)
    rows = [
        visit(f"c{n}", day, float(pays[n] * rng.uniform(0.5, 1.5)))
        for n in range(300)
        for day in range(n % 11, 120, 11)
        if rng.random() < 0.5
    ]
    add(ws.db, "interactions", rows)
    return ws


def test_outcomes_are_what_was_done_after_entry(ws):
    rows = [visit("a", 0, 1.0), visit("a", 30, 5.0), visit("a", 33, 7.0), visit("a", 40, 9.0)]
    rows += [visit("b", 28, 2.0), visit("c", 2, 3.0), visit("d", 45, 4.0), visit("d", 16, 6.0)]
    add(ws.db, "interactions", rows)
    past = past_outcomes(ws, 7)
    # The data ends on day 45: whoever came on days 11 to 38 is taken in.
    assert past.customers.tolist() == ["a", "b", "d"]
    assert past.after["money"].tolist() == [7.0, 0.0, 0.0]
    assert past.after["rate"].tolist() == [1.0, 0.0, 0.0]
    assert past.before["money"].tolist() == [0.0, 0.0, 0.0]
    assert past.after["ratio"].tolist() == [[7.0, 1.0], [0.0, 0.0], [0.0, 0.0]]
    assert (past.first, past.last) == (START + pd.Timedelta(days=16), START + pd.Timedelta(days=30))
    assert not past.same_day
    # d came on the last day, a within six, b within eighteen, c within forty-four.
    assert [int(past.reach[at - 1]) for at in (1, 5, 6, 17, 18, 43, 44)] == [1, 1, 2, 2, 3, 3, 4]
    everybody = past_outcomes(ws, 7, "all")
    assert everybody.customers.tolist() == ["a", "b", "c", "d"]
    assert everybody.after["money"].tolist() == [9.0, 0.0, 0.0, 4.0]
    assert everybody.before["money"].tolist() == [7.0, 0.0, 0.0, 0.0]


def test_the_day_itself_counts_where_visits_are_known(ws):
    rows = [visit("a", 0, 1.0), visit("a", 35, 5.0), visit("b", 30, event="view"), visit("b", 45)]
    add(ws.db, "interactions", rows)
    past = past_outcomes(ws, 7)
    assert past.same_day
    assert past.after["money"].tolist() == [5.0, 0.0]


def test_days_are_those_in_which_so_many_came(steady):
    asked = PlanRequest(effect=0.3, window=14)
    plan = plan_experiment(steady, asked)
    past = plan.past
    assert plan.baseline == pytest.approx(past.after["rate"].mean())
    needed = plan.per_arm * 2
    if plan.days is not None:
        assert past.reach[plan.days - 1] >= needed
    assert plan.to_json()["total"] == needed
    assert days_until(asked, past, 75) % 7 == 0
    assert days_until(asked, past, 1) == 14
    assert days_until(asked, past, 10_000) is None
    assert come_by(asked, past, 3) == past.reach[20] // 2
    assert come_by(asked, past, 40) is None
    for row in plan.by_week:
        again = plan_experiment(steady, PlanRequest(effect=row["effect"], window=14))
        assert again.tried[0].per_arm == pytest.approx(row["per_arm"], abs=1)
    half = PlanRequest(effect=0.3, window=14, share=0.5)
    assert (days_until(half, past, 40) or 999) >= days_until(asked, past, 40)
    assert days_until(PlanRequest(weekly=100, arms=2), None, 500) == 70


def test_the_first_line_says_weeks_or_that_they_never_come(steady):
    asked = PlanRequest(baseline=0.1, effect=0.2, weekly=1_600)
    plan = plan_experiment(steady, asked)
    assert plan_answer(plan) == (
        "To see 10 % become 12 % you need 4,644 customers an arm: 6 weeks at your traffic."
    )
    assert plan.by_formula == {"arcsine": 3835, "unpooled": 3839, "pooled": 3841}
    first, half = plan_sentences(plan)[:2]
    assert first == "Whoever comes last is counted for 28 days: 70 days in all."
    assert half.endswith("with no look but one, it would be 3,835.")
    assert plan.textbook == 3835
    never = plan_experiment(steady, PlanRequest(effect=0.02, window=14))
    assert never.days is None
    assert f"everybody who comes makes {never.reachable} an arm" in plan_answer(never)
    least = plan_experiment(steady, PlanRequest(effect=never.detectable, window=14))
    assert max(least.tried[0].per_arm, 1) == pytest.approx(never.reachable, abs=1)
    assert "smallest rate you could tell" in plan_sentences(never)[0]
    sizes = [row["per_arm"] for row in plan.curve]
    assert sizes == sorted(sizes, reverse=True)


def test_all_at_once_are_read_when_their_days_are_over(steady):
    plan = plan_experiment(steady, PlanRequest(effect=0.5, window=14, entry="all"))
    assert plan.total_days == KeptPlan.of(plan).total_days == 14
    assert plan_answer(plan).endswith("an arm; yours are enough.")
    assert plan_sentences(plan)[0] == "Each of them is counted for the same 14 days."


def test_a_difference_that_nobody_finds_is_refused(ws):
    for asked in (
        PlanRequest(baseline=0.1, weekly=1, effect=1e-9),
        PlanRequest("count", baseline=2, deviation=1e9, weekly=1),
    ):
        with pytest.raises(InputError, match="not found with 1,000,000,000,000 customers an arm"):
            plan_experiment(ws, asked)
    tiny = plan_experiment(ws, PlanRequest(baseline=0.1, weekly=1, effect=1e-4))
    assert tiny.per_arm == tiny.tried[0].per_arm == 17_109_824_522


def test_where_the_formula_is_far_off_the_number_is_raised_until_it_does(ws):
    asked = PlanRequest(baseline=0.01, weekly=100, effect=-0.9, shares=(0.9, 0.1))
    plan = plan_experiment(ws, asked)
    first, last = plan.tried
    assert first.power < 0.5
    assert last.low <= 0.8 <= last.high
    assert plan.per_arm == last.per_arm
    pooled = plan_experiment(ws, replace(asked, formula="pooled"))
    assert pooled.tried[0] == pooled.tried[1]
    assert pooled.per_arm == pooled.tried[1].per_arm


def test_half_of_alpha_is_shared_among_the_arms_at_the_planned_look():
    assert alpha_of_each_look(PlanRequest(alpha=0.06, arms=4)) == pytest.approx(0.01)


def test_shares_of_arms_need_not_be_alike(steady):
    """The smallest other arm against the control, by the closed form of Cohen's arcsine."""
    asked = PlanRequest(baseline=0.1, effect=0.2, weekly=1_600, shares=(0.2, 0.8))
    plan = plan_experiment(steady, asked)
    apart = 2 * (np.arcsin(np.sqrt(0.12)) - np.arcsin(np.sqrt(0.1)))
    both = (1.959964 + 0.841621) ** 2 / apart**2 * (1 + 1 / 4)
    assert plan.by_formula["arcsine"] == np.ceil(both)
    assert plan.total == sum(plan.sizes)
    assert plan.sizes[1] == pytest.approx(4 * plan.per_arm, abs=1)
    assert plan.days == plan_experiment(steady, replace(asked, shares=(0.8, 0.2))).days
    assert customers(plan, plan.per_arm) in plan_answer(plan)
    assert customers(plan, 10) == "50 customers (10 and 40 by arm, the control first)"
    assert any(one.startswith("Customers of the smallest arm") for one in plan_sentences(plan))
    money = PlanRequest("money", effect=0.6, window=14, arms=3, shares=(0.5, 0.25, 0.25))
    plan = plan_experiment(steady, money)
    assert plan.sizes == [2 * plan.per_arm, plan.per_arm, plan.per_arm]
    assert simulate(plan, runs=200)[0].per_arm == plan.per_arm
    assert come_by(money, plan.past, 3) == plan.past.reach[20] // 4
    with pytest.raises(InputError, match="together they make 100 %"):
        check_request(replace(money, shares=(0.5, 0.4, 0.2)))


def test_a_fall_is_planned_as_a_fall(steady):
    up, down = (
        plan_experiment(steady, PlanRequest(effect=effect, baseline=0.1, weekly=1_600))
        for effect in (0.2, -0.2)
    )
    assert plan_answer(down).startswith("To see 10 % become 8 %")
    # By hand: (1.959964 + 0.841621)^2 (0.09 + 0.0736) / 0.02^2.
    assert (down.by_formula["unpooled"], up.by_formula["unpooled"]) == (3211, 3839)
    assert all(row["effect"] < 0 for row in (*down.curve, *down.by_week))
    sizes = [row["per_arm"] for row in down.curve]
    assert sizes == sorted(sizes, reverse=True)
    for row in down.by_week[:3]:
        asked = PlanRequest(effect=row["effect"], baseline=0.1, weekly=1_600)
        assert plan_experiment(steady, asked).tried[0].per_arm == pytest.approx(
            row["per_arm"], 0.01
        )
    never = plan_experiment(steady, PlanRequest(effect=-0.02, window=14))
    assert never.detectable < 0
    assert "the largest rate below" in plan_sentences(never)[0]


def test_where_traffic_never_suffices_it_may_with_what_was_before(steady):
    plan = plan_experiment(steady, PlanRequest("money", effect=0.2, window=14))
    assert way_out(replace(plan, days=14)) == []
    assert plan.days is None
    found = way_out(replace(plan, cuped=CupedGain(0.9, 100, 21)))
    assert found == [
        "Read with what customers did before taken off (CUPED), 100 an arm are enough: 3 weeks."
    ]
    assert way_out(replace(plan, cuped=CupedGain(0.1, 9_000, None))) == []


def test_money_is_tried_on_what_was_spent(steady):
    plan = plan_experiment(steady, PlanRequest("money", effect=0.4, window=14))
    trials = simulate(plan, runs=500)
    assert trials[0].per_arm == plan.per_arm
    assert trials[1].low < 0.8 < trials[1].high
    assert "500 experiments" in trial_sentences(plan, trials)[0]
    assert plan.cuped.rho > 0.1
    assert plan.cuped.per_arm == int(np.ceil(plan.per_arm * (1 - plan.cuped.rho**2)))
    told = plan_json(plan, trials)
    assert told["simulation"]["at_plan"]["runs"] == 500
    assert json.dumps(told)
    assert simulate(plan_experiment(steady, PlanRequest(window=14))) is None
    for outcome in ("count", "ratio"):
        mean = plan_experiment(steady, PlanRequest(outcome, window=14, arms=3))
        assert any("other arms is compared" in one for one in plan_sentences(mean))


def test_next_to_nobody_and_nothing_known(ws):
    add(ws.db, "interactions", [visit(f"c{n}", n, 5.0) for n in range(30)])
    add(ws.db, "interactions", [visit(f"c{n}", 4 + n, 5.0) for n in range(14, 20)])
    plan = plan_experiment(ws, PlanRequest(effect=0.1, window=7))
    assert plan.days is None
    assert plan.reachable == 15
    assert plan_answer(plan)
    with pytest.raises(NotReadyError, match=r"counting 28 days"):
        plan_experiment(ws, PlanRequest())
    with pytest.raises(InputError, match="leave 0 to 100 %"):
        plan_experiment(ws, PlanRequest(baseline=0.9, effect=0.5, weekly=10))


def test_without_dates_a_sentence_says_what_to_type_in(ws):
    add(ws.db, "interactions", [bought(f"c{n}", "p", None) for n in range(30)])
    with pytest.raises(NotReadyError, match="has a date"):
        plan_experiment(ws, PlanRequest())
    plan = plan_experiment(ws, PlanRequest(baseline=0.1, weekly=500))
    assert "typed in" in " ".join(plan_sentences(plan))


@pytest.mark.parametrize(
    "asked",
    [
        PlanRequest(power=0.01), PlanRequest(alpha=1), PlanRequest(arms=1), PlanRequest(share=0),
        PlanRequest(effect=0), PlanRequest(effect=-1), PlanRequest(effect=float("nan")),
        PlanRequest(baseline=1.2), PlanRequest(weekly=-1), PlanRequest("money", deviation=0),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_refused(ws, asked):
    with pytest.raises(InputError):
        check_request(asked)
    with pytest.raises(InputError):
        plan_experiment(ws, asked)


def test_the_command_needs_no_data_where_all_is_said(tmp_path, capsys):
    call = ["experiment", "plan", "--baseline", "0.1", "--effect", "0.2", "--weekly", "1600"]
    assert main([*call, "--workspace", str(tmp_path / "w"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["per_arm"], told["days"], told["total_days"]) == (4644, 42, 70)
    assert (told["textbook"], told["by_formula"]["pooled"]) == (3835, 3841)
    assert told["sentence"].startswith("To see 10 % become 12 %")
