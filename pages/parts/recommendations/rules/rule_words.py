"""How the parts of a rule are called on screen."""

from recsys_core.schema.rules import Action, By

ACTIONS: dict[Action, str] = {
    "exclude": "Do not show",
    "include": "Show only",
    "boost": "Move up",
    "bury": "Move down",
    "pin": "Put at a fixed place",
    "cap": "Limit how many on a list",
    "in-stock": "Show only while in stock",
    "price-range": "Show only at certain prices",
    "margin-floor": "Show only from a margin on",
    "bought-within": "Do not show if bought lately",
}
SUBJECTS: dict[By, str] = {
    "all": "All products",
    "category": "A category",
    "brand": "A brand",
    "product": "Single products",
    "attribute": "Another fact",
}
NEEDS_SUBJECT = ("exclude", "include", "boost", "bury", "pin")
"""Actions that make no sense for all products."""
EVERYBODY = "Everybody"
STATES = {"off": "off", "over": "its days are over", "not yet": "its days are still to come"}
EMPTY = (
    "A rule says what is on the lists whatever the model thinks: leave a category out, move a "
    "brand up, put a product at a fixed place, limit how many of a kind are shown."
)


def subjects(action: Action) -> list[By]:
    """What an action can be about."""
    return [by for by in SUBJECTS if by != "all" or action not in NEEDS_SUBJECT]
