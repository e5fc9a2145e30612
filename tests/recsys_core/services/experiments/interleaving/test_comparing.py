"""Lists of an evaluation and sessions of files compared."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.data.coded_table import read_coded
from recsys_core.services.evaluation.queue import evaluate_and_wait
from recsys_core.services.experiments.interleaving.comparing import (
    SessionColumns,
    duel_json,
    duel_of_file,
    duel_of_table,
    duel_sentences,
    interleavable,
    session_columns,
    simulate_duel,
)


def test_two_models_of_an_evaluation(shop):
    evaluate_and_wait(shop, ["popularity", "random"])
    assert {"popularity", "random"} <= set(interleavable(shop))
    told = simulate_duel(shop, "popularity", "random", "perfect", 5)
    document = duel_json(told)
    assert document["simulation"] is True
    assert document["effective_sample_size"] == sum(document["wins"]) + document["ties"] > 0
    said = duel_sentences(told)
    assert said[0].startswith("Simulated: ")
    assert any("a perfect reader" in one for one in said)
    with pytest.raises(InputError, match="two different models"):
        simulate_duel(shop, "popularity", "popularity")
    with pytest.raises(InputError, match="no reader"):
        simulate_duel(shop, "popularity", "random", "nobody")
    with pytest.raises(InputError, match="between 1 and 100"):
        simulate_duel(shop, "popularity", "random", k=0)


def test_sessions_of_a_file(tmp_path):
    rng = np.random.default_rng(4)
    rows = []
    for session in range(300):
        for at in range(4):
            team = "new" if at % 2 else "old"
            chance = 0.5 if team == "new" else 0.2
            clicked = int(rng.random() < chance)
            rows.append({"session_id": f"s{session}", "team": team, "clicked": clicked})
    path = tmp_path / "sessions.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    told = duel_of_file(path)
    assert (told.first, told.second) == ("new", "old")
    assert told.found.low > 0
    assert duel_json(told)["verdict"] == "first"
    assert duel_sentences(told)[0].startswith("new wins ")
    assert duel_of_table(read_coded(path)) == told
    assert session_columns(read_coded(path)) == SessionColumns("session_id", "team", "clicked")
    only_clicks = tmp_path / "clicks.csv"
    frame = pd.DataFrame(rows)
    frame[frame["clicked"] == 1].drop(columns="clicked").to_csv(only_clicks, index=False)
    assert duel_of_file(only_clicks).found.low > 0
    gaps = pd.concat([frame, pd.DataFrame([{"session_id": "s1", "team": "", "clicked": 1}])])
    gaps.to_csv(tmp_path / "gaps.csv", index=False)
    without = duel_of_file(tmp_path / "gaps.csv")
    assert without.found == told.found
    assert any(one.startswith("1 row without a session") for one in duel_sentences(without))
    with pytest.raises(InputError, match="names 300 lists"):
        duel_of_file(path, session="team", team="session_id")
    with pytest.raises(InputError, match="has no column"):
        duel_of_file(path, session="nothing")
    frame["clicked"] = np.where(frame["clicked"] == 1, "hit", "miss")
    frame.to_csv(path, index=False)
    with pytest.raises(InputError, match="neither a number nor yes or no"):
        duel_of_file(path, click="clicked")
