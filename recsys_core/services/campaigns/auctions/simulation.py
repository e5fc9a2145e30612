"""Auctions for a slot replayed with a bid, a budget and a reserve, and what stands in the slot."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from recsys_core.campaigns.auction.auctions import Auctions, drawn_chances, with_drawn_prices
from recsys_core.campaigns.auction.ranking import ranked, worth_of_showing
from recsys_core.campaigns.auction.replay import Bidding, Replay, at_bids, at_budgets, replay
from recsys_core.schema.errors import InputError
from recsys_core.services.campaigns.auctions import messages as m
from recsys_core.services.campaigns.offers.tables import brought
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import auction_queries
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, number, share, times

MOST = 1_000_000
LEAST_SHOWN, PRIOR = 1_000, 100.0
"""So many times shown tell chances; the average counts as so many in each."""
MOVED = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
"""The bid and the budget are moved by these factors."""


@dataclass(frozen=True)
class AuctionChoices:
    """bid: for a conversion; None: what one brings.  value: what a conversion brings; None: an
    average order.  auctions, click, conversion: how many are drawn and their mean chances,
    where nothing is logged.  rivalry: see `with_drawn_prices`.
    """

    budget: float
    bid: float | None = None
    reserve: float = 0.0
    paced: bool = True
    value: float | None = None
    auctions: int = 20_000
    click: float = 0.02
    conversion: float = 0.05
    rivalry: float = 1.0
    seed: int = 0


@dataclass(frozen=True)
class Simulation:
    """found: the replay.  bids, budgets: the same auctions with either moved.  source: whether
    prices and chances are of a file, chances of what was shown, or all is drawn.
    """

    choices: AuctionChoices
    found: Replay
    bids: list[Replay]
    budgets: list[Replay]
    source: Literal["file", "shown", "drawn"]


def simulate(ws: Workspace, choices: AuctionChoices, file: Path | None = None) -> Simulation:
    """Replay. file: price, click, conversion and optionally value of each auction, in order.

    Without one, chances are of what was shown, if that is logged often enough, else drawn; prices
    are drawn. `InputError` for choices outside their range.
    """
    _check(choices)
    value = choices.value
    with ws.db.read() as cursor:
        value = auction_queries.order_value(cursor) if value is None else value
        rows = auction_queries.shown(cursor, choices.auctions)
    source: Literal["file", "shown", "drawn"] = "file"
    if file is not None:
        auctions = _logged(file, value)
    elif value is None:
        raise InputError(say(m.NO_WORTH))
    else:
        click, conversion = drawn_chances(
            choices.auctions, choices.click, choices.conversion, choices.seed
        )
        source = "drawn"
        if len(rows) >= LEAST_SHOWN:
            click, conversion = _of_shown(rows, choices.conversion)
            source = "shown"
        worth = np.full(len(click), value)
        auctions = with_drawn_prices(click, conversion, worth, choices.rivalry, choices.seed)
    usual = float(auctions.value.mean())
    bid = usual if choices.bid is None else choices.bid
    bidding = Bidding(bid, choices.budget, choices.reserve, choices.paced)
    return Simulation(
        choices,
        replay(auctions, bidding),
        at_bids(auctions, bidding, [bid * by for by in MOVED]),
        at_budgets(auctions, bidding, [choices.budget * by for by in MOVED]),
        source,
    )


def rank_slot(file: Path, reserve: float = 0.0) -> pd.DataFrame:
    """name, bid, click, conversion, worth of those of a file worth at least the reserve, in the
    order in which they would stand in the slot. `InputError` as for auctions.
    """
    frame = brought(file, ("name",), ("bid", "click", "conversion"))
    frame = frame.dropna()
    _check_table(frame, file, ("bid",))
    columns = (frame[name].to_numpy(dtype=float) for name in ("bid", "click", "conversion"))
    worth = worth_of_showing(*columns)
    return frame.assign(worth=worth).iloc[ranked(worth, reserve)].reset_index(drop=True)


def first_line(told: Simulation) -> str:
    """The finding alone, said to be simulated."""
    return say(m.FIRST_LINE, finding=simulation_sentences(told)[1])


def simulation_sentences(told: Simulation) -> list[str]:
    """What was found, and that it is a simulation."""
    found, choices = told.found, told.choices
    said = [say(m.SIMULATION, n=found.auctions)]
    bid = money(found.bidding.bid)
    if found.wins:
        figures = {
            "spend": money(found.spend),
            "clicks": number(found.clicks),
            "per_click": money(found.cost_per_click),
            "conversions": number(found.conversions),
            "value": money(found.value),
            "ratio": times(found.returned),
        }
        said.append(say(m.BOUGHT_WINS, bid=bid, n=found.wins, **figures))
    else:
        said.append(say(m.BOUGHT_NOTHING, bid=bid))
    if found.ended < 1:
        said.append(say(m.RAN_OUT, share=share(found.ended)))
    if told.source == "file":
        return [*said, say(m.LOGGED)]
    if told.source == "shown":
        said.append(say(m.SHOWN))
    else:
        chances = {"click": share(choices.click), "conversion": share(choices.conversion)}
        said.append(say(m.DRAWN_CHANCES, **chances))
    return [*said, say(m.DRAWN_PRICES, rivalry=number(choices.rivalry))]


def slot_sentence(frame: pd.DataFrame) -> str:
    """Who stands first."""
    if frame.empty:
        return say(m.NOBODY_RANKED)
    return say(m.RANKED, first=frame["name"].iloc[0], worth=money(float(frame["worth"].iloc[0])))


def simulation_json(told: Simulation) -> dict[str, Any]:
    """The keys of the command line's `auction`."""
    return {
        **_figures(told.found),
        "simulation": True,
        "source": told.source,
        "auctions": told.found.auctions,
        "ended": told.found.ended,
        "bids": [_figures(one) for one in told.bids],
        "budgets": [_figures(one) for one in told.budgets],
        "sentences": simulation_sentences(told),
    }


