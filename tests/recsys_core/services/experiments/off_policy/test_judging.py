"""Policies judged by logs from files and from the workspace."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from recsys_core.ingestion.number_proof import number_styles
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.experiments.off_policy.judging import (
    estimates_frame,
    first_sentence,
    judge,
    judge_file,
    judged_json,
    judged_sentences,
)
from recsys_core.services.experiments.off_policy.log_columns import (
    ColumnValues,
    LogColumns,
    columns_seen,
    find_columns,
)
from recsys_core.services.experiments.off_policy.policies import (
    by_lot,
    logged,
    named_policy,
    of_file,
    of_model,
    of_other_log,
    one_item,
)
from recsys_core.services.experiments.off_policy.shown_logs import exposures_log, read_log
from tests.recsys_core.storage.builders import add

ITEMS = [f"B{at:02}" for at in range(8)]
RATES = np.array([0.05] * 7 + [0.25])


def shown(seed: int, n: int = 3_000, chances: np.ndarray | None = None) -> pd.DataFrame:
    """What a lot showed in two positions, and who clicked."""
    rng = np.random.default_rng([seed, 8])
    chances = np.full(8, 1 / 8) if chances is None else chances
    action = rng.choice(8, n, p=chances)
    return pd.DataFrame(
        {
            "timestamp": [f"2024-01-{1 + at % 28:02} 10:00:00+00:00" for at in range(n)],
            "item_id": np.array(ITEMS)[action],
            "position": rng.integers(1, 3, n),
            "click": (rng.random(n) < RATES[action]).astype(int),
            "propensity_score": chances[action],
            "user_feature_0": rng.choice(["a81c", "cef3"], n),
            "user-item_affinity_0": rng.integers(0, 2, n) * 1.0,
        }
    )


@pytest.fixture(scope="module")
def shown_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """random/log.csv of a lot, chosen/log.csv of a policy that knows the best item."""
    folder = tmp_path_factory.mktemp("shown")
    better = np.array([0.04] * 7 + [0.72])
    for name, chances in {"random": None, "chosen": better}.items():
        (folder / name).mkdir()
        shown(1, chances=chances).to_csv(folder / name / "log.csv")
    return folder


def test_another_log_is_judged_by_what_it_shows_where(ws, shown_folder):
    told = judge_file(
        ws, shown_folder / "random" / "log.csv", str(shown_folder / "chosen" / "log.csv")
    )
    document = judged_json(told)
    assert document["columns"] == {
        "item": "item_id",
        "clicked": "click",
        "propensity": "propensity_score",
        "position": "position",
        "user": None,
    }
    truth = 0.28 * 0.05 + 0.72 * 0.25
    assert [one["estimator"] for one in document["estimates"]][:3] == [
        "ips",
        "clipped-ips",
        "snips",
    ]
    assert all(one["low"] < truth < one["high"] for one in document["estimates"])
    assert document["refused"] is None
    assert document["verdict"] == "more"
    assert document["propensities"] == "logged"
    assert document["target_logged"]["low"] < truth < document["target_logged"]["high"]
    said = judged_sentences(told)
    assert said[0].startswith("The policy of chosen/log.csv would have been clicked more often: ")
    assert estimates_frame(told)["estimator"].iloc[0] == "logged"


def test_columns_are_known_by_their_values(tmp_path, ws):
    frame = shown(2)[["item_id", "click", "position", "propensity_score"]]
    frame.columns = ["a", "b", "c", "d"]
    frame["b"] = frame["b"].map({0: "no", 1: "yes"})
    path = tmp_path / "odd.csv"
    frame.to_csv(path, index=False, sep=";")
    log = read_log(path)
    assert log.columns == LogColumns("a", "b", "d", "c", "")
    assert set(log.position.categories) == {"1", "2"}
    told = judge_file(ws, path, "B07")
    assert told.verdict == "more"
    again = judge(log, one_item(log, logged(log), "B07"))
    assert first_sentence(again) == judged_sentences(told)[0]
    assert judge(log, by_lot(logged(log))).verdict == "untold"
    assert judged_json(judge_file(ws, path, None))["verdict"] == "cannot be told"
    named = judge_file(ws, path, "B07", LogColumns(item="A", clicked="b"))
    assert named.found == told.found


def test_what_cannot_be_judged_is_refused(tmp_path, ws, shown_folder):
    path = shown_folder / "random" / "log.csv"
    few = tmp_path / "few.csv"
    shown(3, n=400).to_csv(few, index=False)
    document = judged_json(judge_file(ws, few, "B03"))
    assert document["estimates"] == []
    assert "100 are needed" in document["refused"]
    foreign = tmp_path / "foreign.csv"
    pd.DataFrame({"item": ["B01", "new"], "probability": [0.9, 0.1]}).to_csv(foreign, index=False)
    log = read_log(path)
    refused = judged_json(judge(log, of_file(log, logged(log), foreign)))["refused"]
    table = read_log(foreign, outcome=False)
    assert judge(log, of_other_log(log, logged(log), table)).refused == refused
    assert log.digest == read_log(path).digest != table.digest
    assert "10 % of what it would show was never shown there" in refused
    with pytest.raises(InputError, match="“B99” is no file and no item of the log"):
        judge_file(ws, path, "B99")
    with pytest.raises(InputError, match="says what came of it"):
        judge_file(ws, foreign, None)
    with pytest.raises(NotReadyError, match="nothing that was shown"):
        judge_file(ws, None, None)


def test_chances_that_are_missing_or_wrong_are_said(tmp_path, ws):
    frame = shown(4)
    path = tmp_path / "log.csv"
    frame.drop(columns="propensity_score").to_csv(path, index=False)
    told = judge_file(ws, path, "B07")
    assert judged_json(told)["propensities"] == "estimated"
    assert any("does not say how likely" in one for one in judged_sentences(told))
    frame.assign(propensity_score=0.5).to_csv(path, index=False)
    assert any("do not fit it" in one for one in judged_sentences(judge_file(ws, path, "B07")))


def test_rows_without_a_chance_among_others_are_counted_and_compared(tmp_path, ws):
    frame, path = shown(4), tmp_path / "log.csv"
    frame["propensity_score"] = frame["propensity_score"].mask(frame.index < 600)
    frame.loc[0, "item_id"] = ""
    frame.to_csv(path, index=False)
    told = judge_file(ws, path, "B07")
    found = judged_json(told)
    assert (found["rows"], found["rows_left_out"], found["rows_without_chance"]) == (
        2_400,
        600,
        599,
    )
    said = " ".join(judged_sentences(told))
    assert "599 rows (20.0 % of the log) have no chance" in said
    assert "more apart" not in said
    frame.loc[frame.index < 600, "click"] = 1
    frame.to_csv(path, index=False)
    told = judge_file(ws, path, "B07")
    assert "Of the rows without a chance 100 % were clicked" in " ".join(judged_sentences(told))


def test_exposures_of_the_workspace_and_a_model(shop):
    data = shop.dataset()
    rng = np.random.default_rng(5)
    users, items = data.users["user_id"].to_numpy(), data.items["item_id"].to_numpy()[:4]
    n = 2_000
    rows = [
        {
            "user_id": str(user),
            "item_id": str(item),
            "position": 1,
            "clicked": bool(rng.random() < 0.3),
            "propensity": 0.25,
        }
        for user, item in zip(
            rng.choice([*users, "stranger"], n), rng.choice(items, n), strict=True
        )
    ]
    add(shop.db, "exposures", rows)
    assert exposures_log(shop).rows == n
    log = exposures_log(shop)
    told = judge(log, of_model(shop, log, logged(log), "ease"))
    assert judge_file(shop, None, "ease").found == told.found
    assert named_policy(shop, log, logged(log), "ease").name == told.policy.name
    assert told.refused is None
    assert told.found.largest == pytest.approx(4.0)
    said = judged_sentences(told)
    assert said[0].startswith("The order of EASE (products that go together) would have")
    assert any("1 customer of the log is unknown" in one for one in said)
    assert told.log.columns.user == "user_id"


def test_columns_that_fit_are_taken_and_no_others():
    chance = ColumnValues(90, 90, 5, 0.1, 0.9, False, ())
    click = ColumnValues(90, 90, 2, 0.0, 1.0, True, ())
    item = ColumnValues(90, 0, 9, None, None, False, ("a",))
    seen = {"p": chance, "reward": click, "likes": click, "arm": item}
    assert find_columns("f", seen, LogColumns(), {}) == LogColumns("arm", "reward", "p")
    with pytest.raises(InputError, match="has no column"):
        find_columns("f", seen, LogColumns(item="x"), {})
    with pytest.raises(InputError, match="says what was shown"):
        find_columns("f", {"p": chance, "reward": click}, LogColumns(item=""), {})


def test_a_column_is_seen_as_it_is():
    with duckdb.connect() as cursor:
        cursor.execute("CREATE TABLE t AS FROM (VALUES ('0.5', 'yes'), ('', 'no')) v(c0, c1)")
        styles = number_styles(cursor, "t", {"c0": "c0", "c1": "c1"})
        seen = columns_seen(cursor, "t", ["a", "b"], styles)
    assert seen["a"].is_chance
    assert (seen["a"].filled, seen["b"].filled) == (1, 2)
    assert seen["b"].is_outcome


def test_whoever_has_no_name_is_not_one_customer(tmp_path: Path) -> None:
    frame = shown(3, 400)
    frame["user_id"] = [f"u{at % 100}" if at < 200 else "" for at in range(400)]
    frame.to_csv(tmp_path / "log.csv", index=False)
    unit = logged(read_log(tmp_path / "log.csv", LogColumns(user="user_id"))).unit
    assert unit is not None
    assert int(unit.max()) + 1 == len(np.unique(unit)) == 300
    named = LogColumns(user="user_id")
    digest = read_log(tmp_path / "log.csv", named).digest
    frame["user_id"] = frame["user_id"].replace("u7", "u70a")
    frame.to_csv(tmp_path / "log.csv", index=False)
    assert read_log(tmp_path / "log.csv", named).digest != digest, (
        "customers are told apart by name"
    )


def test_without_a_click_the_interval_has_a_width(tmp_path: Path) -> None:
    frame = shown(3, 400)
    frame["click"] = 0
    frame.to_csv(tmp_path / "log.csv", index=False)
    log = read_log(tmp_path / "log.csv", LogColumns(clicked="click"))
    found = judge(log, by_lot(logged(log))).found
    for one in (found.logged, *found.estimates):
        assert (one.value, one.low) == (0, 0)
        assert 0.005 < one.high < 0.02
    assert found.difference.low < 0 < found.difference.high


def test_a_single_exposure_is_no_log(ws) -> None:
    row = {"user_id": "u1", "item_id": "p", "clicked": True, "ts": pd.Timestamp("2024-01-01")}
    add(ws.db, "exposures", [row])
    with pytest.raises(NotReadyError, match="only once"):
        exposures_log(ws)
