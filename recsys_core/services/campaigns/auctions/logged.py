"""Auctions of a file: what others bid, what was clicked, and what such a file cannot tell."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.campaigns.auction.auctions import Auctions
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import BoolArray, FloatArray, StrArray
from recsys_core.services.campaigns.auctions import messages as m
from recsys_core.services.campaigns.auctions.log_columns import AuctionTable
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, share

PRIOR = 100.0
"""The average of all auctions counts as so many in each slot and for each banner."""


@dataclass(frozen=True)
class LoggedAuctions:
    """auctions: in the order of time; a price that nobody knows is infinite, so that no bid wins
    there.  roles: what was read from which column.  caveats: what the file cannot tell, a sentence
    each.  happened: what was really bought, "" where the file does not say.
    """

    auctions: Auctions
    roles: Mapping[str, str]
    caveats: list[str]
    happened: str


def slots_of(log: AuctionTable) -> list[str]:
    """The slots of a file, in order; none where no column holds them."""
    return sorted(set(log.texts("slot")) - {""})


def logged_auctions(
    log: AuctionTable,
    slot: str = "",
    value: float | None = None,
    usual: float | None = None,
    conversion: float = 0.05,
) -> LoggedAuctions:
    """slot: only those of it.  value: what a conversion brings, whatever the file says.
    usual: what it brings where the file does not say.  conversion: the chance of one after a click,
    likewise. `InputError` for what is no auction.
    """
    price, won = log.numbers("price"), log.numbers("won")
    highest, own = log.numbers("highest"), log.numbers("bid")
    if not {"price", "highest"} & set(log.roles):
        raise InputError(say(m.NO_PRICE_COLUMN, file=log.file))
    if "won" not in log.roles and "bid" in log.roles and "price" in log.roles:
        won = np.where(np.isnan(price), 0.0, own >= price)
    lost = won == 0
    # Whoever won paid the highest other bid; where it was lost, the winner's own bid is to beat.
    others = np.where(lost & ~np.isnan(highest), highest, price)
    others = np.where(np.isnan(others) & ~lost, highest, others)
    inside = np.ones(log.rows, dtype=bool) if not slot else log.texts("slot") == slot
    unknown = np.isnan(others)
    kept = inside & (~unknown | lost)
    if not kept.any():
        raise InputError(say(m.NO_AUCTIONS, file=log.file))
    click, after = _chances(log, lost, conversion)
    worth = _values(log, value, usual)
    order = np.flatnonzero(kept)[np.argsort(_times(log)[kept], kind="stable")]
    known = np.where(unknown, np.inf, others)
    chances = np.concatenate([click[kept], after[kept]])
    if (chances < 0).any() or (chances > 1).any() or min(known[kept].min(), worth[kept].min()) < 0:
        raise InputError(say(m.SEVERAL, file=log.file))
    auctions = Auctions(known[order], click[order], after[order], worth[order], drawn=False)
    caveats = _caveats(log, kept, lost, unknown)
    return LoggedAuctions(auctions, log.roles, caveats, _happened(log, kept, won, price))


def _chances(log: AuctionTable, lost: BoolArray, usual: float) -> tuple[FloatArray, FloatArray]:
    """(n,) each, as the file gives them, or else the share clicked by slot and banner of what was
    shown, and of conversions among clicks; few auctions move them little from the average.
    """
    clicked, converted = log.numbers("clicked"), log.numbers("converted")
    click, after = log.numbers("click"), log.numbers("conversion")
    seen = ~lost & ~np.isnan(clicked)
    if "click" not in log.roles:
        if not seen.any():
            raise InputError(say(m.NO_CLICK_COLUMN, file=log.file))
        click = shares_of(_groups(log), np.where(seen, clicked, np.nan))
    elif np.isnan(click).all():
        raise InputError(say(m.NO_CLICK_COLUMN, file=log.file))
    if "conversion" not in log.roles:
        told = seen & (clicked > 0) & ~np.isnan(converted)
        hits = float(converted[told].sum())
        after = np.full(log.rows, (hits + PRIOR * usual) / (told.sum() + PRIOR))
    return _filled(click), _filled(after)


def _filled(chances: FloatArray) -> FloatArray:
    """(n,) the mean where none is known."""
    return np.where(np.isnan(chances), np.nanmean(chances), chances)


def shares_of(groups: StrArray, happened: FloatArray) -> FloatArray:
    """(n,) the share of its group for which it happened (1; 0 not, NaN not known), drawn to that of
    all as if the average had been seen `PRIOR` times in each.
    """
    frame = pd.DataFrame({"group": groups, "it": happened})
    mean = float(np.nanmean(happened))
    by = frame.groupby("group")["it"]
    return np.asarray((by.transform("sum") + PRIOR * mean) / (by.transform("count") + PRIOR))


def _groups(log: AuctionTable) -> StrArray:
    pairs = zip(log.texts("slot"), log.texts("name"), strict=True)
    return np.array([f"{slot}\n{name}" for slot, name in pairs], dtype=object)


def _values(log: AuctionTable, value: float | None, usual: float | None) -> FloatArray:
    """(n,) what a conversion brings: the value asked for; else the mean of the conversions that are
    told with one; else each auction's own, and what is usual where it has none.
    """
    found, converted = log.numbers("value"), log.numbers("converted")
    sold = (converted > 0) & (found > 0)
    if value is not None:
        return np.full(log.rows, value)
    if sold.any():
        return np.full(log.rows, float(found[sold].mean()))
    if usual is not None:
        found = np.where(np.isnan(found), usual, found)
    if np.isnan(found).any():
        raise InputError(say(m.NO_WORTH))
    return found


def _times(log: AuctionTable) -> FloatArray:
    """(n,) moments to sort by; all alike where no column tells them or one cannot be read."""
    column = log.roles.get("time")
    if column is None:
        return np.zeros(log.rows)
    if column in log.table.numbers:
        return np.nan_to_num(log.table.numbers[column])
    moments = pd.to_datetime(
        pd.Series(log.texts("time")), format="ISO8601", errors="coerce", utc=True
    )
    if moments.isna().any():
        return np.zeros(log.rows)
    return np.asarray(moments.astype("int64"), dtype=float)


def _caveats(log: AuctionTable, kept: BoolArray, lost: BoolArray, unknown: BoolArray) -> list[str]:
    said = [say(m.READ_AS, columns=and_list([f"{role}: {at}" for role, at in log.roles.items()]))]
    blind = int((kept & unknown).sum())
    missed = kept & lost & ~unknown
    if blind:
        said.append(say(m.LOST_WITHOUT_PRICE, n=blind))
    if missed.any() and np.isnan(log.numbers("highest")[missed]).any():
        said.append(say(m.LOST_WITH_PRICE, n=int(missed.sum())))
    if not (kept & lost).any():
        said.append(say(m.ONLY_WON))
    elif "click" not in log.roles:
        said.append(say(m.CLICKS_OF_WON))
    return said


def _happened(log: AuctionTable, kept: BoolArray, won: FloatArray, price: FloatArray) -> str:
    mine = kept & (won == 1) & ~np.isnan(price)
    if not mine.any():
        return ""
    clicked = np.nansum(log.numbers("clicked")[mine])
    return say(
        m.HAPPENED,
        n=int(mine.sum()),
        share=share(float(mine.sum() / kept.sum())),
        spend=money(float(price[mine].sum())),
        clicks=int(clicked),
    )
