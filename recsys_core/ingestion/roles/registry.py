"""Every role a column can play, one line each, in the order in which a row's cells are checked."""

from collections.abc import Container
from typing import NamedTuple

from recsys_core.ingestion.roles import amounts, campaigns, details, who_and_what
from recsys_core.ingestion.roles.role import ColumnRole, Use
from recsys_core.wording.messages import say

ROLES: dict[str, ColumnRole] = {
    role.name: role
    for role in (
        who_and_what.USER,
        who_and_what.ITEM,
        who_and_what.CONTACT,
        amounts.RATING,
        amounts.QUANTITY,
        amounts.PRICE,
        amounts.REVENUE,
        amounts.DISCOUNT,
        amounts.TAX,
        amounts.SHIPPING,
        amounts.REFUND,
        amounts.CURRENCY,
        amounts.RETURNED,
        amounts.MARGIN,
        amounts.STOCK,
        who_and_what.ORDER,
        who_and_what.STATUS,
        who_and_what.PAYMENT_STATUS,
        who_and_what.DELIVERY_STATUS,
        who_and_what.RETURN_STATUS,
        details.TITLE,
        details.CATEGORY,
        details.DESCRIPTION,
        details.BRAND,
        details.CONSENT,
        campaigns.CAMPAIGN,
        campaigns.CAMPAIGN_NAME,
        campaigns.CAMPAIGN_TYPE,
        campaigns.START,
        campaigns.END,
        campaigns.ARM,
        campaigns.OFFER,
        amounts.POSITION,
        amounts.PROPENSITY,
        campaigns.SENT,
        campaigns.DELIVERED,
        campaigns.OPENED,
        campaigns.CLICKED,
        campaigns.BOUNCED,
        campaigns.SOFT_BOUNCED,
        campaigns.UNSUBSCRIBED,
        campaigns.COMPLAINED,
        campaigns.CONVERTED,
        campaigns.BANNER,
        who_and_what.TIME,
        who_and_what.EVENT,
    )
}


def uses_in(kind: str) -> list[tuple[ColumnRole, Use]]:
    """The roles of a kind of table and what they are there, in the order of checking."""
    return [(role, role.uses[kind]) for role in ROLES.values() if kind in role.uses]


def key_role(kind: str) -> str | None:
    """The role whose value no two rows of such a table share; None for events."""
    return next((role.name for role in ROLES.values() if role.key_of == kind), None)


def product_details() -> list[tuple[ColumnRole, str]]:
    """The roles that say something of a product on the lines of orders too, and the column of
    the product's that each becomes.
    """
    return [
        (role, use.column)
        for role, use in uses_in("items")
        if role.key_of != "items" and "interactions" in role.uses
    ]


class RoleChoice(NamedTuple):
    """A role as a choice for a column: its name in the mapping and on screen, its meaning."""

    name: str
    title: str
    meaning: str
    required: bool


def choices(kind: str) -> list[RoleChoice]:
    """What a column of such a table can be said to be, in the order of the screen."""
    return [
        RoleChoice(role.name, say(use.title or role.title), say(use.meaning), use.required)
        for role, use in sorted(uses_in(kind), key=lambda pair: pair[1].place)
    ]


def missing_roles(kind: str, chosen: Container[str]) -> list[RoleChoice]:
    """The needed roles that no column plays, where nothing that is chosen stands in for them."""
    return [
        role
        for role in choices(kind)
        if role.required
        and role.name not in chosen
        and not any(each in chosen for each in ROLES[role.name].uses[kind].unless)
    ]
