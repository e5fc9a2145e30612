"""A figure with its interval as a small bar; the same scale in every row makes a chart of rows."""

from pages.kit import theme
from pages.kit.markup import Markup, fill
from pages.parts.models import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number


def meter(
    name: str, value: float, low: float, high: float, *, top: float, baseline: float | None
) -> Markup:
    """A bar from 0 to `top` in the model's colour, its interval, and a tick at `baseline`."""
    if not low <= high:  # no interval: NaN compares as False
        low = high = value
    alt = say(m.METER, value=number(value), low=number(low), high=number(high))
    tick = '<i class="tl-tick" style="left:{at}"></i>'
    return fill(
        '<div class="tl-meter" role="img" aria-label="{alt}">'
        '<i class="tl-bar" style="width:{width};background:{colour}"></i>'
        '<i class="tl-span" style="left:{left};width:{span}"></i>{tick}</div>',
        alt=alt,
        width=_at(value, top),
        colour=theme.model_colour(name),
        left=_at(low, top),
        span=_at(high - low, top),
        tick="" if baseline is None else fill(tick, at=_at(baseline, top)),
    )


def _at(value: float, top: float) -> str:
    return f"{min(max(value / top if top else 0.0, 0.0), 1.0):.2%}"
