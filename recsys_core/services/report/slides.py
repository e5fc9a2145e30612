"""A measurement as slides (PowerPoint): the sections of the report with charts and tables of
PowerPoint itself, so that words, colours and figures can be changed.
"""

import io
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from recsys_core.services.report import messages as m
from recsys_core.services.report.blocks import Cell, Chart, Facts, Points, Section, Table, Text
from recsys_core.services.report.charts import INK, MUTED
from recsys_core.services.report.slide_charts import add_chart
from recsys_core.wording.messages import say

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
"""16 : 9."""
SIDE, TOP, BODY = Inches(0.6), Inches(0.35), Inches(1.45)
INNER = WIDTH - 2 * SIDE
ROW = Inches(0.23)
ROWS, PAGES = 20, 2
"""Lines of a table on one slide, and slides of one table: more is for the report in HTML."""
SIGNS, NARROW, BROAD = 150, 10, 60
"""Characters of a line at 11 points over the whole width; the least and most a column asks for."""
LINES, LINE_LENGTH = 12, 95
"""Lines of text on one slide, and characters of a line at 18 points."""
SHORT = 120
"""Characters of a title: two lines."""
T = TypeVar("T")
TITLE_ONLY = 5
"""The layout of the library's own template that has a title and nothing else."""


@dataclass
class Slide:
    """One slide: a title, one large thing or sentences, and small print below."""

    title: str
    large: Chart | Table | None = None
    sentences: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)


def deck(title: str, about: Sequence[str], sections: Sequence[Section], last: str) -> bytes:
    """The slides as a file: the finding, what it is about, the sections, and where the rest is."""
    document = Presentation()
    document.slide_width, document.slide_height = WIDTH, HEIGHT
    _draw(document, Slide(title, sentences=[line for line in about if line], small=[last]))
    for section in sections:
        for slide in _slides_of(section):
            _draw(document, slide)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _slides_of(section: Section) -> Iterator[Slide]:
    """A section as slides: every chart, table and list of points has its own, and words after a
    chart or table are its small print. A short lead is what the first chart or table shows, a
    longer one small print; a heading without sentences is the title of what follows.
    """
    heading = section.lead if 0 < len(section.lead) <= SHORT else section.title
    current = Slide(section.title, sentences=[section.lead] if section.lead else [])
    for block in section.blocks:
        match block:
            case Text(words):
                (current.small if current.large else current.sentences).append(words)
            case Points(sentences, title) if not sentences:
                heading = title
            case Points(sentences, title):
                small = yield from _before(current, section)
                named = say(m.PART_OF_SECTION, section=section.title, part=title)
                current = Slide(named, sentences=list(sentences), small=small)
            case Chart() | Table() | Facts():
                small = yield from _before(current, section)
                title = block.title if isinstance(block, Chart) else heading
                large = _as_table(block) if isinstance(block, Facts) else block
                current = Slide(title, large, small=[one for one in small if one != title])
                heading = section.title
    yield from _pages(current)


def _before(slide: Slide, section: Section) -> Generator[Slide, None, list[str]]:
    """What stands before a new slide: a lead alone becomes small print of it, else a slide."""
    if slide.large is None and slide.sentences == [section.lead]:
        return slide.sentences
    yield from _pages(slide)
    return []


def _as_table(facts: Facts) -> Table:
    return Table([say(m.WHAT), say(m.VALUE)], facts.rows)


def _pages(slide: Slide) -> Iterator[Slide]:
    """A slide as often as its rows or sentences need one; an empty one not at all."""
    if isinstance(slide.large, Table):
        yield from _table_pages(slide, slide.large)
    elif slide.large:
        yield slide
    else:
        pages = _filled(slide.sentences, lambda one: 1 + len(one) // LINE_LENGTH, LINES)
        for at, page in enumerate(pages, start=1):
            small = slide.small if at == 1 else []
            yield Slide(slide.title, sentences=page, small=small)


def _table_pages(slide: Slide, table: Table) -> Iterator[Slide]:
    signs = [width * SIGNS for width in _shares(table)]

    def lines(row: Sequence[str | Cell]) -> int:
        return max(1 + int(len(_words(cell)) / most) for cell, most in zip(row, signs, strict=True))

    pages = list(_filled(table.rows, lines, ROWS))
    shown = pages[:PAGES]
    rest = sum(map(len, pages[PAGES:]))
    small = [*slide.small, say(m.MORE_ROWS, n=rest)] if rest else slide.small
    for at, rows in enumerate(shown, start=1):
        part = Table(table.header, rows, table.numbers)
        yield Slide(slide.title, part, small=small if at == len(shown) else [])


def _filled(rows: Sequence[T], lines: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """The rows cut into pages of at most so many lines, at least a row on each."""
    page: list[T] = []
    for row in rows:
        if page and sum(map(lines, page)) + lines(row) > most:
            yield page
            page = []
        page.append(row)
    if page:
        yield page


def _shares(table: Table) -> list[float]:
    """How much of the width each column gets, by its longest cell; they sum to one."""
    columns = zip(table.header, *table.rows, strict=True)
    longest = [max(len(_words(cell)) for cell in column) for column in columns]
    wanted = [min(max(signs, NARROW), BROAD) for signs in longest]
    return [one / sum(wanted) for one in wanted]


def _words(cell: str | Cell) -> str:
    if isinstance(cell, str):
        return cell
    return say(m.WITH_SMALL, words=cell.words, below=cell.below) if cell.below else cell.words


def _draw(document: Any, slide: Slide) -> None:
    drawn = document.slides.add_slide(document.slide_layouts[TITLE_ONLY])
    _place(drawn.shapes.title, SIDE, TOP, INNER, BODY - TOP)
    _write(drawn.shapes.title, [slide.title], 26, bold=True)
    below = Inches(1.15) if slide.small else Inches(0.3)
    height = HEIGHT - BODY - below
    match slide.large:
        case Chart(figure, _, alt):
            frame = add_chart(drawn.shapes, figure, (SIDE, BODY, INNER, height))
            frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
        case Table():
            _draw_table(drawn.shapes, slide.large)
        case _:
            box = drawn.shapes.add_textbox(SIDE, BODY, INNER, height)
            _write(box, slide.sentences, 18)
    if slide.small:
        box = drawn.shapes.add_textbox(SIDE, HEIGHT - below, INNER, below)
        _write(box, slide.small, 11, MUTED)


def _draw_table(shapes: Any, table: Table) -> None:
    size = len(table.rows) + 1, len(table.header)
    grid = shapes.add_table(*size, SIDE, BODY, INNER, Emu(ROW * size[0])).table
    for column, share in zip(grid.columns, _shares(table), strict=True):
        column.width = Emu(int(INNER * share))
    for line, row in enumerate([table.header, *table.rows]):
        for at, value in enumerate(row):
            _fill_cell(grid.cell(line, at), value, to_the_right=at in table.numbers)


def _fill_cell(place: Any, value: str | Cell, *, to_the_right: bool) -> None:
    strong = isinstance(value, Cell) and value.strong
    _write(place, [_words(value)], 11, "", strong or None)
    place.margin_top = place.margin_bottom = Inches(0.03)
    if to_the_right:
        place.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _write(
    place: Any, paragraphs: Sequence[str], size: int, colour: str = INK, bold: bool | None = None
) -> None:
    """Paragraphs into a shape or a cell; without a colour the template's own stays."""
    frame = place.text_frame
    frame.word_wrap = True
    for at, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(size / 3)
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = words, Pt(size), bold
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))


def _place(shape: Any, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height
