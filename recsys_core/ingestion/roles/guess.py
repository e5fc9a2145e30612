"""Which column plays which role, guessed from its name and its values, with the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.event_words import is_payment, says_only_event
from recsys_core.ingestion.message_words import told_by
from recsys_core.ingestion.order_status import STATE_OF, context_of, meaning_of
from recsys_core.ingestion.roles.amount_roles import SOLD
from recsys_core.ingestion.roles.column_look import ColumnLook, days_with_time, epoch_like, look_at
from recsys_core.ingestion.roles.evidence import seen
from recsys_core.ingestion.roles.message_columns import settle_messages, tells_of_messages
from recsys_core.ingestion.roles.names import name_tokens, plain_name, without_aside
from recsys_core.ingestion.roles.registry import ROLES, key_role, uses_in
from recsys_core.ingestion.roles.rows_look import identifies
from recsys_core.ingestion.roles.table_rules import (
    correct_by_table,
    ids_by_values,
    misleading,
    numbers_things,
    take_first,
)
from recsys_core.ingestion.roles.tables import ATTRIBUTE, KIND_SHAPE, SHAPE_KIND, Shape
from recsys_core.ingestion.roles.together import settle_by_rows
from recsys_core.ingestion.roles.who_and_what import MOST_WORDS
from recsys_core.wording.messages import say

KNOWN_NAME, RARER_NAME = 3.0, 0.6
"""A name known in full outweighs all that values add, short of ruling the role out. Of two known
names the more usual one wins by up to 0.6: less than a clear look of the values."""
BARE_ID = 1.5
"""`id` in a list of products or customers: nearly always theirs."""
ID_OF, BARE_NAME, PART_OF_ID_NAME = 1.6, 0.5, 0.4
"""`product code` numbers products; `product type` does not, unless the values speak for it."""
LAST_WORD, OTHER_WORD = 1.2, 0.7
"""The last word says what it is ("order date" is a date), the ones before it of what."""
MOST_EVENTS = 15
OF_AN_ORDER = frozenset({"discount", "tax", "shipping", "refund"})
"""Of a line and, with "order" before the name, of an order."""
KEY_HOLDS, KEY_FAILS = 0.4, -1.0
"""Rows that a key is missing from, or repeats in, speak louder than rows that are in order."""


@dataclass(frozen=True)
class ColumnGuess:
    """A column of the file, the role it seems to play (None: not used), and why."""

    name: str
    role: str | None
    evidence: str


@dataclass(frozen=True)
class Guess:
    """What kind of table a file is, and what its columns are."""

    shape: Shape
    columns: list[ColumnGuess]
    notes: list[str] = field(default_factory=list)
    """What the rows decided about the columns, as sentences."""


def guess(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    kind_of_table: str | None = None,
    numbered: bool = False,
) -> Guess:
    """The role of each column, from its name first and its values second.

    rows: a sample of cells as text. kind_of_table: what the analyst says the file holds
    (interactions, items, users, campaigns, exposures); None finds it out. numbered: the file has
    no column names.
    """
    looks = [look_at([row[at] for row in rows]) for at in range(len(columns))]
    if kind_of_table is None:
        shape = _shape(columns, looks, numbered)
    elif kind_of_table == "interactions" and _is_matrix(columns, looks):
        shape = "matrix"
    else:
        shape = KIND_SHAPE[kind_of_table]
    roles = _assign(columns, looks, SHAPE_KIND[shape], numbered)
    notes = settle_by_rows(columns, rows, looks, roles, numbered) if shape == "events" else []
    if shape == "campaigns" and not numbered:
        notes = settle_messages(columns, looks, roles)
    return Guess(
        shape,
        [
            ColumnGuess(
                name, roles.get(at), _evidence(name, roles.get(at), looks[at], shape, numbered)
            )
            for at, name in enumerate(columns)
        ],
        notes,
    )


def _shape(columns: Sequence[str], looks: Sequence[ColumnLook], numbered: bool) -> Shape:
    if _is_matrix(columns, looks):
        return "matrix"
    every = {role for role in (_by_name(name) for name in columns) if role}
    # A product without an offer in it was bought under a campaign: a purchase.
    if "campaign" in every and not ("item" in every and "offer" not in every and "user" in every):
        return "campaigns"
    if tells_of_messages(columns, looks, every):
        return "campaigns"
    if (
        "user" in every
        and every & {"item", "banner"}
        and every & {"propensity", "clicked", "position", "converted"}
        and not (every & {"quantity", "rating", "revenue"})
    ):
        return "exposures"
    events = set(_assign(columns, looks, "interactions", numbered).values())
    if {"user", "item"} <= events:
        return "events"
    if "item" in events and not events & {"user", "quantity", "order", "time"}:
        return "items"
    if "user" in every and "item" not in events and not events & {"quantity", "order", "revenue"}:
        return "users"
    if events & {"title", "category", "brand"} and not events & {"user", "order", "quantity"}:
        return "items"
    return "events"


def _is_matrix(columns: Sequence[str], looks: Sequence[ColumnLook]) -> bool:
    """Customers down, products across: many columns of the same few small numbers."""
    body = looks[1:]
    if len(body) < 8 or any(_by_name(name) for name in columns[1:]):
        return False
    known = [look for look in body if look.filled]
    small = [
        look for look in known if look.numeric == 1.0 and look.low >= -100 and look.high <= 100
    ]
    return (
        len(known) >= 8
        and len(small) >= 0.9 * len(known)
        and len({look.high for look in small}) <= 12
    )


def _by_name(name: str) -> str | None:
    plain = plain_name(without_aside(name))
    return next((role.name for role in ROLES.values() if plain in role.known_names), None)


def _assign(
    columns: Sequence[str], looks: Sequence[ColumnLook], table: str, numbered: bool
) -> dict[int, str]:
    """Column index -> role; every role at most once, the surest first."""
    allowed = [role.name for role, _ in uses_in(table) if role.name != "contact"]
    key = key_role(table)
    scored = []
    longest = max((look.filled for look in looks), default=0)
    if not numbered:
        for at, name in enumerate(columns):
            for role in allowed:
                score = 0.0 if misleading(name, role, columns) else _name_score(name, role, table)
                if score > 0:
                    score += ROLES[role].judge(looks[at]).score
                    if role == key:
                        score += _key_score(looks[at], longest)
                if score > 0:
                    scored.append((-score, at, role))
    chosen: dict[int, str] = {}
    for _, at, role in sorted(scored):
        if at not in chosen and role not in chosen.values():
            chosen[at] = role
    if table in ("interactions", "exposures"):
        _by_values(columns, looks, chosen, allowed, numbered)
    if table == "interactions" and "user" in chosen.values():
        _contact(columns, looks, chosen, numbered)
    if table == "interactions" and not numbered:
        correct_by_table(columns, looks, chosen)
    if table in ("items", "interactions", "exposures"):
        _short_description(looks, chosen)
    if key:
        take_first(chosen, key, (at for at, look in enumerate(looks) if _never_repeats(look)))
        for at, _ in enumerate(columns):
            chosen.setdefault(at, ATTRIBUTE)
    return chosen


def _contact(
    columns: Sequence[str], looks: Sequence[ColumnLook], chosen: dict[int, str], numbered: bool
) -> None:
    """The address or phone number beside the customer's own column: an e-mail address rather."""
    role = ROLES["contact"]

    def score(at: int) -> float:
        named = 0.0 if numbered else _name_score(columns[at], "contact", "interactions")
        fits = role.judge(looks[at]).score > 0
        return (looks[at].share("email") > 0.9) * 5 + named * fits

    free = [at for at in range(len(columns)) if at not in chosen]
    take_first(chosen, "contact", sorted((at for at in free if score(at) > 0), key=score)[::-1])


