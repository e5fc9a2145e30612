"""What single columns cannot tell: rules that look at the whole table of an export."""

from collections.abc import Iterable, Sequence

from recsys_core.ingestion.order_status import meaning_of
from recsys_core.ingestion.roles.column_look import ColumnLook
from recsys_core.ingestion.roles.names import fold, holds, name_tokens, plain_name
from recsys_core.ingestion.roles.registry import ROLES

NO_NUMBER = frozenset(
    {
        "currency", "status", "date", "time", "type", "price", "qty", "quantity", "amount", "total",
        "country", "city", "zip", "phone", "note", "notes", "source", "method", "channel", "weight",
        "discount", "tax",
    }
)  # fmt: skip
"""Words that show that "order currency" or "customer city" names no order and no customer."""

PERSONAL = frozenset({"billing", "shipping", "ship", "contact", "first", "last", "recipient"})
"""Words by which a "name" is a person's."""

ID_WORDS = tuple(
    map(
        fold,
        [
            "id",
            "no",
            "nr",
            "number",
            "code",
            "key",
            "num",
            "sku",
            "nummer",
            "kennung",
            "numéro",
            "ref",
            "référence",
            "código",
            "cod",
            "referencia",
            "codice",
            "riferimento",
            "numer",
            "kod",
            "kodu",
            "nro",
            "номер",
            "код",
            "번호",
            "코드",
            "아이디",
            "番号",
            "コード",
            "编号",
            "編號",
            "编码",
            "号",
            "identificador",
            "identifiant",
            "číslo",
            "szám",
            "cikkszám",
            "kód",
            "azonosító",
            "număr",
            "numero",
            "koodi",
            "tunnus",
            "артикул",
            "κωδικ",
            "αριθμ",
            "מספר",
            "קוד",
            "מקט",
            "รหัส",
            "เลขที่",
            "رمز",
            "رقم",
            "كود",
        ],
    )
)
"""Words that say that a column numbers things."""

OF_THE_ORDER = frozenset({"order", "grand", "invoice", "cart", "basket"})
PLAIN_TOTALS = frozenset(("total", "subtotal"))


def misleading(name: str, role: str, columns: Sequence[str]) -> bool:
    """Whether a name that seems to speak for a role does not in the company of the others."""
    plain, tokens = plain_name(name), name_tokens(name)
    known = ROLES[role]
    if plain not in known.known_names and (
        (known.identifies and _measures(name)) or (role == "title" and _names_a_person(tokens))
    ):
        return True
    if role == "item" and plain == "item" and "#" in name and len(columns) > 3:
        return True
    if role == "return_status":
        return any(ROLES[each].words_in(tokens) for each in ("price", "revenue", "quantity"))
    if role == "time" and meaning_of(name) == "undone":
        return True
    if role in ("description", "title") and plain == "summary":
        return any("review" in name_tokens(other) or "rating" in other.lower() for other in columns)
    return role == "title" and plain == "name" and lines_of_orders(columns)


def numbers_things(name: str) -> bool:
    """Whether a name says that its column holds numbers or codes of something."""
    return any(holds(token, word) for token in name_tokens(name) for word in ID_WORDS)


def _measures(name: str) -> bool:
    """Whether a name such as "order total" or "customer city" numbers nothing."""
    tokens = name_tokens(name)
    if not NO_NUMBER.isdisjoint(tokens):
        return True
    measured = any(ROLES[role].words_in(tokens) for role in ("price", "revenue", "time", "status"))
    return measured and not numbers_things(name)


def _names_a_person(tokens: Sequence[str]) -> bool:
    return not PERSONAL.isdisjoint(tokens) or bool(ROLES["user"].words_in(tokens))


def names_a_person(column: str) -> bool:
    """Whether a column holds the names of people: "Billing name", "Kundenname"."""
    tokens = name_tokens(column)
    return bool(ROLES["title"].words_in(tokens)) and _names_a_person(tokens)


def lines_of_orders(columns: Sequence[str]) -> bool:
    """Whether the table is an export of orders whose "Name" is the order's own."""
    return sum(plain_name(name).startswith("lineitem") for name in columns) >= 2


def take_first(chosen: dict[int, str], role: str, places: Iterable[int]) -> None:
    """Give the role, unless a column has it, to the first of these columns that is free."""
    free = next((at for at in places if at not in chosen), None)
    if free is not None and role not in chosen.values():
        chosen[free] = role


def correct_by_table(
    columns: Sequence[str], looks: Sequence[ColumnLook], chosen: dict[int, str]
) -> None:
    """Put right, in place, what only the columns together show."""
    plain = [plain_name(name) for name in columns]
    if lines_of_orders(columns):
        take_first(chosen, "order", (at for at, name in enumerate(plain) if name == "name"))
    # Where no column is about the order as a whole, the payment or the delivery stands for it.
    if "status" not in chosen.values():
        parts = ("payment_status", "delivery_status")
        first = next((at for part in parts for at, role in chosen.items() if role == part), None)
        if first is not None:
            chosen[first] = "status"
    # A column "product" of words, beside one with the product's number, holds its name.
    names = ROLES["item"].known_names
    worded = (at for at, look in enumerate(looks) if look.share("text") > 0.5)
    take_first(chosen, "title", (at for at in worded if plain[at] in names))
    # The total of an order stands on each of its lines (or on the first): not a line's amount.
    if {"revenue", "price", "quantity", "order"} <= set(chosen.values()):
        at = next(at for at, role in chosen.items() if role == "revenue")
        if plain[at] in PLAIN_TOTALS or set(name_tokens(columns[at])) & OF_THE_ORDER:
            del chosen[at]


def ids_by_values(
    looks: Sequence[ColumnLook],
    chosen: dict[int, str],
    free: list[int],
    taken: set[str],
) -> None:
    """Customers and products in the order of the columns, where no name gives them.

    free: columns to look at. taken: roles that names gave.
    """
    # Whole numbers or words, not a mix; more of them than a scale or a switch has values.
    ids = [
        at
        for at in free
        if looks[at].share("number", "code", "email") > 0.9
        and looks[at].counts
        and looks[at].distinct > 5
    ]
    # What has a value of its own on each row numbers rows, where enough others come back.
    back = [at for at in ids if looks[at].repeats]
    ids = back if len(back) >= len({"user", "item"} - taken) else ids
    for role in ("user", "item"):
        if role not in taken and ids:
            chosen[ids.pop(0)] = role
