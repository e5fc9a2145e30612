"""Placements as an analyst without a browser would use them."""

from pathlib import Path

import pytest

from tests.recsys_core.cli.conftest import Run

pytest_plugins = ["tests.recsys_core.services.what_if.measured_shop"]
pytestmark = pytest.mark.xdist_group("tuned_folder")


def test_placements_are_saved_compared_planned_and_deleted(run: Run, tmp_path: Path) -> None:
    assert run("placements") == []
    run("scenarios", "--save", "Rare", "--model", "ease", "-k", 4, "--knob", "novelty=0.6")
    mail = ("--channel", "E-mail", "--spot", "Top")
    (rare,) = run("placements", "--save", "Rare mail", "--scenario", "Rare", *mail, "--rules")
    assert {"name", "model", "slots", "treatment", "rules", "shows", "channel", "spot"} <= set(rare)
    assert (rare["model"], rare["slots"], rare["rules"]) == ("ease", 4, True)
    assert rare["treatment"] == {"novelty": 0.6}
    assert "in which channel" in run("placements", "--save", "Two", code=2)
    run("placements", "--save", "Two", "--model", "popularity", "-k", 4, *mail)
    assert "already" in run("placements", "--save", "two", *mail, code=2)
    assert "no model called" in run("placements", "--save", "X", "--model", "x", *mail, code=2)

    found = run("placements", "--compare", "rare mail", "Two", "--sample", 30)
    assert (found["customers"], found["of"], found["length"]) == (30, 120, 4)
    assert found["low"] <= found["shared"] <= found["high"]
    assert found["measured"][0]["k"] == 4
    assert set(run("placements", "--customer", "00003")["lists"]) == {"Rare mail", "Two"}

    days = ("--starts", "2026-03-02", "--ends", "2026-03-08")
    assert "--starts" in run("placements", "--schedule", "Two", code=2)
    assert "no day" in run("placements", "--schedule", "Two", "--starts", "Monday", code=2)
    both = ("--segment", "Champions", "--audience", "A")
    assert "not both" in run("placements", "--schedule", "Two", *days, *both, code=2)
    run("placements", "--schedule", "Two", *days, "--sends", "daily")
    plan = run("placements", "--schedule", "Rare mail", *days, "--weekly-cap", 3)
    assert [one["kind"] for one in plan["conflicts"]] == ["same_slot", "weekly_cap"]
    assert [one["customers"] for one in plan["plan"]] == [120, 120]
    calendar, lists = tmp_path / "plan.ics", tmp_path / "lists.csv"
    run("placements", "--plan", "--export", calendar)
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == 2
    assert "with --export" in run("placements", "--lists-of", "Two", code=2)
    assert "--lists-of" in run("placements", "--export", lists, code=2)
    written = run("placements", "--lists-of", "two", "--export", lists, "--for", "brevo")
    assert (written["placement"], written["rows"]) == ("Two", 120)
    assert lists.read_text().startswith("USER_ID,PLACEMENT,REC_1_ID,")
    left = run("placements", "--cancel", plan["plan"][0]["line"])
    assert len(left["plan"]) == 1
    assert run("placements", "--plan") == left

    run("placements", "--rename", "Two", "Three")
    assert [one["name"] for one in run("placements", "--delete", "Rare mail")] == ["Three"]


def test_kinds_are_compared_by_what_was_bought(run: Run) -> None:
    for name, shows in (("A", "categories"), ("B", "categories"), ("C", "brands")):
        run("placements", "--save", name, "--shows", shows, "--channel", "App", "-k", 2)
    found = run("placements", "--compare", "A", "B")
    assert (found["same"], found["moved"]) == (1, 0)
    assert {"hit", "popular", "difference", "better", "n"} <= set(found["measured"][0])
    assert "cannot be counted" in run("placements", "--compare", "A", "C", code=2)
