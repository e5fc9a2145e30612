"""Which column plays which role, guessed from its name and its values, with the evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from recsys_core.ingestion.column_look import ColumnLook, epoch_like, look_at, value_score
from recsys_core.ingestion.role_kinds import (
    ATTRIBUTE,
    ID_TOKENS,
    KEYS,
    KIND_ROLES,
    KIND_SHAPE,
    SHAPE_KIND,
    WORDS,
    Shape,
)
from recsys_core.ingestion.role_names import ROLE_NAMES, TOKENS, name_tokens, plain_name
from recsys_core.ingestion.role_rules import misleading, settle


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
    return Guess(
        shape,
        [
            ColumnGuess(
                name, roles.get(at), _evidence(name, roles.get(at), looks[at], shape, numbered)
            )
            for at, name in enumerate(columns)
        ],
    )


def _shape(columns: Sequence[str], looks: Sequence[ColumnLook], numbered: bool) -> Shape:
    if _is_matrix(columns, looks):
        return "matrix"
    every = {role for role in (_by_name(name) for name in columns) if role}
    if "campaign" in every and not ("item" in every and "offer" not in every and "user" in every):
        return "campaigns"
    if (
        {"user", "item"} <= every
        and every & {"propensity", "clicked", "position"}
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
    plain = plain_name(name)
    for role, names in ROLE_NAMES.items():
        if plain in names:
            return role
    return None


def _assign(
    columns: Sequence[str], looks: Sequence[ColumnLook], table: str, numbered: bool
) -> dict[int, str]:
    """Column index -> role; every role at most once, the surest first."""
    allowed = KIND_ROLES[table]
    scored = []
    longest = max((look.filled for look in looks), default=0)
    if not numbered:
        for at, name in enumerate(columns):
            for role in allowed:
                score = 0.0 if misleading(name, role, columns) else _name_score(name, role, table)
                if score > 0:
                    score += value_score(role, looks[at])
                    if (table, role) in KEYS:
                        score += _key_score(looks[at], longest)
                if score > 0:
                    scored.append((-score, at, role))
    chosen: dict[int, str] = {}
    for _, at, role in sorted(scored):
        if at not in chosen and role not in chosen.values():
            chosen[at] = role
    if table in ("interactions", "exposures"):
        _by_values(columns, looks, chosen, allowed, numbered)
    if table == "interactions" and not numbered:
        settle(columns, looks, chosen)
    if table in ("items", "users"):
        _key_by_values(looks, chosen, "item" if table == "items" else "user")
        for at, _ in enumerate(columns):
            chosen.setdefault(at, ATTRIBUTE)
    return chosen


def _key_score(look: ColumnLook, rows: int) -> float:
    """The number of a product in a list of products is never empty and never repeats."""
    return (0.4 if look.filled == rows else -1.0) + (0.4 if not look.repeats else -1.0)


def _name_score(name: str, role: str, table: str) -> float:
    plain, tokens = plain_name(name), name_tokens(name)
    known = ROLE_NAMES[role]
    if plain in known:
        return 3.0 - 0.6 * known.index(plain) / len(known)
    if plain in ("id", "key", "number", "no", "code") and (table, role) in (
        ("items", "item"),
        ("users", "user"),
    ):
        return 1.5
    hits = [token for token in tokens if token in TOKENS.get(role, ())]
    if not hits:
        return 0.0
    if role in ("user", "item"):
        return 1.6 if ID_TOKENS & set(tokens) else 0.4
    return 1.2 if tokens[-1] in hits else 0.7


def _by_values(
    columns: Sequence[str],
    looks: Sequence[ColumnLook],
    chosen: dict[int, str],
    allowed: Sequence[str],
    numbered: bool,
) -> None:
    """Fill the roles that no name gave away."""
    free = [at for at in range(len(columns)) if at not in chosen and looks[at].filled]
    taken = set(chosen.values())
    _short_description(looks, chosen)
    if "time" not in taken:
        for at in free:
            if looks[at].share("date") > 0.9 or (numbered and epoch_like(looks[at])):
                chosen[at] = "time"
                break
    free = [at for at in free if at not in chosen]
    if "event" in allowed and "event" not in taken:
        for at in free:
            if looks[at].events > 0.9:
                chosen[at] = "event"
                break
    free = [at for at in free if at not in chosen]
    if not numbered:
        free = [at for at in free if set(name_tokens(columns[at])) & ID_TOKENS]
    if numbered or not taken & {"user", "item"}:
        _ids_by_values(looks, chosen, free, taken, allowed, numbered)


def _short_description(looks: Sequence[ColumnLook], chosen: dict[int, str]) -> None:
    """A "Description" of a few words is a product's name."""
    if "title" in chosen.values():
        return
    for at, role in list(chosen.items()):
        if role == "description" and looks[at].longest <= 60:
            chosen[at] = "title"


