"""Two to four groups in one table: size, spend, rhythm, worth, and what they buy more of."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from recsys_core.profiles.group_comparison import ComparedFigure, compare_groups
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.features import shares_of_categories
from recsys_core.services.customers.group_choice import group_members
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.side_by_side import messages as m
from recsys_core.services.customers.worth import customer_worth, worth_is_known
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, number, share

MOST = 4
WORTH = "worth"
FIGURES: dict[str, str] = {
    C.Visits: m.VISITS_OF,
    C.Spend: m.SPEND_OF,
    C.Recency: m.RECENCY_OF,
    C.Interval: m.INTERVAL_OF,
    C.Products: m.PRODUCTS_OF,
    WORTH: m.WORTH_OF,
}
"""Every figure that is no category, and how it is called."""
TOLD = 3
"""So many figures of a group are in its sentence."""


@dataclass(frozen=True)
class GroupSize:
    """How many are in a group, and which share of customers and of spend that is (None without
    money).
    """

    group: str
    customers: int
    share: float
    spend_share: float | None


@dataclass(frozen=True)
class SideBySide:
    """Groups beside each other. sizes: one a group, as named.  figures: every figure of every
    group (`FIGURES`).  categories: shares of the most bought categories, likewise.
    """

    sizes: tuple[GroupSize, ...]
    figures: tuple[ComparedFigure, ...]
    categories: tuple[ComparedFigure, ...]

    def apart(self, group: str) -> list[ComparedFigure]:
        """What sets a group apart beyond chance: the farthest from the average first."""
        own = [one for one in (*self.figures, *self.categories) if one.group == group]
        found = [one for one in own if one.differs and one.mean > 0 and one.average > 0]
        return sorted(found, key=lambda one: -max(one.times, 1 / one.times))

    def telling_categories(self, most: int) -> list[str]:
        """The categories in which a group lies farthest from the average beyond chance."""
        found = [one for one in self.categories if one.differs and one.mean > 0]
        order = sorted(found, key=lambda one: -max(one.times, 1 / one.times))
        return list(dict.fromkeys(one.figure for one in order))[:most]


@needs(Role.VIEWER)
def compare_segments(ws: Workspace, names: Sequence[str]) -> SideBySide:
    """Two to `MOST` groups by their names (`group_names`) in figures; worth only where that was
    worked out. Figures and categories share one correction.

    `InputError` for another number of names and for a group of nobody.
    """
    if not 2 <= len({name.casefold() for name in names}) == len(names) <= MOST:
        raise InputError(say(m.TWO_TO_FOUR, most=MOST, n=len(names)))
    overview = customer_overview(ws)
    groups = {name: group_members(ws, name) for name in names}
    for name, members in groups.items():
        if not members.any():
            raise InputError(say(m.NOBODY_IN, group=repr(name)))
    values = overview[[C.Visits, C.Spend, C.Recency, C.Interval, C.Products]].astype(float)
    if worth_is_known(ws):
        told = customer_worth(ws).customers.set_index(Columns.User)["value"]
        values[WORTH] = told.reindex(overview[Columns.User]).to_numpy(dtype=float)
    values = values.loc[:, values.notna().any()]
    categories = shares_of_categories(ws).reset_index(drop=True)
    own = len(values.columns)
    found = compare_groups(pd.concat([values, categories], axis=1), groups)
    per_group = own + len(categories.columns)
    spend = float(overview[C.Spend].sum())
    sizes = [
        GroupSize(
            name,
            int(members.sum()),
            float(members.mean()),
            float(overview[C.Spend][members].sum()) / spend if spend > 0 else None,
        )
        for name, members in groups.items()
    ]
    return SideBySide(
        tuple(sizes),
        tuple(one for at, one in enumerate(found) if at % per_group < own),
        tuple(one for at, one in enumerate(found) if at % per_group >= own),
    )


def figure_name(figure: str) -> str:
    """How a figure is called on screen; a category is its own name."""
    return say(FIGURES[figure]) if figure in FIGURES else figure


def told_in(one: ComparedFigure) -> dict[str, str]:
    """The mean with its ends and the average of a figure as they are written: money, a share or a
    number.
    """
    written = (
        money if one.figure in (C.Spend, WORTH) else number if one.figure in FIGURES else share
    )
    ends = {"low": written(one.low), "high": written(one.high)}
    return {"mean": written(one.mean), "average": written(one.average)} | ends


def group_sentences(found: SideBySide) -> list[str]:
    """One line a group: how many, and what sets them apart most."""
    lines = []
    for size in found.sizes:
        told = say(m.SIZE_OF, group=size.group, n=size.customers, share=share(size.share))
        if size.spend_share is not None:
            told = say(m.SIZE_AND_SPEND, size=told, spend=share(size.spend_share))
        words = [
            say(
                m.FIGURE_NEXT if at else m.FIGURE_FIRST,
                figure=figure_name(one.figure),
                mean=told_in(one)["mean"],
                average=told_in(one)["average"],
            )
            for at, one in enumerate(found.apart(size.group)[:TOLD])
        ]
        if words:
            lines.append(say(m.DIFFERS_IN, size=told, figures=and_list(words)))
        else:
            lines.append(say(m.LIKE_AVERAGE, size=told))
    return lines


def comparison_json(found: SideBySide) -> dict[str, Any]:
    """The keys of the command line's `compare-segments` but for `models`."""

    def rows(figures: Sequence[ComparedFigure]) -> list[dict[str, Any]]:
        return [asdict(one) | {"times": one.times, "differs": one.differs} for one in figures]

    return {
        "segments": [asdict(size) for size in found.sizes],
        "rows": rows(found.figures),
        "categories": rows(found.categories),
        "sentences": group_sentences(found),
    }
