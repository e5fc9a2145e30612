"""In which currency money is, and how numbers are written: chosen once for a workspace."""

from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace import messages as m
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import imports, meta
from recsys_core.wording.amounts import STYLES, AmountStyle, write_as
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

LONGEST = 8
"""Characters of a currency's sign or code."""


@needs(Role.ANALYST)
def set_amounts(
    ws: Workspace, currency: str | None = None, style: str | None = None
) -> AmountStyle:
    """Write money in this currency (a code or a sign; "" where it is not known) and numbers in this
    style from now on; None leaves as it is. Raises `InputError` for what is neither.
    """
    if style is not None and style not in STYLES:
        raise InputError(say(m.NO_SUCH_STYLE, style=repr(style), styles=or_list(list(STYLES))))
    if currency is not None:
        currency = currency.strip()
        if len(currency) > LONGEST or any(not _may_stand(sign) for sign in currency):
            raise InputError(say(m.NO_CURRENCY, currency=repr(currency)))
    with changing(ws, "amounts") as cursor:
        before = meta.amounts(cursor)
        given = {"currency": currency, "style": style}
        after = before | {name: value for name, value in given.items() if value is not None}
        meta.keep_amounts(cursor, after)
    write_as(ws.amounts())
    return ws.amounts()


@needs(Role.VIEWER)
def currency_is_open(ws: Workspace) -> bool:
    """Whether there is money whose currency neither a file nor anybody has said."""
    with ws.db.read() as cursor:
        said = "currency" in meta.amounts(cursor) or imports.currency_in_force(cursor)
        return not said and imports.has_money(cursor)


def _may_stand(sign: str) -> bool:
    return sign.isprintable() and not sign.isdigit() and sign not in "%<>,-+"
