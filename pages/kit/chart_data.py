"""What a chart shows as a table: human column names, raw numbers, one row a mark.

Read off the figure itself, so that no chart can offer other numbers than it draws. Marks without a
hover (`hoverinfo="skip"`) are furniture and left out.
"""

import html
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

SERIES, NAME, DATE, VALUE = "Series", "Name", "Date", "Value"
FROM, TO = "From", "To"
LOW, HIGH = "Interval from", "Interval to"
CUSTOMERS = "Customers"
LONGEST_NAME = 80
_CUSTOMERS = re.compile(r"(\d[\d,.\u202f]*) customers?")
_TAG = re.compile(r"</?(?:b|i|br|span|sub|sup)\b[^>]*>", re.IGNORECASE)


def chart_frame(figure: go.Figure) -> pd.DataFrame:
    """All marks of all traces below one another; a column `Series` where several have names."""
    traces = [one for one in figure.data if getattr(one, "hoverinfo", None) != "skip"]
    frames = []
    for trace in traces:
        frame = _grid(trace, figure) if trace.type == "heatmap" else _marks(trace, figure)
        if len(traces) > 1:
            frame.insert(0, SERIES, _plain(trace.name or ""))
        frames.append(frame)
    if not frames:
        return pd.DataFrame()
    whole = pd.concat(frames, ignore_index=True)
    if SERIES in whole.columns and not whole[SERIES].any():
        whole = whole.drop(columns=SERIES)
    return whole.dropna(axis=1, how="all")


def file_name(key: str) -> str:
    """A chart's key as the name of its file: `small-NDCG` -> `small-ndcg.csv`."""
    return f"{stem(key)}.csv"


def stem(text: str) -> str:
    """Any text, such as a chart's finding, as the name of a file without its ending."""
    name = re.sub(r"\W+", "-", text.lower()).strip("-_") or "chart"
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rpartition("-")[0]


def _marks(trace: Any, figure: go.Figure) -> pd.DataFrame:
    sideways = getattr(trace, "orientation", None) == "h"
    across, up = _values(trace.x), _values(trace.y)
    length = max(len(across), len(up))
    across, up = _padded(across, length), _padded(up, length)
    hover = _hover(trace, length)
    names = {"x": _axis_name(trace, figure, "x"), "y": _axis_name(trace, figure, "y")}
    order = ("y", "x") if sideways else ("x", "y")
    columns: dict[str, list[Any]] = {}
    for at in order:
        cells = across if at == "x" else up
        hidden = _axis(trace, figure, at).visible is False
        if hidden and at == order[0] and hover and isinstance(hover[0][0], str):
            # Places without an axis mean nothing; what the hover calls them does.
            cells = [_plain(row[0]) for row in hover]
        base = _values(getattr(trace, "base", None))
        if at == order[1] and base and isinstance(base[0], date):
            ends = zip(base, cells, strict=False)
            columns[FROM] = list(base)
            columns[TO] = [start + timedelta(milliseconds=float(length)) for start, length in ends]
            continue
        columns[_free(names[at] or _kind(cells), columns)] = cells
    columns |= _interval(trace, across, up)
    columns |= _customers(hover)
    return pd.DataFrame(columns)


def _grid(trace: Any, figure: go.Figure) -> pd.DataFrame:
    cells = np.asarray(trace.z, dtype=object)
    across, up = _values(trace.x), _values(trace.y)
    across = across or list(range(1, cells.shape[1] + 1))
    up = up or list(range(1, cells.shape[0] + 1))
    columns: dict[str, list[Any]] = {}
    rows = [
        (row, column, cells[i][j]) for i, row in enumerate(up) for j, column in enumerate(across)
    ]
    columns[_axis_name(trace, figure, "y") or "Row"] = [row for row, _, _ in rows]
    columns[_free(_axis_name(trace, figure, "x") or "Column", columns)] = [c for _, c, _ in rows]
    scale = getattr(getattr(trace, "colorbar", None), "title", None)
    columns[_free(_plain(getattr(scale, "text", None) or VALUE), columns)] = [v for _, _, v in rows]
    return pd.DataFrame(columns)


def _interval(trace: Any, across: list[Any], up: list[Any]) -> dict[str, list[Any]]:
    for bars, middle in ((trace.error_x, across), (trace.error_y, up)):
        above = _values(bars.array)
        if not above:
            continue
        below = _values(bars.arrayminus) or above
        return {
            LOW: [m - b for m, b in zip(middle, below, strict=False)],
            HIGH: [m + a for m, a in zip(middle, above, strict=False)],
        }
    return {}


def _customers(hover: list[list[Any]]) -> dict[str, list[Any]]:
    """The number of customers behind each mark, where the hover tells it."""
    counts = []
    for row in hover:
        found = [m for cell in row if isinstance(cell, str) and (m := _CUSTOMERS.fullmatch(cell))]
        if not found:
            return {}
        counts.append(int(re.sub(r"\D", "", found[-1][1])))
    return {CUSTOMERS: counts} if counts else {}


def _hover(trace: Any, length: int) -> list[list[Any]]:
    given = getattr(trace, "customdata", None)
    if given is None or len(given) != length:
        return []
    rows = []
    for one in given:
        cells = (
            list(one)
            if isinstance(one, Sequence | np.ndarray) and not isinstance(one, str)
            else [one]
        )
        rows.append(cells or [None])
    return rows


def _axis(trace: Any, figure: go.Figure, which: str) -> Any:
    own = getattr(trace, f"{which}axis", None) or which
    return figure.layout[f"{which}axis{own[1:]}"]


def _axis_name(trace: Any, figure: go.Figure, which: str) -> str:
    return _plain(_axis(trace, figure, which).title.text or "")


def _kind(cells: list[Any]) -> str:
    first = next((cell for cell in cells if cell is not None), None)
    if isinstance(first, str):
        return NAME
    return DATE if isinstance(first, date | datetime | np.datetime64) else VALUE


def _free(name: str, columns: Iterable[str]) -> str:
    """A column name not taken yet."""
    taken, number, free = set(columns), 2, name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _values(given: Any) -> list[Any]:
    """Cells as plain values: text unescaped, dates as dates."""
    if given is None:
        return []
    if isinstance(given, np.ndarray) and np.issubdtype(given.dtype, np.datetime64):
        return [pd.Timestamp(one).to_pydatetime() for one in given]
    cells = given.tolist() if isinstance(given, np.ndarray) else list(given)
    return [_plain(cell) if isinstance(cell, str) else cell for cell in cells]


def _padded(cells: list[Any], length: int) -> list[Any]:
    return cells + [None] * (length - len(cells))


def _plain(text: str) -> str:
    """A label as it reads: without the invisible signs that keep two of a name apart."""
    return html.unescape(_TAG.sub(" ", text)).replace("\u200b", "").strip()
