"""Simulated auctions of a workspace: drawn, from what was shown, from a file; and the command."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError
from recsys_core.services.campaigns.auctions.simulation import (
    AuctionChoices,
    first_line,
    simulate,
    simulation_json,
    simulation_sentences,
)
from recsys_core.services.campaigns.auctions.slots import rank_slot, slot_sentence
from tests.recsys_core.storage.builders import add, bought

USUAL = AuctionChoices(budget=50.0, auctions=4_000)


@pytest.fixture
def orders(ws):
    add(ws.db, "interactions", [bought(f"c{n}", "a", 1 + n, revenue=20.0 + n) for n in range(9)])
    return ws


def test_a_simulation_says_that_it_is_one(orders):
    told = simulate(orders, USUAL)
    assert told.source == "drawn"
    assert told.found.bidding.bid == pytest.approx(24.0)
    said = simulation_sentences(told)
    assert first_line(told) == f"Simulated: {said[1]}"
    assert said[0].startswith("Simulation of 4,000 auctions, no forecast")
    assert any("drawn at random" in one for one in said)
    document = simulation_json(told)
    assert document["simulation"] is True
    assert {"spend", "wins", "clicks", "conversions", "return"} <= set(document)
    assert [one["bid"] for one in document["bids"]] == pytest.approx(
        [24.0 * by for by in (0.25, 0.5, 0.75, 1, 1.5, 2, 4)]
    )
    assert simulate(orders, USUAL).found.spend == told.found.spend


def test_chances_are_of_what_was_shown_where_that_is_logged(orders):
    rng = np.random.default_rng(0)
    rows = [
        {
            "user_id": f"c{n % 9}",
            "item_id": "ab"[n % 2],
            "position": 1,
            "clicked": bool(rng.random() < (0.3 if n % 2 else 0.05)),
            "converted": None,
            "ts": pd.Timestamp("2024-01-01") + pd.Timedelta(minutes=n),
        }
        for n in range(2_000)
    ]
    add(orders.db, "exposures", rows)
    told = simulate(orders, USUAL)
    assert (told.source, told.found.auctions) == ("shown", 2_000)
    assert any("shares of clicks" in one for one in simulation_sentences(told))


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_auctions_of_a_file(orders, tmp_path):
    file = write(tmp_path / "log.csv", "price,click,conversion,value\n1,0.5,0.2,30\n5,0.5,0.2,\n")
    told = simulate(orders, AuctionChoices(budget=9, bid=20.0), file)
    assert (told.source, told.found.wins, told.found.spend) == ("file", 1, 1.0)
    assert any("those of the file" in one for one in simulation_sentences(told))
    nothing = simulate(orders, AuctionChoices(budget=9, bid=0.0), file)
    assert any("wins no auction" in one for one in simulation_sentences(nothing))
    assert simulation_json(nothing)["return"] is None
    for text in ("price,click,conversion\n1,1.5,0.2\n", "price,click,conversion\n-1,0.5,0.2\n"):
        with pytest.raises(InputError, match="outside 0 to 1, or an amount"):
            simulate(orders, USUAL, write(tmp_path / "wrong.csv", text))


@pytest.mark.parametrize(
    "choices",
    [
        AuctionChoices(budget=-1),
        AuctionChoices(budget=1, click=2),
        AuctionChoices(budget=1, auctions=0),
        AuctionChoices(budget=1, reserve=float("inf")),
    ],
)
def test_choices_outside_their_range_are_refused(orders, choices):
    with pytest.raises(InputError, match="not below 0"):
        simulate(orders, choices)


def test_without_amounts_what_a_conversion_brings_has_to_be_said(ws):
    add(ws.db, "interactions", [bought("c1", "a")])
    with pytest.raises(InputError, match="say it"):
        simulate(ws, USUAL)
    assert simulate(ws, AuctionChoices(budget=5, value=10.0)).found.spend <= 5


def test_banners_are_ranked_for_a_slot(tmp_path):
    text = "name,bid,click,conversion\nA,10,0.1,0.5\nB,8,0.2,0.5\nC,1,0.01,0.1\n"
    frame = rank_slot(write(tmp_path / "slot.csv", text), reserve=0.1)
    assert list(frame["name"]) == ["B", "A"]
    assert slot_sentence(frame).startswith("In the slot stands B: showing it is worth 0.80")
    assert "stays empty" in slot_sentence(rank_slot(tmp_path / "slot.csv", reserve=9))
    with pytest.raises(InputError, match="2 rows without a bid or a chance, the first of “D”"):
        rank_slot(write(tmp_path / "gaps.csv", text + "D,1,,0.1\nE,,0.1,0.1\n"))


def test_the_command(orders, tmp_path, capsys):
    where = str(orders.path)
    orders.close()
    assert main(["--workspace", where, "auction", "--auctions", "2000", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["spend"] <= 100
    assert main(["--workspace", where, "auction", "--auctions", "2000", "--at-once"]) == 0
    assert "Simulation of 2,000 auctions" in capsys.readouterr().out
    slot = write(tmp_path / "slot.csv", "name,bid,click,conversion\nA,10,0.1,0.5\n")
    assert main(["--workspace", where, "auction", "--slot", str(slot), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ranked"][0]["name"] == "A"
