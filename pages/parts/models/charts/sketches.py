"""How each kind of model thinks, in a few strokes. Each draws on an empty canvas."""

from pages.parts.models import messages as m
from pages.parts.models.charts.strokes import Canvas

_STARS = "M0 -6 L1.8 -1.9 L6 -1.9 L2.6 1 L3.8 5.4 L0 2.8 L-3.8 5.4 L-2.6 1 L-6 -1.9 L-1.8 -1.9 z"


def bestsellers(c: Canvas) -> None:
    for at, height in enumerate((92, 70, 48, 30, 18, 12)):
        shown = at < 3
        fill = c.colour if shown else c.grey
        c.box(24 + at * 34, 116 - height, 24, height, fill)
    c.words(122, 138, m.DRAWN_CUSTOMERS_PER_PRODUCT)
    for y in (34, 70, 106):
        c.customer(322, y, size=0.8)
        c.line(238, 70, 300, y, width=1.5)


def trend(c: Canvas) -> None:
    c.line(24, 118, 336, 118, width=1, faint=True)
    c.line(238, 22, 238, 118, width=1, faint=True)
    c.raw(
        f'<path d="M28 66 C100 58 150 74 238 68 S310 74 332 76" stroke="{c.grey}" '
        'stroke-width="2.5" fill="none"/>'
    )
    c.raw(
        f'<path d="M28 108 C110 106 180 104 238 90 S296 48 322 30" stroke="{c.colour}" '
        'stroke-width="3.5" fill="none" stroke-linecap="round"/>'
    )
    c.product(326, 26, shown=True, size=22)
    c.words(132, 138, m.DRAWN_THE_MONTHS_BEFORE)
    c.words(288, 138, m.DRAWN_LAST_WEEKS)


def rhythm(c: Canvas) -> None:
    c.line(24, 92, 336, 92, width=1.5, faint=True)
    for x in (44, 126, 208):
        c.product(x, 92)
    for x in (44, 126):
        c.raw(
            f'<path d="M{x} 72 C{x + 20} 34 {x + 62} 34 {x + 82} 72" stroke="{c.colour}" '
            'stroke-width="2" fill="none"/>'
        )
    c.raw(
        f'<path d="M208 72 C228 34 270 34 290 72" stroke="{c.colour}" stroke-width="2" '
        'stroke-dasharray="4 4" fill="none"/>'
    )
    c.product(290, 92, shown=True)
    c.words(126, 138, m.DRAWN_BOUGHT_BEFORE)
    c.words(290, 138, m.DRAWN_DUE_AGAIN)


def together(c: Canvas) -> None:
    for y, width in ((28, 5), (70, 2.5), (112, 1.2)):
        c.product(56, y)
        c.arrow(78, y, 250, 70 + (y - 70) * 0.18, width=width)
    c.product(278, 70, shown=True, size=38)
    c.words(56, 144, m.DRAWN_BOUGHT)
    c.words(278, 112, m.DRAWN_THEIR_SUM)


def neighbours(c: Canvas) -> None:
    c.raw(
        f'<circle cx="112" cy="72" r="60" fill="{c.soft}" opacity="0.45" stroke="{c.colour}" '
        'stroke-dasharray="3 4"/>'
    )
    c.customer(112, 74, meant=True, size=1.25)
    for x, y in ((76, 46), (148, 52), (90, 112)):
        c.customer(x, y, size=0.85)
    for x, y in ((206, 24), (214, 128), (24, 132)):
        c.customer(x, y, size=0.7)
    c.product(306, 72, shown=True, size=34)
    c.arrow(166, 54, 284, 68, width=3)
    c.arrow(112, 108, 284, 80, width=2)
    c.words(306, 112, m.DRAWN_BOUGHT_BY)
    c.words(306, 128, m.DRAWN_THOSE_ALIKE)


def tastes(c: Canvas) -> None:
    c.customer(40, 66, meant=True, size=1.2)
    c.product(316, 66, shown=True, size=34)
    for at, (mine, theirs) in enumerate(((48, 42), (14, 20), (34, 38), (8, 6))):
        x = 84 + at * 18
        c.box(x, 92 - mine, 12, mine, c.colour)
        x = 212 + at * 18
        c.box(x, 92 - theirs, 12, theirs, c.colour)
    c.line(80, 95, 158, 95, width=1, faint=True)
    c.line(208, 95, 286, 95, width=1, faint=True)
    c.words(183, 78, "≈", strong=True)
    c.words(119, 118, m.DRAWN_TASTES_OF)
    c.words(119, 133, m.DRAWN_THE_CUSTOMER)
    c.words(247, 118, m.DRAWN_TASTES_THE)
    c.words(247, 133, m.DRAWN_PRODUCT_SERVES)


def texts(c: Canvas) -> None:
    for x, marked in ((40, (1, 3)), (216, (0, 3))):
        c.box(x, 18, 104, 100, c.colours.surface, c.grey)
        for line, width in enumerate((76, 60, 70, 44, 64)):
            fill = c.colour if line in marked else c.grey
            c.box(x + 14, 32 + line * 17, width, 7, fill)
    c.line(116, 53, 226, 36, width=2)
    c.line(100, 87, 226, 87, width=2)
    c.words(92, 138, m.DRAWN_BOUGHT)
    c.words(268, 138, m.DRAWN_READS_ALIKE)


