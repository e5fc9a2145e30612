"""Business rules, as an analyst without a browser would use them."""

from pathlib import Path

import pandas as pd
import pytest

from tests.recsys_core.cli.conftest import Run

pytest_plugins = ["tests.recsys_core.services.what_if.measured_shop"]
pytestmark = pytest.mark.xdist_group("tuned_folder")

RULES = """
rules:
  - {name: No wine, action: exclude, by: category, values: Wine}
  - {name: Hero, action: pin, by: product, values: P014, place: 2}
"""


def test_rules_come_in_are_checked_go_out_and_are_cleared(run: Run, tmp_path: Path) -> None:
    assert run("rules") == {"rules": []}
    file = tmp_path / "in.yaml"
    file.write_text(RULES)
    first, second = run("rules", "--import", file)["rules"]
    assert (first["number"], first["name"], first["state"]) == (1, "No wine", "in force")
    assert first["sentence"] == "Show no product of category “Wine”."
    assert second["sentence"] == "Put product “Wine no. 14” at place 2."
    (finding,) = run("rules", "--check")["findings"]
    assert finding == {
        "kind": "conflict",
        "rules": [1, 2],
        "sentence": "“Hero” pins products that “No wine” takes off the lists, so it has no effect.",
    }
    out = tmp_path / "out.yaml"
    assert run("rules", "--export", out)["file"] == str(out)
    assert run("rules", "--clear") == {"rules": []}
    assert len(run("rules", "--import", out)["rules"]) == 2
    file.write_text(RULES + "  - {name: broken}\n")
    assert run("rules", "--import", file, code=2) == "Line 5: rule 3 has no “action”."
    assert "cannot be read" in run("rules", "--import", tmp_path / "none.yaml", code=2)
    assert len(run("rules")["rules"]) == 2


def test_lists_follow_the_rules_only_when_asked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "in.yaml"
    file.write_text(RULES)
    run("rules", "--import", file)
    options = ("--model", "ease", "-k", 8)
    users = tmp_path / "users.txt"
    users.write_text("00001\n")
    plain = run("recommend", "--user", "00001", *options)
    assert any("Wine" in item["title"] for item in plain["items"])
    assert "rules" not in plain
    ruled = run("recommend", "--user", "00001", "--rules", *options)
    assert ruled["rules"] == ["No wine", "Hero"]
    assert not any("Wine" in item["title"] for item in ruled["items"])
    assert "rule-exclude" in {step["step"] for step in ruled["trace"]}
    out = tmp_path / "lists.csv"
    assert run("export", "--out", out, "--rules", *options)["rules"] == ["No wine", "Hero"]
    assert not pd.read_csv(out)["title"].str.contains("Wine").any()


def test_the_ledger_says_what_each_rule_costs(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "in.yaml"
    file.write_text(RULES.replace("exclude", "bury"))
    run("rules", "--import", file)
    ledger = run("rules", "--ledger", "--model", "ease")["ledger"]
    assert ledger["model"] == "ease"
    assert [row["name"] for row in ledger["rows"]] == ["No wine", "Hero"]
    for row in ledger["rows"]:
        assert row["lists_touched"] > 0
        assert (
            row["effects"]["Accuracy (NDCG)"]["low"] <= row["effects"]["Accuracy (NDCG)"]["value"]
        )
        assert row["effects"]["Places emptied"]["total"] == 0
    run("rules", "--clear")
    assert "No rule is in force" in run("rules", "--ledger", "--model", "ease", code=2)
