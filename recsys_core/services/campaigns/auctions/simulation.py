"""Auctions for a slot replayed with a bid, a budget and a reserve."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from recsys_core.campaigns.auction.auctions import drawn_chances, with_drawn_prices
from recsys_core.campaigns.auction.replay import Bidding, Replay, at_bids, at_budgets
from recsys_core.campaigns.auction.replay import replay as replayed
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.auctions import messages as m
from recsys_core.services.campaigns.auctions.log_columns import AuctionTable, read_auctions
from recsys_core.services.campaigns.auctions.logged import (
    PRIOR,
    LoggedAuctions,
    logged_auctions,
    shares_of,
    slots_of,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import auction_queries
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, number, share, times

MOST = 1_000_000
LEAST_SHOWN = 1_000
"""So many times shown tell chances."""
MOVED = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
"""The bid and the budget are moved by these factors."""


@dataclass(frozen=True)
class AuctionChoices:
    """bid: for a conversion; None: what one brings.  value: what a conversion brings; None: an
    average order.  auctions, click, conversion: how many are drawn and their mean chances,
    where nothing is logged.  rivalry: see `with_drawn_prices`.  slot: only auctions of it, of a
    file that tells them apart.
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
    slot: str = ""
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
    logged: LoggedAuctions | None = None


@needs(Role.VIEWER)
def simulate(
    ws: Workspace, choices: AuctionChoices, file: Path | AuctionTable | None = None
) -> Simulation:
    """Replay. file: auctions whose columns are known by their names (`read_auctions`).

    Without one, chances are of what was shown, if that is logged often enough, else drawn; prices
    are drawn. `InputError` for choices outside their range.
    """
    _check(choices)
    value = choices.value
    with ws.db.read() as cursor:
        value = auction_queries.order_value(cursor) if value is None else value
        rows = auction_queries.shown(cursor, choices.auctions)
    source: Literal["file", "shown", "drawn"] = "file"
    logged = None
    if file is not None:
        log = file if isinstance(file, AuctionTable) else read_auctions(file)
        logged = _of_log(log, choices, value)
        auctions = logged.auctions
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
        replayed(auctions, bidding),
        at_bids(auctions, bidding, [bid * by for by in MOVED]),
        at_budgets(auctions, bidding, [choices.budget * by for by in MOVED]),
        source,
        logged,
    )


@needs(Role.VIEWER)
def usual_value(ws: Workspace, value: float | None) -> float:
    """What a conversion brings: as asked for, else an average order; `InputError` without."""
    with ws.db.read() as cursor:
        value = auction_queries.order_value(cursor) if value is None else value
    if value is None:
        raise InputError(say(m.NO_WORTH))
    return value


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
    if told.logged is not None:
        happened = [told.logged.happened] if told.logged.happened else []
        return [*said, *happened, say(m.LOGGED)]
    if told.source == "shown":
        said.append(say(m.SHOWN))
    else:
        chances = {"click": share(choices.click), "conversion": share(choices.conversion)}
        said.append(say(m.DRAWN_CHANCES, **chances))
    return [*said, say(m.DRAWN_PRICES, rivalry=times(choices.rivalry))]


def caveats(told: Simulation) -> list[str]:
    """How a file was read, and what it cannot tell; none without one."""
    return [] if told.logged is None else told.logged.caveats


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
        "columns": {} if told.logged is None else dict(told.logged.roles),
        "sentences": [*simulation_sentences(told), *caveats(told)],
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


def _of_log(log: AuctionTable, choices: AuctionChoices, usual: float | None) -> LoggedAuctions:
    slots = slots_of(log)
    if choices.slot and choices.slot not in slots:
        named = and_list(slots)
        raise InputError(say(m.NO_SUCH_SLOT, file=log.file, slot=choices.slot, slots=named))
    logged = logged_auctions(log, choices.slot, choices.value, usual, choices.conversion)
    if not {"conversion", "converted"} & set(log.roles):
        assumed = say(m.CONVERSION_ASSUMED, share=share(choices.conversion))
        return replace(logged, caveats=[*logged.caveats, assumed])
    return logged


def _of_shown(rows: pd.DataFrame, conversion: float) -> tuple[np.ndarray, np.ndarray]:
    """Chances of each time something was shown, from the share of clicks by what and where, and of
    conversions among clicks, where they are told; few observations move them little.
    """
    clicked = rows["clicked"].astype(float)
    groups = rows["name"].astype(str) + "\n" + rows["position"].astype(str)
    click = shares_of(groups.to_numpy(dtype=object), clicked.to_numpy())
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
