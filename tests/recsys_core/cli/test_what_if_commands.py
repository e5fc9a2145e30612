"""Knobs, scenarios and the frontier, as an analyst without a browser would use them."""

from pathlib import Path

import pandas as pd
import pytest

from tests.recsys_core.cli.conftest import Run

pytest_plugins = ["tests.recsys_core.services.what_if.measured_shop"]
pytestmark = pytest.mark.xdist_group("tuned_folder")


def test_tune_says_what_a_knob_costs(run: Run) -> None:
    found = run("tune", "--model", "ease", "-k", 5, "--knob", "diversity=0.9", "--sample", 50)
    assert {"model", "k", "treatment", "sample", "rows"} <= set(found)
    assert (found["model"], found["k"], found["sample"]) == ("ease", 5, 50)
    assert found["treatment"] == {"diversity": 0.9}
    for row in found["rows"]:
        assert set(row) == {
            "metric", "value", "baseline", "difference", "low", "high", "n", "better", "p"
        }  # fmt: skip
    ndcg = next(row for row in found["rows"] if row["metric"] == "NDCG@5")
    assert ndcg["difference"] == pytest.approx(ndcg["value"] - ndcg["baseline"])
    assert ndcg["low"] <= ndcg["difference"] <= ndcg["high"]
    assert "from -1.0 to 1.0" in run("tune", "--model", "ease", "--knob", "price=3", code=2)


def test_scenarios_are_saved_listed_used_and_deleted(run: Run, tmp_path: Path) -> None:
    assert run("scenarios") == {"scenarios": []}
    options = ("--model", "ease", "-k", 4, "--knob", "novelty=0.6")
    (saved,) = run("scenarios", "--save", "Rare", *options)["scenarios"]
    assert saved["name"] == "Rare"
    assert (saved["model"], saved["k"], saved["treatment"]) == ("ease", 4, {"novelty": 0.6})
    assert "already" in run("scenarios", "--save", "rare", *options, code=2)

    out = tmp_path / "lists.csv"
    assert run("export", "--out", out, "--scenario", "rare")["scenario"] == "rare"
    frame = pd.read_csv(out, dtype=str)
    shown = run("recommend", "--user", "00003", "--scenario", "Rare")
    by_hand = run("recommend", "--user", "00003", *options)
    assert shown["items"] == by_hand["items"]
    listed = [item["item_id"] for item in shown["items"]]
    assert frame.loc[frame["user_id"] == "00003", "item_id"].tolist() == listed
    assert len(listed) == 4

    assert run("tune", "--model", "ease", "--baseline", "Rare")["baseline"] == {
        "model": "ease", "k": 4, "include_seen": False, "treatment": {"novelty": 0.6}
    }  # fmt: skip
    refused = run("recommend", "--user", "00003", "--scenario", "Rare", "-k", 3, code=2)
    assert "leave out -k" in refused
    assert run("scenarios", "--delete", "Rare") == {"scenarios": []}
    assert "None has been saved" in run(
        "export", "--out", out, "--force", "--scenario", "Rare", code=2
    )


def test_frontier_lists_every_setting_tried(run: Run) -> None:
    found = run("frontier", "--model", "ease", "--against", "novelty")
    assert found["metric"] == "Novelty"
    assert found["points"][0]["treatment"] == {}
    assert sum(point["cheapest"] for point in found["points"]) <= 1
    assert any(point["leading"] for point in found["points"])
    assert "novelty" in found["sentence"]
