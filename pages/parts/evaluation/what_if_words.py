"""Figures and lists of what-if tuning, in words and in HTML. No widgets in here."""

from collections.abc import Sequence
from dataclasses import asdict

from pages.kit.markup import Markup, fill, joined
from pages.kit.theme import Palette
from pages.parts.evaluation import messages as m
from recsys_core.services.recommend.side_by_side import Difference, OneList
from recsys_core.services.what_if.what_if import FigureRow
from recsys_core.services.workspace.names import SHARES, MetricInfo
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, number, share, signed, signed_share

MONEY = frozenset({"Revenue", "Spent", "Margin"})
ALWAYS_ALIKE = frozenset({"FullLists", "Filler"})
"""Shown only where a list is not full, or was filled up."""
TITLES = {"Filler": (m.FILLED_PLACES, m.ABOUT_FILLED)}


def title(row: FigureRow, info: MetricInfo) -> str:
    """The metric's name on a tile."""
    return say(TITLES[row.name][0]) if row.name in TITLES else info.short


def meaning(row: FigureRow, info: MetricInfo) -> str:
    """What it says, and which way is good."""
    text = say(TITLES[row.name][1] if row.name in TITLES else info.meaning)
    return say(m.TILE_MEANING, meaning=text, direction=say(info.direction), n=row.n)


def value(name: str, figure: float) -> str:
    """A figure in its unit."""
    if name in MONEY:
        return money(figure)
    if name in SHARES:
        return share(figure)
    return number(figure)


def change(row: FigureRow) -> tuple[str, str, str]:
    """How the figure moved: kind (good, bad, open, none), words, and the ends of the interval."""
    if row.difference == row.low == row.high == 0:
        return "none", say(m.AS_BASELINE), ""
    arrow = "▲" if row.difference > 0 else "▼" if row.difference < 0 else "●"
    if row.baseline:
        moved = signed_share(row.relative).lstrip("+−")
        low, high = ends(row)
    else:
        moved = value(row.name, abs(row.difference))
        low, high = signed(row.low), signed(row.high)
    kind, message = {
        None: ("open", m.CHANGE_OPEN),
        True: ("good", m.CHANGE_BETTER),
        False: ("bad", m.CHANGE_WORSE),
    }[row.better]
    return kind, say(message, change=f"{arrow} {moved}"), say(m.ENDS, low=low, high=high)


def ends(row: FigureRow) -> tuple[str, str]:
    """The interval as shares of the baseline, the sign of percent at its upper end only."""
    low, high = (signed_share(end / abs(row.baseline)) for end in (row.low, row.high))
    return low.removesuffix(" %"), high


def missed(row: FigureRow, tests: int) -> str:
    """What would not have been found, where none of `tests` figures compared shows a difference."""
    if row.better is not None or row.low == row.high:
        return ""
    least = row.missed(tests)
    size = share(least / abs(row.baseline)) if row.baseline else value(row.name, least)
    return say(m.WOULD_BE_MISSED, n=row.n, size=size)


