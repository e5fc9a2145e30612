"""A figure with its interval as a small bar; the same scale in every row makes a chart of rows."""

from pages.kit import theme
from pages.parts.models import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number


def meter(
    name: str, value: float, low: float, high: float, *, top: float, baseline: float | None
) -> str:
    """HTML of a bar from 0 to `top` in the model's colour, its interval, and a tick at `baseline`.

    Holds nothing but numbers and colours, so there is no foreign text to escape.
    """
    colour = theme.model_colour(name)
    if not low <= high:  # no interval: NaN compares as False
        low = high = value
    alt = say(m.METER, value=number(value), low=number(low), high=number(high))
    tick = "" if baseline is None else f'<i class="tl-tick" style="left:{_at(baseline, top)}"></i>'
    return (
        f'<div class="tl-meter" role="img" aria-label="{alt}">'
        f'<i class="tl-bar" style="width:{_at(value, top)};background:{colour}"></i>'
        f'<i class="tl-span" style="left:{_at(low, top)};width:{_at(high - low, top)}"></i>'
        f"{tick}</div>"
    )


def _at(value: float, top: float) -> str:
    return f"{min(max(value / top if top else 0.0, 0.0), 1.0):.2%}"