def towers(c: Canvas) -> None:
    for x in (72, 216):
        for width, y in ((92, 92), (68, 66), (44, 40)):
            c.box(x + 36 - width / 2, y, width, 22, c.soft, c.colour)
    c.line(108, 40, 166, 20, width=2.5)
    c.line(252, 40, 194, 20, width=2.5)
    c.raw(f'<circle cx="180" cy="18" r="10" fill="{c.colour}"/>')
    c.words(108, 132, m.DRAWN_CUSTOMER_PAST_FACTS)
    c.words(252, 132, m.DRAWN_PRODUCT_TEXT_BRAND)


def order(c: Canvas) -> None:
    places = (40, 104, 168, 232)
    c.line(24, 96, 330, 96, width=1.5, faint=True)
    for x, width in zip(places, (1, 1.6, 2.6, 4), strict=True):
        lift = 18 + (300 - x) * 0.2
        c.raw(
            f'<path d="M{x} 80 C{x + 20} {80 - lift} {270:g} {80 - lift} 300 76" '
            f'stroke="{c.colour}" stroke-width="{width}" fill="none" opacity="0.85"/>'
        )
        c.product(x, 96)
    c.product(304, 96, shown=True, size=32)
    c.words(136, 138, m.DRAWN_LATEST_PRODUCTS)
    c.words(304, 138, m.DRAWN_NEXT)


def votes(c: Canvas) -> None:
    orders = ((0, 1, 2), (1, 0, 2), (0, 2, 1))
    fills = (c.colour, c.soft, c.grey)
    for column, (places, width) in enumerate(zip(orders, (4, 2.4, 1.2), strict=True)):
        x = 30 + column * 62
        for row, which in enumerate(places):
            c.box(x, 24 + row * 28, 42, 20, fills[which])
        c.line(x + 21, 108, x + 21, 118, width=width)
    c.line(51, 118, 175, 118, width=1.5)
    c.arrow(175, 118, 262, 78, width=2.4)
    for row, fill in enumerate(fills):
        c.box(276, 24 + row * 28, 56, 20, fill)
    c.words(113, 142, m.DRAWN_WEIGHTED_LISTS)
    c.words(304, 128, m.DRAWN_ONE_LIST)


def search(c: Canvas) -> None:
    widths = (150, 172, 96, 124, 60)
    for row, width in enumerate(widths):
        c.box(24, 20 + row * 21, width, 13, c.colour if row == 1 else c.grey)
    c.line(148, 12, 148, 122, width=1.2, faint=True)
    c.arrow(206, 47, 268, 64, width=3)
    c.product(296, 70, shown=True, size=40)
    c.raw(
        f'<path d="M286 70 l8 8 l14 -16" stroke="{c.colours.background}" stroke-width="4" '
        'fill="none" stroke-linecap="round" stroke-linejoin="round"/>'
    )
    c.words(110, 142, m.DRAWN_TRIED)
    c.words(296, 112, m.DRAWN_CHOSEN)
    c.words(296, 128, m.DRAWN_CONFIRMED)


def _stars(c: Canvas, x: float, y: float, given: int) -> None:
    for star in range(5):
        fill = c.colour if star < given else c.grey
        c.raw(f'<path transform="translate({x + star * 14:g} {y:g})" d="{_STARS}" fill="{fill}"/>')


def rated_tastes(c: Canvas) -> None:
    tastes(c)
    _stars(c, 288, 26, 4)


def rated_products(c: Canvas) -> None:
    for y, given, width in ((28, 5, 4), (70, 4, 2.4), (112, 2, 1.2)):
        c.product(36, y)
        _stars(c, 66, y, given)
        c.arrow(140, y, 262, 70 + (y - 70) * 0.18, width=width)
    c.product(288, 70, shown=True, size=34)
    _stars(c, 260, 108, 4)
    c.words(288, 132, m.DRAWN_EXPECTED)


def rated_neighbours(c: Canvas) -> None:
    neighbours(c)
    _stars(c, 278, 38, 4)


def differences(c: Canvas) -> None:
    c.product(78, 40, size=32)
    c.product(78, 106, shown=True, size=32)
    _stars(c, 116, 40, 3)
    _stars(c, 116, 106, 4)
    c.arrow(200, 48, 200, 100, width=3)
    c.words(216, 62, m.DRAWN_RATED_ONE_STAR, at="start")
    c.words(216, 79, m.DRAWN_HIGHER_BY_THOSE, at="start")
    c.words(216, 96, m.DRAWN_WHO_KNOW_BOTH, at="start")


def groups(c: Canvas) -> None:
    shades = ((0, 2, 1), (1, 0, 2), (2, 1, 0))
    fills = (c.colour, c.soft, c.colours.surface)
    for row, line in enumerate(shades):
        c.customer(66, 34 + row * 36, size=0.75)
        for column, which in enumerate(line):
            c.box(100 + column * 68, 16 + row * 36, 62, 30, fills[which], c.grey)
    c.words(199, 142, m.DRAWN_GROUPS_OF_PRODUCTS)


def levels(c: Canvas) -> None:
    for at, height in enumerate((40, 56, 72)):
        x = 150 + at * 62
        c.box(x, 112 - height, 36, height, c.soft, c.colour)
        c.box(x, 112 - height - 16, 36, 16, c.colour)
    c.customer(60, 66, meant=True, size=1.2)
    c.words(60, 112, m.DRAWN_A_GENEROUS)
    c.words(60, 128, m.DRAWN_CUSTOMER)
    c.words(230, 138, m.DRAWN_RAISED)