def _figures(one: Replay) -> dict[str, Any]:
    return {
        "bid": one.bidding.bid,
        "budget": one.bidding.budget,
        "spend": one.spend,
        "wins": one.wins,
        "clicks": one.clicks,
        "conversions": one.conversions,
        "value": one.value,
        "cost_per_click": one.cost_per_click,
        "return": one.returned,
    }


def _logged(file: Path, value: float | None) -> Auctions:
    frame = brought(file, (), ("price", "click", "conversion"), ("value",))
    frame = frame.assign(value=frame.get("value", np.nan))
    if value is not None:
        frame["value"] = frame["value"].fillna(value)
    frame = frame.dropna(subset=["price", "click", "conversion"])
    if frame["value"].isna().any():
        raise InputError(say(m.NO_WORTH))
    _check_table(frame, file, ("price", "value"))
    price, click, conversion, worth = (
        frame[name].to_numpy(dtype=float) for name in ("price", "click", "conversion", "value")
    )
    return Auctions(price, click, conversion, worth, drawn=False)


def _check_table(frame: pd.DataFrame, file: Path, amounts: tuple[str, ...]) -> None:
    if frame.empty:
        raise InputError(say(m.NO_AUCTIONS, file=file.name))
    chances = frame[["click", "conversion"]]
    if ((chances < 0) | (chances > 1)).any(axis=None) or (frame[list(amounts)] < 0).any(axis=None):
        raise InputError(say(m.SEVERAL, file=file.name))


def _of_shown(rows: pd.DataFrame, conversion: float) -> tuple[np.ndarray, np.ndarray]:
    """Chances of each time something was shown, from the share of clicks by what and where, and of
    conversions among clicks, where they are told; few observations move them little.
    """
    clicked = rows["clicked"].astype(float)
    mean = float(clicked.mean())
    groups = clicked.groupby([rows["name"], rows["position"]])
    n, sums = groups.transform("size"), groups.transform("sum")
    click = ((sums + PRIOR * mean) / (n + PRIOR)).to_numpy(dtype=float)
    told = rows["converted"].notna() & (clicked > 0)
    after = rows.loc[told, "converted"].astype(float)
    rate = (float(after.sum()) + PRIOR * conversion) / (len(after) + PRIOR)
    return click, np.full(len(rows), rate)


def _check(choices: AuctionChoices) -> None:
    amounts = (choices.budget, choices.reserve, choices.bid or 0.0, choices.value or 0.0)
    chances = (choices.click, choices.conversion)
    sensible = min(amounts) >= 0 and np.isfinite(amounts).all() and choices.rivalry >= 0
    if not sensible or min(chances) < 0 or max(chances) > 1 or not 1 <= choices.auctions <= MOST:
        raise InputError(say(m.TERMS, most=MOST))