def _ids_by_values(
    looks: Sequence[ColumnLook],
    chosen: dict[int, str],
    free: list[int],
    taken: set[str],
    allowed: Sequence[str],
    numbered: bool,
) -> None:
    ids = [
        at
        for at in free
        if looks[at].share("number", "code", "email") > 0.9
        and looks[at].whole in (0.0, 1.0)
        and looks[at].distinct > 5
    ]
    if "rating" in allowed and numbered:
        for at in free:
            look = looks[at]
            small = look.numeric > 0.95 and look.low >= 0 and look.high <= 10
            if (
                small
                and 3 <= look.distinct <= 21
                and look.filled > look.distinct
                and at not in ids[:2]
            ):
                chosen[at] = "rating"
                ids = [i for i in ids if i != at]
                break
    for role in ("user", "item"):
        if role not in taken and ids:
            chosen[ids.pop(0)] = role


def _key_by_values(looks: Sequence[ColumnLook], chosen: dict[int, str], role: str) -> None:
    """The number of a product or customer: the first column whose values never repeat."""
    if role in chosen.values():
        return
    for at, look in enumerate(looks):
        if at not in chosen and look.filled and not look.repeats and look.longest <= 40:
            chosen[at] = role
            return


def _evidence(name: str, role: str | None, look: ColumnLook, shape: Shape, numbered: bool) -> str:
    seen = _seen(look)
    if role is None:
        return f"Not needed. {seen}" if look.filled else "Empty in the rows looked at."
    if role == ATTRIBUTE:
        what = "product" if shape == "items" else "customer"
        return f"Kept as a further detail of the {what}. {seen}"
    named = not numbered and (
        _name_score(name, role, SHAPE_KIND[shape]) > 0 or _by_name(name) == role
    )
    if role == "title" and _by_name(name) == "description":
        return (
            f"Named like a description, but short enough for a name; {seen[:1].lower()}{seen[1:]}"
        )
    start = f"Named like {WORDS[role]}" if named else f"Looks like {WORDS[role]}"
    return f"{start}; {seen[:1].lower()}{seen[1:]}"


def _seen(look: ColumnLook) -> str:
    """One sentence on the values of the rows looked at."""
    if not look.filled:
        return "It is empty in the rows looked at."
    if look.share("date") > 0.8:
        return f"Its values are dates such as {look.examples[0]}."
    if look.distinct == 1:
        return f"It always says {_short(look.examples[0])}."
    if look.numeric > 0.9 and look.distinct <= 21 and max(abs(look.low), look.high) < 1e6:
        return f"{look.distinct:,} different numbers from {look.low:g} to {look.high:g}."
    what = f"{look.distinct:,} different values in {look.filled:,} rows"
    return f"{what}." if look.repeats else f"{look.filled:,} rows, no value twice."


def _short(text: str) -> str:
    return repr(text if len(text) <= 30 else text[:29] + "…")