def _key_score(look: ColumnLook, rows: int) -> float:
    """The number of a product in a list of products is never empty and never repeats."""
    return sum(
        KEY_HOLDS if holds else KEY_FAILS for holds in (look.filled == rows, not look.repeats)
    )


def _name_score(name: str, role: str, table: str) -> float:
    name = without_aside(name)
    plain, tokens = plain_name(name), name_tokens(name)
    known = ROLES[role].known_names
    if role in OF_AN_ORDER and plain not in known:
        plain = plain.removeprefix("order")
    if plain in known:
        return KNOWN_NAME - RARER_NAME * known.index(plain) / len(known)
    if plain in ("id", "key", "number", "no", "code") and role == key_role(table):
        return BARE_ID
    if role in STATE_OF and context_of(name) != STATE_OF[role]:
        return 0.0
    if role == "return_status" and meaning_of(name) == "undone":
        return LAST_WORD
    hits = ROLES[role].words_in(tokens)
    if not hits:
        return 0.0
    if ROLES[role].key_of:
        if set(hits) == set(tokens) and not numbers_things(name):
            return BARE_NAME
        return ID_OF if numbers_things(name) else PART_OF_ID_NAME
    return LAST_WORD if tokens[-1] in hits else OTHER_WORD


def _by_values(
    columns: Sequence[str],
    looks: Sequence[ColumnLook],
    chosen: dict[int, str],
    allowed: Sequence[str],
    numbered: bool,
) -> None:
    """Fill the roles that no name gave away."""
    taken = set(chosen.values())
    free = [at for at in range(len(columns)) if looks[at].filled]
    longest = max((look.filled for look in looks), default=0)
    ids = {at for at in free if identifies(looks[at])}
    moments = [(-_moment(looks[at], numbered, len(ids - {at})), at) for at in free]
    take_first(chosen, "time", (at for score, at in sorted(moments) if score))
    if "event" in allowed:
        # How an order was paid says "PayPal Checkout" of all of them, and nothing of others.
        sold = not SOLD.isdisjoint(chosen.values())
        told = [at for at in free if _events(looks[at], longest, sold)]
        said = (at for at in told if not _of_payment(columns[at], looks[at]))
        take_first(chosen, "event", said)
        take_first(chosen, "status", (at for at in free if _states(looks[at])))
    free = [at for at in free if at not in chosen]
    if not numbered:
        free = [at for at in free if numbers_things(columns[at])]
    if numbered or not taken & {"user", "item"}:
        ids_by_values(looks, chosen, free, taken)


