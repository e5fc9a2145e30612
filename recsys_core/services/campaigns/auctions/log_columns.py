"""Which column of a file of auctions is what, whatever it is called."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray, StrArray
from recsys_core.services.campaigns.auctions import messages as m
from recsys_core.services.campaigns.uplift.arm_files import NO, YES, ArmTable, read_arms
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

ROLES: Mapping[str, tuple[str, ...]] = {
    "time": ("time", "timestamp", "ts", "date", "datetime", "bid_time", "zeit", "datum", "heure"),
    "slot": ("slot", "placement", "place", "position", "ad_slot", "slot_id", "placement_id", "zone",
             "ad_unit", "platz", "emplacement"),
    "name": ("name", "banner", "product", "ad", "creative", "item", "item_id", "banner_id", "ad_id",
             "creative_id", "title", "werbemittel", "produkt"),
    "bid": ("bid", "our_bid", "my_bid", "bid_price", "bidding_price", "gebot", "enchere"),
    "won": ("won", "win", "is_win", "shown", "impression", "gewonnen"),
    "price": ("price", "paid", "price_paid", "pay_price", "payprice", "paying_price", "cost",
              "clearing_price", "winning_price", "win_price", "market_price", "second_price",
              "preis", "prix"),
    "highest": ("highest_bid", "winning_bid", "highest_other_bid", "top_bid", "minimum_bid_to_win",
                "min_bid_to_win"),
    "click": ("click_chance", "p_click", "pctr", "p_ctr", "ctr", "click_probability", "click"),
    "clicked": ("clicked", "click", "clicks", "is_click", "geklickt"),
    "conversion": ("conversion_chance", "p_conversion", "pcvr", "p_cvr", "cvr", "conversion_rate",
                   "conversion_probability", "conversion"),
    "converted": ("converted", "conversion", "conversions", "is_conversion", "purchase", "sale"),
    "value": ("value", "conversion_value", "revenue", "sales", "order_value", "wert", "umsatz"),
}  # fmt: skip
"""Role -> what its column may be called, in small letters with _ between words, without units."""
UNITS = ("eur", "euro", "usd", "gbp", "chf", "cpm", "ecpm", "in")
THOUSAND = ("cpm", "ecpm")
FLAGS = ("won", "clicked", "converted")
CHANCES = ("click", "conversion")


@dataclass(frozen=True)
class AuctionTable:
    """A file as read. roles: role -> its column."""

    table: ArmTable
    roles: Mapping[str, str]

    @property
    def file(self) -> str:
        return self.table.file

    @property
    def rows(self) -> int:
        return len(self.table.texts)

    def texts(self, role: str) -> StrArray:
        """(n,) the cells of a role; empty ones where no column has it."""
        if role not in self.roles:
            return np.full(self.rows, "", dtype=object)
        return np.asarray(self.table.texts[self.roles[role]], dtype=object)

    def numbers(self, role: str) -> FloatArray:
        """(n,) NaN where a cell is empty or no column has the role. Amounts for a thousand
        impressions, which the name says, are divided. `InputError` for a cell that is no number.
        """
        if role not in self.roles:
            return np.full(self.rows, np.nan)
        column = self.roles[role]
        values = self.table.numbers.get(column)
        if values is None:
            words = self.table.texts[column].str.casefold()
            known = words.map(dict.fromkeys(YES, 1.0) | dict.fromkeys(NO, 0.0) | {"": np.nan})
            strange = (words != "") & (known.isna() | (role not in FLAGS))
            if strange.any():
                text = self.table.texts[column][strange].iloc[0]
                raise InputError(say(m.NO_FIGURE, file=self.file, column=column, text=text))
            values = known.to_numpy(dtype=float)
        if role in ("price", "highest", "bid") and set(_words(column)) & set(THOUSAND):
            return values / 1000
        return values


def read_auctions(
    path: Path, name: str | None = None, chosen: Mapping[str, str] | None = None
) -> AuctionTable:
    """Any table an import reads. name: how to call the file.  chosen: role -> column, instead of
    what its name says; "" for no column.
    """
    return with_roles(read_arms(path, name), chosen or {})


def with_roles(table: ArmTable, chosen: Mapping[str, str]) -> AuctionTable:
    """The same table with roles that were chosen. `InputError` for no role and no column."""
    roles = likely_roles(table)
    for role, column in chosen.items():
        if role not in ROLES:
            raise InputError(say(m.NO_ROLE, role=role, roles=and_list(list(ROLES))))
        roles.pop(role, None)
        if column:
            roles = {one: at for one, at in roles.items() if at != column} | {role: column}
            if column not in table.columns:
                named = and_list(table.columns)
                raise InputError(
                    say(m.NO_SUCH_COLUMN, file=table.file, column=column, columns=named)
                )
    return AuctionTable(table, roles)


def likely_roles(table: ArmTable) -> dict[str, str]:
    """Role -> the first column of its names, in their order. A column that might hold chances or
    what happened holds what happened where all its cells are 0, 1, yes or no.
    """
    named: dict[str, str] = {}
    for column in reversed(table.columns):
        named[_name(column)] = column
    roles: dict[str, str] = {}
    for role, names in ROLES.items():
        for column in [named[name] for name in names if name in named]:
            if column in roles.values():
                continue
            if role in (*CHANCES, *FLAGS[1:]) and _only_flags(table, column) != (role in FLAGS):
                continue
            roles[role] = column
            break
    return roles


def _only_flags(table: ArmTable, column: str) -> bool:
    values = table.numbers.get(column)
    if values is None:
        return True
    known = values[~np.isnan(values)]
    return bool(np.isin(known, (0.0, 1.0)).all())


def _words(column: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", re.sub(r"([a-z])([A-Z])", r"\1 \2", column))
    return re.findall(r"[a-z]+", "".join(c for c in apart if not unicodedata.combining(c)).lower())


def _name(column: str) -> str:
    words = _words(column)
    return "_".join([word for word in words if word not in UNITS] or words)