def shown(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """The figures worth a tile."""
    full = {"FullLists": 1.0, "Filler": 0.0}
    return [
        row
        for row in rows
        if row.name not in ALWAYS_ALIKE or not (row.value == row.baseline == full[row.name])
    ]


TILE = (
    '<div class="tile {kind}" title="{meaning}"><span>{title}</span><b>{value}</b>'
    "<em>{change}</em><small>{span}</small><small>{missed}</small></div>"
)


def tiles(rows: Sequence[FigureRow], infos: dict[str, MetricInfo], colours: Palette) -> Markup:
    """A tile for each figure: value, difference from the baseline, its 95 % interval."""
    parts = [_tile(row, infos[row.name], len(rows)) for row in shown(rows)]
    style, drawn = _style(colours), joined(parts)
    return fill("{style}<div class='tuning-tiles'>{drawn}</div>", style=style, drawn=drawn)


def _tile(row: FigureRow, info: MetricInfo, tests: int) -> Markup:
    kind, words, span = change(row)
    return fill(
        TILE,
        kind=kind,
        meaning=meaning(row, info),
        title=title(row, info),
        value=value(row.name, row.value),
        change=words,
        span=span or fill("&nbsp;"),
        missed=missed(row, tests),
    )


def lists(
    before: OneList, now: OneList, moved: Difference, names: Sequence[str], colours: Palette
) -> Markup:
    """The baseline's list beside the list as it is now, with the moves."""
    left = [
        (item.rank, item.title, "gone" if item.item_id in moved.gone else "", "")
        for item in before.result.items
    ]
    right = []
    for item in now.result.items:
        was = moved.before.get(item.item_id)
        if was is None:
            right.append((item.rank, item.title, "new", say(m.NEW)))
        elif was == item.rank:
            right.append((item.rank, item.title, "", ""))
        else:
            arrow = "▲" if item.rank < was else "▼"
            right.append((item.rank, item.title, "", f"{arrow}{abs(was - item.rank)}"))
    columns = joined(_list(name, rows) for name, rows in zip(names, (left, right), strict=True))
    style = _style(colours)
    return fill("{style}<div class='tuning-lists'>{columns}</div>", style=style, columns=columns)


LINE = '<li class="{kind}" title="{title}"><i>{rank}</i><span>{title}</span><em>{mark}</em></li>'


def _list(name: str, rows: Sequence[tuple[int, str, str, str]]) -> Markup:
    items = joined(
        fill(LINE, kind=kind, title=title, rank=rank, mark=mark) for rank, title, kind, mark in rows
    )
    if not rows:
        items = fill("<li><span>{none}</span></li>", none=say(m.NO_PRODUCT_LEFT))
    return fill("<div><strong>{name}</strong><ol>{items}</ol></div>", name=name, items=items)


STYLE = """<style>
.tuning-tiles {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(9.6rem, 1fr));
  gap: .5rem; }}
.tile {{ border: 1px solid {line}; border-left: 4px solid {line}; border-radius: .4rem;
  padding: .45rem .6rem; display: flex; flex-direction: column; line-height: 1.3; }}
.tile.good {{ border-left-color: {good}; }}
.tile.bad {{ border-left-color: {bad}; }}
.tile span {{ font-size: .85rem; color: {muted}; }}
.tile b {{ font-size: 1.25rem; font-weight: 600; }}
.tile em, .tuning-lists em {{ font-style: normal; }}
.tile em {{ font-size: .87rem; }}
.tile.good em {{ color: {good}; }} .tile.bad em {{ color: {bad}; }}
.tile.none em, .tile.open em {{ color: {muted}; }}
.tile small {{ font-size: .8rem; color: {muted}; }}
.tuning-lists {{ display: grid; grid-template-columns: 1fr 1fr; gap: 1.2rem; }}
.tuning-lists > div {{ min-width: 0; }}
.tuning-lists strong {{ display: block; font-size: .9rem; font-weight: 600; }}
.tuning-lists ol {{ list-style: none; margin: .25rem 0 0; padding: 0; }}
.tuning-lists li {{ display: flex; gap: .45rem; font-size: .88rem; line-height: 1.25; margin: 0;
  padding: .22rem 0; border-bottom: 1px solid {line}; }}
.tuning-lists i {{ font-style: normal; color: {muted}; width: 1.3em; text-align: right;
  flex: none; }}
.tuning-lists li span {{ flex: 1; min-width: 0; overflow: hidden; display: -webkit-box;
  -webkit-box-orient: vertical; -webkit-line-clamp: 2; }}
.tuning-lists em {{ flex: none; color: {muted}; }}
.tuning-lists .gone span {{ color: {muted}; text-decoration: line-through; }}
.tuning-lists .new em {{ color: {accent}; font-weight: 600; }}
</style>"""


def _style(colours: Palette) -> Markup:
    return fill(STYLE, **asdict(colours))