def _events(look: ColumnLook, rows: int, sold: bool) -> bool:
    """A few words on nearly every row: no names of buyers, and no reasons of cancellation. Beside
    what was sold, one word for all of it must say so: a "landing page" makes no looks of sales.
    """
    if look.distinct == 1 and sold and not says_only_event(look.examples[0]):
        return False
    return look.events > 0.9 and look.distinct <= MOST_EVENTS and look.filled >= 0.9 * rows


def _of_payment(column: str, look: ColumnLook) -> bool:
    """Whether a column, by its name or all its first words, tells how an order was paid."""
    return is_payment(column) or all(map(is_payment, look.examples))


def _states(look: ColumnLook) -> bool:
    """A few words, a third of them said of orders, some of which were undone."""
    few = 1 < look.distinct <= MOST_WORDS and look.repeats
    return few and look.state_words >= 1 / 3 and 0 < look.undone < 0.5


def _moment(look: ColumnLook, numbered: bool, ids: int) -> int:
    """How surely a column holds dates: 0 for not at all. Numbers are taken for moments only where
    no name says that they are something else; nine digits are so only beside customers and
    products, and never as surely as ten.
    """
    if look.share("date") > 0.9:
        return 3
    if days_with_time(look):
        return 2
    if not (numbered and epoch_like(look)):
        return 0
    return 2 if look.low >= 9e8 or look.high < 1e8 else int(ids >= 2 and look.low >= 3e8)


def _short_description(looks: Sequence[ColumnLook], chosen: dict[int, str]) -> None:
    """A "Description" of a few words is a product's name."""
    if "title" in chosen.values():
        return
    for at, role in list(chosen.items()):
        if role == "description" and looks[at].longest <= 60:
            chosen[at] = "title"


def _never_repeats(look: ColumnLook) -> bool:
    """Whether a column may number products or customers; longer texts describe them."""
    return bool(look.filled) and not look.repeats and look.longest <= 40


def _evidence(name: str, role: str | None, look: ColumnLook, shape: Shape, numbered: bool) -> str:
    if role is None and not look.filled:
        return say(m.EMPTY_HERE)
    if role is None:
        return say(m.NOT_NEEDED, seen=seen(look))
    if role == ATTRIBUTE:
        kept = m.KEPT_OF_PRODUCT if shape == "items" else m.KEPT_OF_CUSTOMER
        return say(kept, seen=seen(look))
    if role == "title" and _by_name(name) == "description":
        return say(m.SHORT_DESCRIPTION, seen=seen(look, within=True))
    named = not numbered and (
        _name_score(name, role, SHAPE_KIND[shape]) > 0 or role in (_by_name(name), told_by(name))
    )
    start = m.NAMED_LIKE if named else m.LOOKS_LIKE
    address = shape == "campaigns" and role == "user" and look.share("email") > 0.5
    what = ROLES["contact" if address else role].phrase
    return say(start, what=say(what), seen=seen(look, within=True))
