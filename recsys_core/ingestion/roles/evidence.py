"""What the values of a column show, in words."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.wording.messages import say


def seen(look: ColumnLook, within: bool = False) -> str:
    """What the values of the rows looked at show: a sentence, or the end of one."""
    if not look.filled:
        return say(m.IS_EMPTY[within])
    if look.share("date") > 0.8:
        return say(m.VALUES_ARE_DATES[within], example=look.examples[0])
    if look.distinct == 1:
        return say(m.ALWAYS_SAYS[within], text=_short(look.examples[0]))
    # A scale or small counts; from a million on, numbers name things.
    small = look.distinct <= 21 and max(abs(look.low), look.high) < 1e6
    if look.numeric > 0.9 and small and not look.grouped:
        low, high = f"{look.low:g}", f"{look.high:g}"
        return say(m.DIFFERENT_NUMBERS, numbers=look.distinct, low=low, high=high)
    if look.repeats:
        return say(m.DIFFERENT_VALUES, values=look.distinct, rows=look.filled)
    return say(m.NO_VALUE_TWICE, rows=look.filled)


def _short(text: str) -> str:
    return repr(text if len(text) <= 30 else text[:29] + "…")
