"""What became of what was held back: who was tested, which products count, and what was lost."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from pages.kit import theme
from pages.kit.figure import finish, row_height
from pages.parts.evaluation import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, share

KEPT, LOST, COUNTED = "kept", "lost", "counted"


def kept_and_lost(info: Mapping[str, Any]) -> go.Figure:
    """One bar a row: customers tested and left out, then products counted and left out by reason.

    info: a split's figures (`SplitInfo`). Customers are a share of those with something held back,
    products (customer and product pairs) of all that was held back. A measurement of an earlier
    version has no reasons.
    """
    colours = theme.palette()
    rows = lost_rows(info)
    rows.reverse()
    figure = go.Figure(
        go.Bar(
            y=[label for label, *_ in rows],
            x=[part for _, _, part, _ in rows],
            orientation="h",
            width=0.62,
            marker={
                "color": [colours.accent if kind == KEPT else colours.muted for *_, kind in rows]
            },
            text=[f" {count(n)} · {share(part)}" for _, n, part, _ in rows],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="<b>%{y}</b><br>%{text}<extra></extra>",
        )
    )
    figure.update_xaxes(visible=False, range=[0, 1.25])
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    figure.update_layout(margin={"t": 4})
    return finish(figure, title(info), height=row_height(len(rows), 32, 24))


def title(info: Mapping[str, Any]) -> str:
    """The finding: how much of what was held back could be used."""
    held, right = int(info["n_test_pairs"]), _counted(info)
    part = share(right / held if held else 0)
    return say(m.HELD_BACK_COUNTS, share=part, n=int(info["n_test_users"]))


def _counted(info: Mapping[str, Any]) -> int:
    """Pairs that count, those of customers not drawn among them where that is known."""
    return int(info.get("pairs", {}).get(COUNTED, info["n_relevant_pairs"]))


def lost_rows(info: Mapping[str, Any]) -> list[tuple[str, int, float, str]]:
    """Label, number, share and whether kept or lost; nothing that is 0 but what was kept."""
    everybody = int(info["n_eligible_users"]) + int(info["users_left_out"])
    pairs = int(info["n_test_pairs"])
    undrawn = int(info["n_eligible_users"]) - int(info["n_test_users"])
    people = info.get("customers", {"": int(info["users_left_out"])})
    rows = [(say(m.CUSTOMERS_TESTED), int(info["n_test_users"]), everybody, KEPT)]
    rows += [
        (say(m.CUSTOMERS_LOST.get(reason, m.CUSTOMERS_LEFT_OUT)), n, everybody, LOST)
        for reason, n in people.items()
    ]
    rows.append((say(m.CUSTOMERS_NOT_DRAWN), undrawn, everybody, LOST))
    rows.append((say(m.PRODUCTS_THAT_COUNT), _counted(info), pairs, KEPT))
    rows += [
        (say(m.PAIRS_LOST[reason]), n, pairs, LOST)
        for reason, n in info.get("pairs", {}).items()
        if reason != COUNTED
    ]
    return [
        (label, n, n / whole if whole else 0.0, kind)
        for label, n, whole, kind in rows
        if n or kind == KEPT
    ]
