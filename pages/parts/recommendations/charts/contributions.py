"""What a score is made of, purchase by purchase, stepping from zero to the score."""

import pandas as pd
import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, row_height, unique
from pages.kit.formats import number, share, signed
from pages.parts.recommendations import messages as m
from recsys_core.wording.messages import say


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
    values = [float(value) for value in rows["value"]]
    starts = [sum(values[:at]) for at in range(len(values))]
    labels = [*unique(rows["label"], 46), say(m.SCORE)]
    texts = [*(signed(value) for value in values), number(total)]
    figure = go.Figure(
        go.Bar(
            y=labels,
            x=[*values, total],
            base=[*starts, 0.0],
            orientation="h",
            marker={
                "color": [
                    *(colours.accent if value > 0 else colours.bad for value in values),
                    colours.muted,
                ]
            },
            customdata=[
                (text, share(value / total) if total else "")
                for text, value in zip(texts, [*values, total], strict=True)
            ],
            hovertemplate=say(m.CONTRIBUTION_HOVER),
        )
    )
    ends = [max(start, start + value) for start, value in zip(starts, values, strict=True)]
    for label, end, text in zip(labels, [*ends, max(total, 0.0)], texts, strict=True):
        figure.add_annotation(
            y=label,
            x=end,
            xanchor="left",
            xshift=6,
            text=f"<b>{text}</b>" if label == labels[-1] else text,
            showarrow=False,
            font={"color": colours.ink},
        )
    low = min(
        0.0, total, *(start + min(value, 0.0) for start, value in zip(starts, values, strict=True))
    )
    high = max(0.0, total, *ends)
    figure.update_xaxes(range=[low * 1.08, high * 1.28 or 1.0])
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": colours.ink})
    return finish(figure, title, x=say(m.CONTRIBUTION_TO_SCORE), height=row_height(len(labels), 32))
