"""The commands `audience` and `audiences`."""

import csv
import json
from pathlib import Path

import pytest

from recsys_core.cli.main import main

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture
def at(audience_shop) -> list[str]:
    folder = str(audience_shop.path)
    audience_shop.close()
    return ["--workspace", folder]


COFFEE = ("audience", "--category", "Coffee", "--size", "120", "-k", "0")


def test_an_audience_is_kept_written_and_listed(at, tmp_path: Path, capsys):
    out = tmp_path / "coffee.csv"
    words = ("--out", str(out), "--holdout", "0.2", "--weekly-cap", "1", "--json")
    code, told, _ = run(capsys, *COFFEE, *words, *at)
    assert code == 0
    document = json.loads(told)
    keys = {"size", "holdout", "expected_responders", "low", "high", "threshold", "best_size"}
    assert keys <= set(document)
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == document["written"] == document["mailed"] == 120 - document["holdout"]
    assert document["excluded"]["weekly_cap"] > 0
    code, told, _ = run(capsys, "audiences", "--json", *at)
    (one,) = json.loads(told)
    assert one["audience"] == "coffee"
    assert one["size"] == len(rows)
    code, told, _ = run(capsys, "audiences", *at)
    assert "coffee" in told
    assert json.loads(run(capsys, "audiences", "--delete", "coffee", "--json", *at)[1]) == []


def test_without_a_file_nothing_is_kept_and_the_reasons_are_listed(at, capsys):
    code, told, _ = run(capsys, *COFFEE, "--cost", "0.1", "--margin", "0.3", *at)
    assert code == 0
    assert told.startswith("Send to 108 of")
    assert "profit after cost" in told
    assert "no consent" in told
    assert "unsubscribed" in told
    assert json.loads(run(capsys, "audiences", "--json", *at)[1]) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--on", "someday"), "is no day"),
        (("--segment", "Nobodies"), "Nobodies"),
        (("--margin", "3"), "between 0 and 1"),
    ],
)
def test_what_cannot_be_is_one_sentence(at, capsys, words, said):
    code, _, err = run(capsys, *COFFEE, *words, *at)
    assert code == 2
    assert said in err
    assert "Traceback" not in err
