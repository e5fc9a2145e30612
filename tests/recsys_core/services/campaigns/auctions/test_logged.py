"""Auctions and banners of a file, whatever its columns are called, and what it cannot tell."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError
from recsys_core.services.campaigns.auctions.log_columns import (
    likely_roles,
    read_auctions,
    with_roles,
)
from recsys_core.services.campaigns.auctions.logged import logged_auctions, shares_of, slots_of
from recsys_core.services.campaigns.auctions.simulation import (
    AuctionChoices,
    caveats,
    simulate,
    simulation_sentences,
    usual_value,
)
from recsys_core.services.campaigns.auctions.slots import (
    rank_shown,
    rank_slot,
    shown_slots,
    slot_sentence,
)
from tests.recsys_core.storage.builders import add, bought


def log_of(n: int = 2_000, seed: int = 0) -> pd.DataFrame:
    """Bids of 2 against log-normal others; the top slot is clicked five times as often."""
    rng = np.random.default_rng(seed)
    others = np.exp(rng.normal(0.5, 0.5, n)).round(3)
    slot = rng.choice(["top", "side"], n)
    won = others <= 2
    clicked = won & (rng.random(n) < np.where(slot == "top", 0.25, 0.05))
    converted = clicked & (rng.random(n) < 0.3)
    return pd.DataFrame(
        {
            "Bid Time": pd.Timestamp("2024-05-01") + pd.to_timedelta(np.arange(n)[::-1], "min"),
            "Placement": slot,
            "Our Bid (EUR)": 2.0,
            "Won": np.where(won, "yes", "no"),
            "winning_price": np.where(won, others, np.nan),
            "isClick": clicked.astype(int),
            "Conversions": converted.astype(int),
            "Revenue": np.where(converted, 25.0, 0.0),
        }
    )


def written(frame: pd.DataFrame, path: Path, **how: str) -> Path:
    frame.to_csv(path, index=False, **how)
    return path


def test_columns_are_known_by_any_name(tmp_path: Path) -> None:
    log = read_auctions(written(log_of(), tmp_path / "log.csv", sep=";"))
    assert log.roles == {
        "time": "Bid Time", "slot": "Placement", "bid": "Our Bid (EUR)", "won": "Won",
        "price": "winning_price", "clicked": "isClick", "converted": "Conversions",
        "value": "Revenue",
    }  # fmt: skip
    assert slots_of(log) == ["side", "top"]
    text = "click,conversion,Preis CPM\n0.1,0,1500\n0.2,1,2500\n"
    (tmp_path / "cpm.csv").write_text(text)
    other = read_auctions(tmp_path / "cpm.csv")
    assert likely_roles(other.table) == {
        "click": "click", "converted": "conversion", "price": "Preis CPM",
    }  # fmt: skip
    assert other.numbers("price") == pytest.approx([1.5, 2.5])
    chosen = with_roles(other.table, {"value": "Preis CPM"})
    assert "price" not in chosen.roles
    for wrong, sentence in (({"cost": "click"}, "nothing a file"), ({"price": "x"}, "no column")):
        with pytest.raises(InputError, match=sentence):
            with_roles(other.table, wrong)


def test_a_log_replayed_at_its_own_bid_buys_what_was_bought(ws, tmp_path: Path) -> None:
    frame = log_of()
    log = read_auctions(written(frame, tmp_path / "log.csv"))
    found = logged_auctions(log)
    won = frame["Won"] == "yes"
    assert np.isinf(found.auctions.price).sum() == (~won).sum()
    # The newest stands first in the file and last in the replay.
    assert found.auctions.price[-1] == pytest.approx(frame["winning_price"][0], nan_ok=True) or (
        np.isinf(found.auctions.price[-1])
    )
    assert (found.auctions.value == 25.0).all()
    assert (logged_auctions(log, value=30.0).auctions.value == 30.0).all()
    top = np.sort(np.unique(found.auctions.click))
    assert len(top) == 2
    assert top[1] > 2 * top[0]
    spend = frame["winning_price"].sum()
    told = simulate(ws, AuctionChoices(budget=1e6, bid=1e6, paced=False), log)
    assert (told.found.wins, told.found.spend) == (won.sum(), pytest.approx(spend))
    said = " ".join([*simulation_sentences(told), *caveats(told)])
    lost = f"{(~won).sum():,} auctions were lost and the file does not say for what"
    for words in (lost, "What really happened", "taken to be clicked as often", "no forecast"):
        assert words in said
    # A higher bid wins none of those whose price is not known.
    assert told.bids[-1].wins == told.found.wins
    top_only = simulate(ws, AuctionChoices(budget=1e6, bid=1e6, slot="top"), log)
    assert top_only.found.auctions == (frame["Placement"] == "top").sum()
    with pytest.raises(InputError, match="has no slot “roof”; it has side and top"):
        simulate(ws, AuctionChoices(budget=1, slot="roof"), log)


def test_lost_auctions_with_a_price_and_with_the_winners_bid(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"won": [1, 0, 0], "price": [1.0, 3.0, 3.0], "click": 0.1, "cvr": 0.2, "value": 9}
    )
    found = logged_auctions(read_auctions(written(frame, tmp_path / "a.csv")))
    assert found.auctions.price.tolist() == [1, 3, 3]
    assert any("may have been higher" in one for one in found.caveats)
    frame["winning bid"] = [2.0, 4.0, 5.0]
    found = logged_auctions(read_auctions(written(frame, tmp_path / "b.csv")))
    # Won: the price paid is the highest other bid. Lost: the winner's bid is to beat.
    assert found.auctions.price.tolist() == [1, 4, 5]
    assert not any("may have been higher" in one for one in found.caveats)
    only = logged_auctions(read_auctions(written(frame[:1], tmp_path / "c.csv")))
    assert any("names no lost auction" in one for one in only.caveats)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("click,value\n0.1,3\n", "holds the price is not known"),
        ("price,value\n0.1,3\n", "which of what was shown was clicked"),
        ("price,clicked,value\n1,perhaps,3\n", "which is no number"),
        ("price,click\n1,0.5\n", "say it"),
        ("price,click,value\n,0.5,3\n", "holds no auction"),
    ],
)
def test_a_file_that_lacks_something_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "log.csv").write_text(text)
    with pytest.raises(InputError, match=sentence):
        logged_auctions(read_auctions(tmp_path / "log.csv"))


def test_few_auctions_move_a_share_little() -> None:
    groups = np.array(["a"] * 100 + ["b"], dtype=object)
    happened = np.array([0.0] * 90 + [1.0] * 10 + [1.0])
    a, b = shares_of(groups, happened)[[0, -1]]
    assert a == pytest.approx((10 + 100 * 11 / 101) / 200)
    assert b == pytest.approx((1 + 100 * 11 / 101) / 101)


def test_banners_of_a_chosen_slot_by_counts(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    n = 6_000
    banner, slot = rng.choice(["A", "B"], n), rng.choice(["top", "side"], n)
    # A is clicked more in the top slot, B in the side one; conversions come alike.
    good = (banner == "A") == (slot == "top")
    clicked = rng.random(n) < np.where(good, 0.3, 0.1)
    converted = clicked & (rng.random(n) < 0.2)
    frame = pd.DataFrame({"banner": banner, "slot": slot, "clicked": clicked.astype(int),
                          "converted": converted.astype(int)})  # fmt: skip
    path = written(frame, tmp_path / "shown.csv")
    for place, first in (("top", "A"), ("side", "B")):
        told = rank_slot(path, slot=place, value=10.0)
        assert told["name"].iloc[0] == first
        assert told["shown"].sum() == (slot == place).sum()
        product = told["bid"] * told["click"] * told["conversion"]
        assert np.allclose(told["worth"], product)
    with pytest.raises(InputError, match="2 slots; choose one of side and top"):
        rank_slot(path, value=10.0)
    with pytest.raises(InputError, match="no column “bid”"):
        rank_slot(path, slot="top")
    with pytest.raises(InputError, match="names banners or products"):
        rank_slot(written(frame.drop(columns="banner"), tmp_path / "nameless.csv"), value=1.0)
    with pytest.raises(InputError, match="has to hold the chances"):
        rank_slot(written(frame.drop(columns="converted"), tmp_path / "half.csv"), 0, "top", 1.0)


def test_clicks_of_unknown_conversion_are_no_misses(tmp_path: Path) -> None:
    frame = pd.DataFrame({"banner": ["a", "b"] * 200, "bid": 1.0, "clicked": 1})
    frame["converted"] = np.where(frame.index < 200, "yes", "")
    told = rank_slot(written(frame, tmp_path / "half-told.csv"))
    assert told["conversion"].to_numpy() == pytest.approx(1.0)


def test_what_was_shown_is_ranked_for_a_place(ws, tmp_path: Path, capsys) -> None:
    add(ws.db, "interactions", [bought("c1", "a", revenue=20.0)])
    add(ws.db, "items", [{"item_id": "a", "title": "Tea"}])
    rows = [
        {"user_id": "c1", "item_id": item, "position": place, "clicked": at % 4 < often,
         "converted": at % 4 == 0, "ts": pd.Timestamp("2024-01-01")}
        for item, often in (("a", 1), ("b", 3))
        for place in (1, 2)
        for at in range(200)
    ]  # fmt: skip
    add(ws.db, "exposures", rows)
    assert shown_slots(ws) == [1, 2]
    told = rank_shown(ws, 1, usual_value(ws, None))
    assert set(told["name"]) == {"Tea", "b"}
    assert (told["shown"] == 200).all()
    assert told["name"].iloc[0] == told.loc[told["worth"].idxmax(), "name"]
    assert slot_sentence(told).startswith("In the slot stands")
    with pytest.raises(InputError, match="Nothing shown in slot 9"):
        rank_shown(ws, 9, 20.0)
    # Of one that nobody knows conversions of, the average of the others counts.
    untold = [row | {"item_id": "c", "converted": None} for row in rows[:400]]
    add(ws.db, "exposures", untold)
    again = rank_shown(ws, 1, 20.0).set_index("name")
    assert again["worth"].notna().all()
    before = told.set_index("name").loc[["Tea", "b"], "conversion"]
    assert np.allclose(again.loc[["Tea", "b"], "conversion"], before)
    assert again.loc["c", "conversion"] == pytest.approx(100 / 200)
    where = str(ws.path)
    log = written(log_of(), tmp_path / "log.csv")
    ws.close()
    call = ["--workspace", where, "auction"]
    assert main([*call, "--place", "1", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["ranked"]) == 3
    assert main([*call, "--file", str(log), "--place", "top", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["source"], document["columns"]["price"]) == ("file", "winning_price")
    assert main([*call, "--file", str(log), "--map", "price=Our Bid (EUR)", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["columns"]["price"] == "Our Bid (EUR)"
    assert main([*call, "--place", "roof"]) == 2
    assert "places are numbers" in capsys.readouterr().err
