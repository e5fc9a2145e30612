"""Which banner or product stands in a slot: by bid x chance of a click x chance of a conversion."""

from pathlib import Path

import numpy as np
import pandas as pd

from recsys_core.campaigns.auction.ranking import ranked, worth_of_showing
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.auctions import messages as m
from recsys_core.services.campaigns.auctions.log_columns import AuctionTable, read_auctions
from recsys_core.services.campaigns.auctions.logged import PRIOR, slots_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import auction_queries
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, priced

COLUMNS = ("name", "shown", "bid", "click", "conversion", "worth")


def rank_slot(
    file: Path | AuctionTable, reserve: float = 0.0, slot: str = "", value: float | None = None
) -> pd.DataFrame:
    """name, shown, bid, click, conversion, worth of those of a file worth at least the reserve, in
    the order in which they would stand in the slot.

    A row for each banner or product with its chances, or one for each time it was shown with what
    came of it. slot: where the file tells slots apart.  value: the bid of all where no column holds
    one. `InputError` for a file without names or chances, or with several slots and none chosen.
    """
    log = file if isinstance(file, AuctionTable) else read_auctions(file)
    if "name" not in log.roles:
        raise InputError(say(m.NO_NAME_COLUMN, file=log.file))
    slots = slots_of(log)
    if slot and slot not in slots:
        raise InputError(say(m.NO_SUCH_SLOT, file=log.file, slot=slot, slots=and_list(slots)))
    if len(slots) > 1 and not slot:
        listed = and_list(slots)
        raise InputError(say(m.SEVERAL_SLOTS, file=log.file, n=len(slots), slots=listed))
    if "bid" not in log.roles and value is None:
        raise InputError(say(m.NO_BIDS, file=log.file))
    frame = pd.DataFrame({"name": log.texts("name"), "bid": log.numbers("bid")})
    frame["bid"] = frame["bid"].fillna(np.nan if value is None else value)
    for chance, happened in (("click", "clicked"), ("conversion", "converted")):
        frame[chance], frame[happened] = log.numbers(chance), log.numbers(happened)
    frame = frame[(log.texts("slot") == slot) | (not slot)]
    if "click" in log.roles and "conversion" in log.roles:
        told = frame.assign(shown=np.nan)
    elif "clicked" in log.roles and "converted" in log.roles:
        told = _by_name(frame[frame["clicked"].notna()])
    else:
        raise InputError(say(m.NO_CHANCES, file=log.file))
    return _in_order(told, reserve, log.file)


@needs(Role.VIEWER)
def shown_slots(ws: Workspace) -> list[int]:
    """The places in which something was shown that is known to be clicked or not."""
    with ws.db.read() as cursor:
        return auction_queries.places(cursor)


@needs(Role.VIEWER)
def rank_shown(ws: Workspace, place: int, value: float, reserve: float = 0.0) -> pd.DataFrame:
    """The same of what was shown in a place by the data; all bid `value` for a conversion. Where
    conversions are not told, `InputError`.
    """
    with ws.db.read() as cursor:
        frame = auction_queries.shown_in(cursor, place)
    if frame.empty:
        raise InputError(say(m.NOBODY_SHOWN, slot=place))
    if frame["converted"].isna().all():
        raise InputError(say(m.NO_CONVERSIONS))
    return _in_order(_shrunk(frame.fillna({"converted": 0}).assign(bid=value)), reserve, "")


def slot_sentence(frame: pd.DataFrame) -> str:
    """Who stands first."""
    if frame.empty:
        return say(m.NOBODY_RANKED)
    worth = priced(number(float(frame["worth"].iloc[0])))
    return say(m.RANKED, first=frame["name"].iloc[0], worth=worth)


def _by_name(rows: pd.DataFrame) -> pd.DataFrame:
    by = rows.groupby("name", sort=False)
    frame = by.agg(
        shown=("clicked", "size"), clicked=("clicked", "sum"), bid=("bid", "mean")
    ).reset_index()
    after = rows[rows["clicked"] > 0].groupby("name")["converted"].agg(["sum", "count"])
    for column, each in (("converted", "sum"), ("told", "count")):
        frame[column] = frame["name"].map(after[each]).fillna(0.0)
    return _shrunk(frame)


def _shrunk(frame: pd.DataFrame) -> pd.DataFrame:
    """Chances from counts, drawn to those of all in the slot as if these had been seen `PRIOR`
    times. Clicks of which it is not told whether they converted say nothing of conversions.
    """
    shown, clicked, told, converted = (
        frame[name].to_numpy(dtype=float) for name in ("shown", "clicked", "told", "converted")
    )
    click = clicked.sum() / max(shown.sum(), 1.0)
    after = converted.sum() / max(told.sum(), 1.0)
    return frame.assign(
        click=(clicked + PRIOR * click) / (shown + PRIOR),
        conversion=(converted + PRIOR * after) / (told + PRIOR),
    )


def _in_order(frame: pd.DataFrame, reserve: float, file: str) -> pd.DataFrame:
    if frame.empty:
        raise InputError(say(m.NOBODY_TO_RANK, file=file))
    bid, click, conversion = (
        frame[name].to_numpy(dtype=float) for name in ("bid", "click", "conversion")
    )
    chances = np.concatenate([click, conversion])
    gaps = frame["name"][np.isnan(bid) | np.isnan(click) | np.isnan(conversion)]
    if len(gaps):
        raise InputError(say(m.UNRANKED, file=file, n=len(gaps), first=gaps.iloc[0]))
    if (chances < 0).any() or (chances > 1).any() or (bid < 0).any():
        raise InputError(say(m.SEVERAL, file=file))
    worth = worth_of_showing(bid, click, conversion)
    order = ranked(worth, reserve)
    return frame.assign(worth=worth)[list(COLUMNS)].iloc[order].reset_index(drop=True)
