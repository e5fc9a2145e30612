"""The strokes that drawings of models are made of: products, customers, arrows, words.

Everything is SVG text in one theme's colours; nothing in it comes from the data.
"""

from dataclasses import dataclass, field

from pages.kit.theme import Palette, mix
from recsys_core.wording.messages import say

WIDTH, HEIGHT = 360, 150
FONT = "system-ui, 'Segoe UI', Roboto, sans-serif"


@dataclass
class Canvas:
    """A drawing being made. `colour` is the model's own; what it recommends is filled with it."""

    colours: Palette
    colour: str
    strokes: list[str] = field(default_factory=list)

    @property
    def soft(self) -> str:
        """The model's colour, most of it taken by the background."""
        return mix(self.colour, self.colours.background, 0.72)

    @property
    def grey(self) -> str:
        """For what is there but not meant."""
        return mix(self.colours.ink, self.colours.background, 0.72)

    def product(self, x: float, y: float, *, shown: bool = False, size: float = 26) -> None:
        """A product around (x, y); `shown` is one that is recommended."""
        fill, line = (self.colour, self.colour) if shown else (self.soft, self.colour)
        self.box(x - size / 2, y - size / 2, size, size, fill, line)

    def other(self, x: float, y: float, size: float = 26) -> None:
        """A product that does not matter here."""
        self.box(x - size / 2, y - size / 2, size, size, self.colours.surface, self.grey)

    def box(self, x: float, y: float, w: float, h: float, fill: str, line: str = "none") -> None:
        self.strokes.append(
            f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="4" fill="{fill}" '
            f'stroke="{line}" stroke-width="1.5"/>'
        )

    def customer(self, x: float, y: float, *, meant: bool = False, size: float = 1.0) -> None:
        """A head and shoulders around (x, y)."""
        fill = self.colours.ink if meant else self.grey
        r = 6 * size
        self.strokes.append(
            f'<circle cx="{x:g}" cy="{y - r:g}" r="{r:g}" fill="{fill}"/>'
            f'<path d="M{x - 2 * r:g} {y + 2 * r:g} a{2 * r:g} {1.7 * r:g} 0 0 1 {4 * r:g} 0 z" '
            f'fill="{fill}"/>'
        )

    def line(
        self, x: float, y: float, to_x: float, to_y: float, *, width: float = 2, faint: bool = False
    ) -> None:
        colour = self.grey if faint else self.colour
        self.strokes.append(
            f'<path d="M{x:g} {y:g} L{to_x:g} {to_y:g}" stroke="{colour}" '
            f'stroke-width="{width:g}" stroke-linecap="round" fill="none"/>'
        )

    def arrow(self, x: float, y: float, to_x: float, to_y: float, *, width: float = 2) -> None:
        """A line with a head; the wider, the more it says."""
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        ux, uy = (to_x - x) / length, (to_y - y) / length
        head = 4 + 1.6 * width
        end_x, end_y = to_x - ux * head, to_y - uy * head
        self.line(x, y, end_x, end_y, width=width)
        side_x, side_y = -uy * head * 0.6, ux * head * 0.6
        self.strokes.append(
            f'<path d="M{to_x:g} {to_y:g} L{end_x + side_x:.1f} {end_y + side_y:.1f} '
            f'L{end_x - side_x:.1f} {end_y - side_y:.1f} z" fill="{self.colour}"/>'
        )

    def words(
        self, x: float, y: float, message: str, *, at: str = "middle", strong: bool = False
    ) -> None:
        colour = self.colours.ink if strong else self.colours.muted
        weight, size = (600, 18) if strong else (400, 13)
        self.strokes.append(
            f'<text x="{x:g}" y="{y:g}" font-family="{FONT}" font-size="{size}" fill="{colour}" '
            f'font-weight="{weight}" text-anchor="{at}">{say(message)}</text>'
        )

    def raw(self, stroke: str) -> None:
        self.strokes.append(stroke)

    def svg(self) -> str:
        """The whole drawing."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
            f"{''.join(self.strokes)}</svg>"
        )
