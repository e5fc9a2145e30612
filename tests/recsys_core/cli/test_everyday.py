"""What an analyst asks every day: amounts, customers by facts."""

import json
from pathlib import Path
from typing import Any

import pytest

from recsys_core.cli.main import main


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Run a command on twelve purchases of three customers and return its JSON document."""
    orders = ["customer,product,date,revenue"]
    orders += [f"c{n % 3},p{n % 4},2024-0{1 + n % 9}-05,12.50" for n in range(12)]
    (tmp_path / "orders.csv").write_text("\n".join(orders))
    people = "customer,age,income\nc0,65+,Under 15K\nc1,65+,50-74K\nc2,25-34,Under 15K\n"
    (tmp_path / "people.csv").write_text(people)

    def call(*arguments: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert main(["--workspace", str(tmp_path / "ws"), "--json", *arguments]) == code
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else said.err.strip()

    call("import", "interactions", str(tmp_path / "orders.csv"))
    call("import", "users", str(tmp_path / "people.csv"))
    return call


def test_amounts_are_said_and_chosen(run):
    assert run("amounts") == {"currency": None, "numbers": "1,234.56", "asked": True}
    chosen = run("amounts", "--currency", "EUR", "--numbers", "1.234,56")
    assert chosen == {"currency": "EUR", "numbers": "1.234,56", "asked": False}
    assert "cannot be used" in run("amounts", "--currency", "<b>", code=2)
    assert run("amounts", "--currency", "")["currency"] is None


def test_customers_are_found_by_facts(run):
    found = run("customers", "--find", "65+", "under", "15k")
    assert [one["user_id"] for one in found["customers"]] == ["c0"]
    assert found["sentence"] == "1 customer: age 65+ and income under 15k."
    assert run("customers", "--limit", "2")["found"] == 3
    assert len(run("customers", "--limit", "2")["customers"]) == 2


def test_a_period_stands_beside_the_one_before(run):
    found = run("period", "--from", "2024-05-01", "--to", "2024-06-30")
    assert found["figures"]["purchases"] == 2
    assert found["before"]["figures"]["purchases"] == 3
    early = run("period", "--from", "2024-01-05", "--to", "2024-02-29")
    assert early["before"]["figures"] is None
    assert "does not cover" in early["sentence"]
    assert "before it begins" in run("period", "--from", "2024-03-01", "--to", "2024-02-01", code=2)


def test_the_latest_change_is_listed_and_taken_back(run):
    assert run("changes") == {"changes": [], "undone": None}
    assert "no change" in run("changes", "--undo", code=2)
    run("amounts", "--currency", "EUR")
    run("settings", "--set", "last_months=3")
    (latest, earlier) = run("changes")["changes"]
    assert (latest["undone"], earlier["undone"]) == (False, False)
    done = run("changes", "--undo")
    assert (
        done["undone"]
        == latest["what"]
        == "Settings of the data: “Only the last months” was added."
    )
    assert [one["undone"] for one in done["changes"]] == [True, False]
    run("changes", "--undo")
    assert run("amounts")["currency"] is None


def test_a_page_is_kept_under_a_name(run):
    kept = run("bookmarks", "--keep", "Loyal", "http://localhost:8501/customers?find=loyal")
    assert kept == {"bookmarks": [{"name": "Loyal", "address": "customers?find=loyal"}]}
    assert "no bookmark" in run("bookmarks", "--remove", "Other", code=2)
    assert run("bookmarks", "--remove", "Loyal") == {"bookmarks": []}
