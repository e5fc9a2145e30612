"""What single columns cannot tell: rules that look at the whole table of an export."""

from collections.abc import Sequence

from recsys_core.ingestion.column_look import ColumnLook
from recsys_core.ingestion.role_names import ROLE_NAMES, name_tokens, plain_name

NO_NUMBER = frozenset(
    {
        "currency", "status", "date", "time", "type", "price", "qty", "quantity", "amount", "total",
        "country", "city", "zip", "phone", "note", "notes", "source", "method", "channel", "weight",
        "discount", "tax",
    }
)  # fmt: skip
"""Words that show that "order currency" or "customer city" names no order and no customer."""

OF_THE_ORDER = frozenset({"order", "grand", "invoice", "cart", "basket"})
PLAIN_TOTALS = frozenset(("total", "subtotal"))


def misleading(name: str, role: str, columns: Sequence[str]) -> bool:
    """Whether a name that seems to speak for a role does not in the company of the others."""
    plain, tokens = plain_name(name), set(name_tokens(name))
    if role in ("user", "item", "order") and plain not in ROLE_NAMES[role] and tokens & NO_NUMBER:
        return True
    if role == "item" and plain == "item" and "#" in name and len(columns) > 3:
        return True
    if role in ("description", "title") and plain == "summary":
        return any("review" in name_tokens(other) or "rating" in other.lower() for other in columns)
    return role == "title" and plain == "name" and lines_of_orders(columns)


def lines_of_orders(columns: Sequence[str]) -> bool:
    """Whether the table is an export of orders whose "Name" is the order's own."""
    return sum(plain_name(name).startswith("lineitem") for name in columns) >= 2


def settle(columns: Sequence[str], looks: Sequence[ColumnLook], chosen: dict[int, str]) -> None:
    """Put right, in place, what only the columns together show."""
    roles = {role: at for at, role in chosen.items()}
    if lines_of_orders(columns) and "order" not in roles:
        for at, name in enumerate(columns):
            if plain_name(name) == "name" and at not in chosen:
                chosen[at] = "order"
    if "title" not in roles:
        for at, name in enumerate(columns):
            product = plain_name(name) in ROLE_NAMES["item"] and looks[at].share("text") > 0.5
            if product and at not in chosen:
                chosen[at] = "title"
                break
    # The total of an order stands on each of its lines (or on the first): not a line's amount.
    if {"revenue", "price", "quantity", "order"} <= set(chosen.values()):
        at = next(at for at, role in chosen.items() if role == "revenue")
        plain, tokens = plain_name(columns[at]), set(name_tokens(columns[at]))
        if plain in PLAIN_TOTALS or tokens & OF_THE_ORDER:
            del chosen[at]
