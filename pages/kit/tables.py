"""Tables as they look on every page: titles first, numbers right, bars in cells, no index.

    tables.show(
        frame,
        {"title": tables.text("Product"), "share": tables.share("Share")},
        key="list", alt="Shares of products", file_name="shares.csv",
    )

Only the named columns appear, in this order; the download holds the same columns unformatted.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, cast

import pandas as pd
import streamlit as st
from streamlit.column_config import (
    CheckboxColumn,
    DateColumn,
    DatetimeColumn,
    NumberColumn,
    ProgressColumn,
    TextColumn,
)

from pages.kit import layout
from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.wording.amounts import ENGLISH, in_force
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, Unit, places, significant, written
from recsys_core.wording.numbers import share as share_in_words

Column = Any
"""A column of Streamlit, which has functions where others have classes."""
Width = Literal["small", "medium", "large"] | int
"""An integer is in pixels."""
ROW_HEIGHT = 35
_FORMAT = re.compile(r"([^%]*)%,(?:\.(\d+)f|d)([^%]*)")
SHARE = "percent"
PERCENT = "%.3g %%"
MEASURED = "measured"
"""Stands for the format of a column until its figures are known."""


def show(
    frame: pd.DataFrame,
    columns: dict[str, Column],
    key: str,
    *,
    alt: str,
    file_name: str | None = None,
    rows: int = 10,
    select: Literal["single-row", "multi-row"] | None = None,
) -> list[int]:
    """Draw the table, `rows` lines high at most; returns the positions of the selected rows."""
    shown = frame[list(columns)]
    config = {name: _rounded(one, shown[name]) for name, one in columns.items()}
    digits = {
        name: shown[name].map(significant, na_action="ignore")
        for name, one in columns.items()
        if one["type_config"].get("format") == SHARE
    }
    rounded = shown.assign(**digits)
    english = in_force().style == ENGLISH
    drawn = st.dataframe(
        _percentages(rounded, config, list(digits)) if english else _localised(rounded, config),
        hide_index=True,
        column_config=config,
        column_order=list(columns),
        key=key,
        height=(min(max(len(shown), 1), rows) + 1) * ROW_HEIGHT + 3,
        row_height=ROW_HEIGHT,
        on_select="rerun" if select else "ignore",
        selection_mode=select or "single-row",
        placeholder=UNKNOWN,
        alt=alt,
    )
    if file_name:
        layout.table_downloads(say(m.DOWNLOAD_AS_CSV), lambda: shown, file_name, key=f"{key}-csv")
    return list(cast(Any, drawn).selection.rows) if select else []


def behind(
    title: str, frame: pd.DataFrame, columns: dict[str, Column], key: str, **look: Any
) -> None:
    """`show` in a closed part that draws it once it is opened: a browser takes as long for a table
    that nobody sees as for one on screen.
    """
    st.fragment(_part)(title, partial(show, frame, columns, key, **look), f"{key}-part")


def _part(title: str, draw: Callable[[], object], key: str) -> None:
    part = st.expander(plain(title), key=key, on_change="rerun")
    if part.open:
        with part:
            draw()


def _rounded(column: Column, values: pd.Series) -> Column:
    kind = column["type_config"]
    if MEASURED not in (kind.get("format") or ""):
        return column
    decimals = places(float(pd.to_numeric(values).abs().max()))
    written_as = kind["format"].replace(MEASURED, f"%,.{decimals}f")
    return {**column, "type_config": {**kind, "format": written_as}}


def _percentages(shown: pd.DataFrame, config: dict[str, Column], shares: list[str]) -> pd.DataFrame:
    """Shares as percentages with the space that every other one has: `5.56 %`."""
    for name in shares:
        kind = config[name]["type_config"]
        ends = {end: kind[end] * 100 for end in ("min_value", "max_value") if kind.get(end)}
        config[name] = {**config[name], "type_config": {**kind, "format": PERCENT, **ends}}
    scaled = {
        name: (pd.to_numeric(shown[name]) * 100).map(significant, na_action="ignore")
        for name in shares
    }
    return shown.assign(**scaled)


def _localised(shown: pd.DataFrame, config: dict[str, Column]) -> Any:
    """Numbers in the style in force; Streamlit's own formats know the English one alone, and so
    do its bars: shares are figures without one.
    """
    written_as: dict[str, Callable[[float], str]] = {}
    for name, column in config.items():
        if column["type_config"].get("format") == SHARE:
            written_as[name] = share_in_words
            config[name] = {**column, "type_config": {"type": "number"}}
            continue
        found = _FORMAT.fullmatch(column["type_config"].get("format") or "")
        if found:
            before, decimals, behind = found.groups()
            digits = int(decimals or 0)
            written_as[name] = partial(_cell, before, digits, behind)
            config[name] = {**column, "type_config": {**column["type_config"], "format": None}}
    return shown.style.format(written_as, na_rep=UNKNOWN)


def _cell(before: str, decimals: int, behind: str, value: float) -> str:
    return f"{before}{written(value, decimals)}{behind}"


def local_time(moments: pd.Series) -> pd.Series:
    """Stored moments (naive UTC) in the visitor's own time."""
    zone = st.context.timezone or "UTC"
    return moments.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)


def text(label: str, help: str | None = None, width: Width | None = None) -> Column:
    """A column of text."""
    return TextColumn(label, help=help and plain(help), width=width)


def count(label: str, help: str | None = None) -> Column:
    """Whole numbers: `1,469,307`."""
    return NumberColumn(label, help=help and plain(help), format="%,d")


def whole(label: str, help: str | None = None) -> Column:
    """Whole numbers that only name something, such as a line: `3002`."""
    return NumberColumn(label, help=help and plain(help), format="%d")


def decimal(label: str, help: str | None = None, *, unit: Unit = "number") -> Column:
    """Measured figures, all with the decimals that the largest needs for three digits."""
    if unit == "share":
        return NumberColumn(label, help=help and plain(help), format=SHARE)
    before, behind = in_force().around if unit == "money" else ("", "")
    return NumberColumn(label, help=help and plain(help), format=f"{before}{MEASURED}{behind}")


def given(label: str) -> Column:
    """Numbers somebody chose, such as ratings, as they are."""
    return NumberColumn(label)


def money(label: str, help: str | None = None) -> Column:
    """AmountStyle, in the currency of the workspace."""
    before, behind = in_force().around
    return NumberColumn(label, help=help and plain(help), format=f"{before}%,.2f{behind}")


def share(label: str, help: str | None = None) -> Column:
    """A share of one as a bar with its percentage."""
    return ProgressColumn(label, help=help and plain(help), format=SHARE, min_value=0, max_value=1)


def day(label: str, help: str | None = None) -> Column:
    """A date."""
    return DateColumn(label, help=help and plain(help), format="D MMM YYYY")


def moment(label: str, help: str | None = None) -> Column:
    """A date with its time."""
    return DatetimeColumn(label, help=help and plain(help), format="D MMM YYYY, HH:mm")


def yes_no(label: str, help: str | None = None) -> Column:
    """A tick or nothing."""
    return CheckboxColumn(label, help=help and plain(help))
