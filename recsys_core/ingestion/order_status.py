"""The words by which shops say what became of an order."""

import re

_UNDONE = (
    r"cancel|refund|void|declin|reject|fail|return|storn|erstatt|annul|rembours|rimbors|reembols"
    r"|geannuleerd|anulowan|取消|退款|退货|关闭"
)
_DONE = (
    r"complete|deliver|ship|paid|process|clos|receiv|fulfil|pending|approv|invoic|placed|created"
    r"|authori|confirm|^new$|^open$|on.?hold|captured|settled|dispatch|abgeschlossen|bezahlt"
    r"|versandt|versendet|geliefert|livr|pay[ée]|expédi|consegnat|spedit|pagat|pagad|entregad|enviad"
    r"|完成|发货|付款|支付|签收"
)
_PARTLY = "part"
"""Orders undone in part stay: how much of them is not said."""

_undone, _any = re.compile(_UNDONE), re.compile(f"{_UNDONE}|{_DONE}")

VOID_SQL = (
    f"(regexp_matches(lower({{c}}), '{_UNDONE}') AND NOT contains(lower({{c}}), '{_PARTLY}'))"
)
"""SQL with {c} for the cell: whether the order was undone."""


def is_status(text: str) -> bool:
    """Whether a value says what became of an order."""
    return _any.search(text.strip().lower()) is not None
