"""Every model in every group: a table of figures, coloured by the distance from the bestsellers."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import customers, finish, row_height, safe, unique
from pages.parts.evaluation import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit, alike, places, priced, share, written

STRONGEST = 0.62
"""How much of a colour a cell takes at most, so that its figure stays readable."""
BETTER, WORSE = 0, 1
"""Places in the palette: blue and vermilion, told apart by colour-blind readers too."""
UP, DOWN = "▲", "▼"


def heat_map(
    frame: pd.DataFrame,
    title: str,
    *,
    baseline: str,
    higher_is_better: bool,
    unit: Unit = "number",
) -> go.Figure:
    """Groups down, models across, the baseline first.

    frame: one row per cell: `slice`, `model`, `label`, `value`, `low`, `high`, `n`, `enough`,
    `difference` (model - baseline, NaN for the baseline itself), `real` (beyond chance after the
    correction), `probability` (NaN where not tested). The order of rows is the order drawn.
    """
    colours = theme.palette()
    models = list(dict.fromkeys(frame["model"]))
    groups = list(dict.fromkeys(frame["slice"]))
    at = frame.set_index(["slice", "model"])
    known = frame.loc[frame["enough"], "difference"].abs()
    most = float(known.max()) if known.notna().any() and known.max() > 0 else 1.0
    decimals = places(float(frame.loc[frame["value"].notna(), "value"].abs().max()))
    cells = [[at.loc[(group, model)] for model in models] for group in groups]
    sign = 1 if higher_is_better else -1
    sizes = [int(frame.loc[frame["slice"] == group, "n"].max()) for group in groups]
    figure = go.Figure(
        go.Heatmap(
            z=[[_shade(cell, sign / most) for cell in row] for row in cells],
            x=unique(frame.drop_duplicates("model")["label"], 28),
            y=_labels(groups, sizes),
            zmin=-1,
            zmax=1,
            colorscale=_scale(colours),
            showscale=False,
            text=[[_text(cell, higher_is_better, decimals, unit) for cell in row] for row in cells],
            texttemplate="%{text}",
            textfont={"color": colours.ink},
            customdata=[[_hover(cell, baseline, unit) for cell in row] for row in cells],
            hovertemplate="<b>%{y}</b><br>%{x}<br>%{customdata}<extra></extra>",
            xgap=3,
            ygap=3,
        )
    )
    figure.update_xaxes(
        side="top", showgrid=False, tickfont={"color": colours.ink}, ticklabelstandoff=4
    )
    if len(models) > 9:
        figure.update_xaxes(tickangle=-35)
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": colours.ink})
    return finish(figure, title, height=row_height(len(groups), 42, 70))


def _labels(groups: list[str], sizes: list[int]) -> list[str]:
    """Name and number of customers, the name on a line of its own where it is long."""
    return [
        f"{name}{'<br>' if len(name) > 24 else ' · '}<i>{customers(n)}</i>"
        for name, n in zip(unique(groups, 44), sizes, strict=True)
    ]


def _shade(cell: pd.Series, scale: float) -> float | None:
    """Where the cell lies from -1 to 1; None leaves it without colour."""
    if not cell["enough"]:
        return None
    return 0.0 if pd.isna(cell["difference"]) else cell["difference"] * scale


def _text(cell: pd.Series, higher_is_better: bool, decimals: int, unit: Unit) -> str:
    if pd.isna(cell["value"]):
        return "–"
    if unit == "share":
        shown = share(cell["value"])
    else:
        shown = written(cell["value"], decimals)
        shown = priced(shown) if unit == "money" else shown
    if not cell["enough"]:
        return f"<i>{shown}</i>"
    if not cell["real"]:
        return shown
    better = (cell["difference"] > 0) == higher_is_better
    return f"<b>{shown}</b> {UP if better else DOWN}"


def _hover(cell: pd.Series, baseline: str, unit: Unit) -> str:
    if pd.isna(cell["value"]):
        return say(m.NO_FIGURE)
    shown, low, high = alike(cell["value"], cell["low"], cell["high"], unit=unit)
    lines = [shown, say(m.INTERVAL, low=low, high=high), customers(cell["n"])]
    if not cell["enough"]:
        lines.append(say(m.TOO_FEW))
    elif pd.notna(cell["probability"]):
        gap = alike(abs(cell["difference"]), unit=unit)[0]
        above, below = (
            (m.ABOVE_REAL, m.BELOW_REAL) if cell["real"] else (m.ABOVE_CHANCE, m.BELOW_CHANCE)
        )
        message = above if cell["difference"] > 0 else below
        lines.append(say(message, gap=gap, baseline=safe(baseline)))
    return "<br>".join(lines)


def _scale(colours: theme.Palette) -> list[tuple[float, str]]:
    """Vermilion, the page's surface, blue: the middle is level with the baseline."""
    worse = theme.mix(colours.surface, colours.series[WORSE], STRONGEST)
    better = theme.mix(colours.surface, colours.series[BETTER], STRONGEST)
    return [(0.0, worse), (0.5, colours.surface), (1.0, better)]
