"""Learners told: simulated from rates or a log, replayed, kept as a file."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.experiments.bandits.contexts import (
    as_figures,
    context_names,
    contexts_of,
)
from recsys_core.services.experiments.bandits.learned import LearnedState, going_on, read_state
from recsys_core.services.experiments.bandits.playing import (
    BanditChoices,
    replay_log,
    session_orders,
    simulate_log,
    simulate_rates,
    state_json,
    write_state,
)
from recsys_core.services.experiments.bandits.told import (
    replayed_frame,
    replayed_json,
    replayed_sentences,
    session_sentence,
    simulated_frame,
    simulated_json,
    simulated_sentences,
)
from recsys_core.services.experiments.off_policy.shown_logs import ShownLog, read_log

FEW = BanditChoices(rounds=400, runs=20)


@pytest.fixture(scope="module")
def log_of_a_lot(tmp_path_factory) -> ShownLog:
    """2,000 rows of a lot between three banners, of which the last is clicked most."""
    rng = np.random.default_rng(9)
    action = rng.integers(0, 3, 2_000)
    frame = pd.DataFrame(
        {
            "banner": np.array(["a", "b", "c"])[action],
            "clicked": (rng.random(2_000) < np.array([0.05, 0.1, 0.5])[action]).astype(int),
            "propensity": 1 / 3,
        }
    )
    path = tmp_path_factory.mktemp("lot") / "lot.csv"
    frame.to_csv(path, index=False)
    return read_log(path)


def test_learning_is_cheaper_than_a_test_where_arms_differ(tmp_path):
    told = simulate_rates([0.1, 0.2, 0.7], BanditChoices(rounds=1_000, runs=20))
    document = simulated_json(told)
    assert [one["estimator"] for one in document["estimates"]] == list(told.played)
    assert document["test_rounds"] == 500
    first = simulated_sentences(told)[0]
    assert first.startswith("Simulated: ")
    assert "fewer than an A/B test of 500 rounds" in first
    frame = simulated_frame(told)
    tested = frame.iloc[-1]
    assert tested["learner"] == "A/B test"
    assert tested["regret"] == pytest.approx(500 * (0.7 - 1 / 3), rel=0.02)
    assert tested["saved"] == 0
    assert frame["regret"].min() > 0
    write_state(told, tmp_path / "state.json")
    assert (tmp_path / "state.json").read_text("utf-8") == state_json(told)
    kept = json.loads(state_json(told))
    assert list(kept["learners"]) == list(told.played)
    assert sum(kept["learners"]["thompson"]["shown"]) == 1_000
    assert kept["arms"] == ["arm 1", "arm 2", "arm 3"]


def test_few_runs_give_no_interval():
    told = simulate_rates([0.1, 0.7], BanditChoices(rounds=100, runs=2))
    said = simulated_sentences(told)
    assert said[0].endswith("2 runs are too few to say how sure that is, 20 are needed.")
    assert not any("95 %" in one for one in said)
    assert simulated_frame(told)[["low", "high", "saved_low", "saved_high"]].isna().all(axis=None)


def test_where_every_run_lost_the_same_no_interval_is_made_up():
    frame = simulated_frame(simulate_rates([0.05, 0.95], FEW))
    tested = frame.iloc[-1]
    assert tested["regret"] == pytest.approx(200 * 0.45)
    assert np.isnan(tested["low"])
    assert frame["low"].notna().sum() == len(frame) - 1


def test_arms_alike_cost_nothing():
    told = simulate_rates([0.3, 0.3], FEW)
    assert told.played["ucb1"].regret.max() == 0
    assert "cannot be told" in simulated_sentences(told)[0]


def test_sessions_are_said_to_be_simulated():
    told = simulate_rates([0.2, 0.5], FEW)
    found = session_orders(told, 300)
    assert found.lot <= found.best
    assert found.learned <= found.best + 1e-9
    assert session_sentence(found, 300).startswith("Simulator only, made-up customers: ")
    with pytest.raises(InputError, match="sessions can be simulated"):
        session_orders(told, 0)


def test_rates_of_a_log_are_learned(log_of_a_lot):
    told = simulate_log(log_of_a_lot, FEW)
    assert told.arms == ("a", "b", "c")
    assert told.world.chances[0] == pytest.approx([0.05, 0.1, 0.5], abs=0.05)
    assert any("learned from 2,000 rows" in one for one in simulated_sentences(told))


def test_a_log_is_replayed(log_of_a_lot):
    told = replay_log(log_of_a_lot, FEW)
    document = replayed_json(told)
    assert document["refused"] is None
    assert document["effective_sample_size"] == pytest.approx(2_000 / 3, rel=0.1)
    assert document["logged"] == pytest.approx(0.217, abs=0.03)
    assert replayed_frame(told)["reward"].max() > 0.4
    assert "more than the" in replayed_sentences(told)[0]


def replayed_only(log: ShownLog, folder: Path) -> LearnedState:
    """What a replay leaves: nothing of the A/B test."""
    write_state(replay_log(log, BanditChoices(runs=2)), folder / "replayed.json")
    return read_state(folder / "replayed.json")


def test_what_is_known_of_customers_is_learned_from_and_gone_on_from(ws, tmp_path):
    rng = np.random.default_rng(5)
    shown, age = rng.integers(0, 2, 1_500), rng.integers(20, 80, 1_500)
    frame = pd.DataFrame({"banner": np.array(["a", "b"])[shown], "age": age, "propensity": 0.5})
    frame["town"] = np.array(["Ulm", "Bonn", ""])[age % 3]
    frame["clicked"] = (rng.random(1_500) < np.where(shown == (age > 50), 0.6, 0.1)).astype(int)
    frame.to_csv(tmp_path / "log.csv", index=False)
    log = read_log(tmp_path / "log.csv")
    assert context_names(ws, log) == ["age", "town"]
    contexts = contexts_of(ws, log, ["age", "town"])
    assert len(contexts.names) == 2
    assert contexts.values[:, 0].std() == pytest.approx(1)
    assert contexts_of(ws, log, ["age"], {"age": (0.0, 1.0)}).values[0, 0] == age[0]
    few = BanditChoices(runs=3)
    plain, told = replay_log(log, few), replay_log(log, few, contexts=contexts)
    assert told.replayed["linucb"].reward.mean() > plain.replayed["linucb"].reward.mean() + 0.1
    assert any("2 figures more: age and town: " in one for one in replayed_sentences(told))
    write_state(told, tmp_path / "state.json")
    known = read_state(tmp_path / "state.json")
    assert known.scales["age"] == contexts.scales["age"]
    again = replay_log(log, BanditChoices(runs=3, start=known), contexts=contexts)
    before = told.replayed["thompson"].learner.state()["shown"]
    assert np.sum(again.replayed["thompson"].learner.state()["shown"]) > np.sum(before) + 500
    with pytest.raises(InputError, match="another context"):
        replay_log(log, BanditChoices(runs=3, start=known))
    with pytest.raises(InputError, match="of other arms"):
        simulate_rates([0.1, 0.2], BanditChoices(start=known))
    chances = simulate_log(log, BanditChoices(rounds=20, runs=2))
    write_state(chances, tmp_path / "whole.json")
    whole = read_state(tmp_path / "whole.json")
    for one, gone_on in ((whole, "All learners went on"), (replayed_only(log, tmp_path), "of A/B")):
        told = simulate_log(log, BanditChoices(rounds=20, runs=2, start=one))
        assert gone_on in " ".join(simulated_sentences(told))
    for learner, key, values in (
        ("ucb1", "total", None),
        ("linucb", "inverse", [1.0, 2.0]),
        ("thompson", "total", [1e9, 0.0]),
        ("thompson", "shown", [-5.0, 0.0]),
    ):
        found = json.loads(whole.text)
        found["learners"][learner] |= {key: values}
        (tmp_path / "bad.json").write_text(json.dumps(found))
        with pytest.raises(InputError, match="not what learners know"):
            read_state(tmp_path / "bad.json")
    with pytest.raises(InputError, match="not what learners know"):
        read_state(tmp_path / "log.csv")
    with pytest.raises(InputError, match="there is age and town"):
        contexts_of(ws, log, ["shoes"])
    words = np.array([f"w{at % 40}" for at in range(400)], dtype=object)
    assert len(as_figures({"one": words}).names) == 9
    with pytest.raises(InputError, match="30 are the most"):
        as_figures({name: words for name in "abcd"})
    assert going_on({}, None, ("a",), ()) == {}


def test_what_makes_no_sense_is_refused(log_of_a_lot, tmp_path):
    for rates, choices in (
        ([0.1], FEW),
        ([0.1, 1.2], FEW),
        ([0.1, 0.2], BanditChoices(rounds=1)),
        ([0.1, 0.2], BanditChoices(runs=1)),
    ):
        with pytest.raises(InputError):
            simulate_rates(rates, choices)
    few = tmp_path / "few.csv"
    pd.DataFrame({"banner": list("abcd") * 30, "clicked": [0, 1, 1] * 40}).to_csv(few, index=False)
    document = replayed_json(replay_log(read_log(few), FEW))
    assert document["estimates"] == []
    assert "100 are needed" in document["refused"]
    assert document["propensities"] == "estimated"
