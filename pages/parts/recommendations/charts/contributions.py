"""What a score is made of, purchase by purchase, stepping from zero to the score."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import BAR, finish, name_above, note_ends, row_height, unique
from pages.parts.recommendations import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number, share, signed


def stepping(frame: pd.DataFrame, title: str, *, total: float, most: int = 8) -> go.Figure:
    """Horizontal bars from `label` and `value` that end where the next begins, down to the score.

    The largest `most` have a bar of their own, the others one together, so that nothing is left
    out of the sum.
    """
    colours = theme.palette()
    rows = frame.loc[frame["value"] != 0, ["label", "value"]]
    rows = rows.sort_values("value", key=abs, ascending=False, kind="stable")
    rest, rows = rows.iloc[most:], rows.iloc[:most]
    if len(rest):
        together = {"label": say(m.OTHERS_TOGETHER, n=len(rest)), "value": rest["value"].sum()}
        rows = pd.concat([rows, pd.DataFrame([together])], ignore_index=True)
    sizes = [*map(float, rows["value"]), total]
    starts = [*(sum(sizes[:at]) for at in range(len(rows))), 0.0]
    steps = list(zip(starts, sizes, strict=True))
    labels = [*unique(rows["label"], 48), say(m.SCORE)]
    texts = [*map(signed, sizes[:-1]), number(total)]
    shades = [colours.accent if size > 0 else colours.bad for size in sizes[:-1]]
    figure = go.Figure(
        go.Bar(
            y=labels,
            width=BAR,
            x=sizes,
            base=starts,
            orientation="h",
            marker={"color": [*shades, colours.muted]},
            customdata=[
                (text, share(size / total) if total else "")
                for text, size in zip(texts, sizes, strict=True)
            ],
            hovertemplate=say(m.CONTRIBUTION_HOVER),
        )
    )
    ends = [max(start, start + size) for start, size in steps]
    texts[-1] = f"<b>{texts[-1]}</b>"
    note_ends(figure, labels, ends, texts, font={"color": colours.ink})
    name_above(figure, labels, font={"color": colours.ink})
    low = min(0.0, *(start + min(size, 0.0) for start, size in steps))
    figure.update_xaxes(range=[low * 1.08, max(0.0, *ends) * 1.28 or 1.0])
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return finish(figure, title, x=say(m.CONTRIBUTION_TO_SCORE), height=row_height(len(labels), 42))
