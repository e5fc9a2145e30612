"""What one customer bought on offers and which lists and messages they had; what is not known."""

from dataclasses import dataclass

from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.one_customer import messages as m
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import shopping_queries
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share


@dataclass(frozen=True)
class Received:
    """on_offer, lines: of so many dated purchases so many on a redeemed offer. shown, clicked:
    products of lists; sent, opened: messages of campaigns. None where the data does not say it.
    audiences: the kept ones that are to write to them.
    """

    on_offer: int | None
    lines: int | None
    shown: int | None
    clicked: int | None
    sent: int | None
    opened: int | None
    audiences: tuple[str, ...]


@needs(Role.VIEWER)
def received(ws: Workspace, user_id: str) -> Received:
    """What the data says of one customer."""
    with ws.db.read() as cursor:
        on_offer, lines = shopping_queries.bought_on_offers(cursor, user_id) or (None, None)
        lists = shopping_queries.lists_of(cursor, user_id)
        audiences = shopping_queries.audiences_of(cursor, user_id)
    return Received(on_offer, lines, **lists, audiences=tuple(audiences))


def received_sentences(found: Received) -> list[str]:
    """The same in sentences, with what is not known."""
    told = [_offers(found)]
    if found.shown is None:
        told.append(say(m.LISTS_UNKNOWN))
    else:
        told.append(say(m.LISTS_SHOWN, n=found.shown, clicked=found.clicked))
    if found.sent is None:
        told.append(say(m.MESSAGES_UNKNOWN))
    else:
        told.append(say(m.MESSAGES_SENT, n=found.sent, opened=found.opened))
    if found.audiences:
        told.append(say(m.IN_AUDIENCES, names=and_list(found.audiences)))
    return told


def _offers(found: Received) -> str:
    if found.on_offer is None:
        return say(m.OFFERS_UNKNOWN)
    if not found.lines:
        return say(m.NO_DATED_LINES)
    return say(m.ON_OFFERS, share=share(found.on_offer / found.lines), n=found.lines)
