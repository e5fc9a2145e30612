"""What a report is built from, and how each part becomes HTML. Every text is escaped here, once."""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Text:
    """A paragraph; `quiet` for what only explains."""

    words: str
    quiet: bool = False


@dataclass(frozen=True)
class Points:
    """Sentences below one another, under a small heading or none."""

    sentences: Sequence[str]
    title: str = ""


@dataclass(frozen=True)
class Facts:
    """Names with their values, in two columns."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """A cell of a table with something small below it."""

    words: str
    below: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A table; columns named in `numbers` (by place) stand to the right."""

    header: Sequence[str]
    rows: Sequence[Sequence[str | Cell]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Chart:
    """A Plotly figure as plain data (`data`, `layout`), with its finding and what a screen reader
    says instead of it. Labels in it are Plotly's own HTML: make them with `label`.
    """

    figure: dict[str, Any]
    title: str
    alt: str


Block = Text | Points | Facts | Table | Chart


@dataclass(frozen=True)
class Section:
    """A part of the report with a heading of its own. `name` is its place in links."""

    name: str
    title: str
    blocks: Sequence[Block]
    lead: str = ""


def label(text: object, limit: int = 44) -> str:
    """Foreign text inside a figure: in one line, shortened, never read as markup."""
    flat = " ".join(str(text).split())
    short = flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
    return html.escape(short, quote=False)


def render(section: Section, figures: list[dict[str, Any]]) -> str:
    """The HTML of a section; its figures are added to `figures`, to be drawn by their place."""
    inner = "\n".join(_block(block, figures) for block in section.blocks)
    lead = f'<p class="lead">{_safe(section.lead)}</p>' if section.lead else ""
    return (
        f'<section id="{_safe(section.name)}"><h2>{_safe(section.title)}</h2>{lead}\n'
        f"{inner}</section>"
    )


def as_script(document: Any) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escaped)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _block(block: Block, figures: list[dict[str, Any]]) -> str:
    match block:
        case Text(words, quiet):
            return f'<p class="quiet">{_safe(words)}</p>' if quiet else f"<p>{_safe(words)}</p>"
        case Points(sentences, title):
            heading = f"<h3>{_safe(title)}</h3>" if title else ""
            return heading + "<ul>" + "".join(f"<li>{_safe(s)}</li>" for s in sentences) + "</ul>"
        case Facts(rows):
            pairs = "".join(f"<dt>{_safe(name)}</dt><dd>{_safe(what)}</dd>" for name, what in rows)
            return f"<dl>{pairs}</dl>"
        case Table():
            return _table(block)
        case Chart(figure, title, alt):
            figures.append(figure)
            height = int(figure.get("layout", {}).get("height", 320))
            return (
                f"<figure><figcaption>{_safe(title)}</figcaption>"
                f'<div class="chart" role="img" aria-label="{_safe(alt)}" '
                f'data-figure="{len(figures) - 1}" style="min-height:{height}px"></div></figure>'
            )


def _table(block: Table) -> str:
    def cell(value: str | Cell, place: int, tag: str) -> str:
        kind = ' class="number"' if place in block.numbers else ""
        if isinstance(value, str):
            return f"<{tag}{kind}>{_safe(value)}</{tag}>"
        words = f"<strong>{_safe(value.words)}</strong>" if value.strong else _safe(value.words)
        below = f"<small>{_safe(value.below)}</small>" if value.below else ""
        return f"<{tag}{kind}>{words}{below}</{tag}>"

    head = "".join(cell(name, place, "th") for place, name in enumerate(block.header))
    body = "\n".join(
        "<tr>" + "".join(cell(value, place, "td") for place, value in enumerate(row)) + "</tr>"
        for row in block.rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="table">{table}</div>'


def _safe(text: object) -> str:
    return html.escape(str(text), quote=True)
