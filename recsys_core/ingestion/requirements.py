"""What the roles are called on screen, and which of them a kind of file cannot do without."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RoleInfo:
    """A role a column can play: its name in the mapping, on screen, and in a sentence."""

    name: str
    title: str
    meaning: str
    required: bool = False


_USER = RoleInfo("user", "Customer", "The number or name that identifies a customer.", True)
_ITEM = RoleInfo("item", "Product", "The number or code that identifies a product.", True)
_TITLE = RoleInfo("title", "Product name", "What the product is called.")
_CATEGORY = RoleInfo("category", "Category", "Department or category; A > B > C for levels.")
_DESCRIPTION = RoleInfo("description", "Description", "A longer text about the product.")
_BRAND = RoleInfo("brand", "Brand", "Brand, maker or author.")
_PRICE = RoleInfo("price", "Price", "Price of one piece.")
_TIME = RoleInfo("time", "Date", "Day or moment it happened.")

ROLES: dict[str, list[RoleInfo]] = {
    "interactions": [
        _USER,
        _ITEM,
        _TIME,
        RoleInfo("quantity", "Quantity", "How many pieces; zero or less is a return."),
        _PRICE,
        RoleInfo("revenue", "Amount", "Money for the whole line; else price times quantity."),
        RoleInfo("order", "Order number", "Lines with the same number were bought together."),
        RoleInfo(
            "status", "Order status", "Cancelled, refunded and failed orders count as returned."
        ),
        RoleInfo("rating", "Rating", "How much the customer liked the product, as a number."),
        RoleInfo(
            "event", "What happened", "A word per row: purchase, return, rating, click, view, cart."
        ),
        _TITLE,
        _CATEGORY,
        _DESCRIPTION,
        _BRAND,
    ],
    "items": [
        _ITEM,
        _TITLE,
        _CATEGORY,
        _DESCRIPTION,
        _BRAND,
        _PRICE,
        RoleInfo("margin", "Margin", "What is earned with one piece."),
        RoleInfo("stock", "Stock", "How many pieces are there."),
    ],
    "users": [
        _USER,
        RoleInfo("consent", "Consent", "Whether the customer may be written to: yes or no."),
    ],
    "campaigns": [
        RoleInfo("campaign", "Campaign", "The number or name that identifies a campaign.", True),
        RoleInfo("user", "Customer", "Who was written to, or who responded."),
        RoleInfo("arm", "Test group", "Which group of a test the customer was in."),
        RoleInfo("campaign_name", "Campaign name", "What the campaign is called."),
        RoleInfo("campaign_type", "Kind of campaign", "Channel or type."),
        RoleInfo("start", "First day", "When it began."),
        RoleInfo("end", "Last day", "When it ended."),
        RoleInfo("offer", "Offer", "Coupon or offer number."),
        RoleInfo("item", "Product", "A product the offer is good for."),
        RoleInfo("time", "Response date", "When the customer took the offer up."),
    ],
    "exposures": [
        _USER,
        _ITEM,
        RoleInfo("position", "Position", "Place in the list, from 1."),
        RoleInfo("clicked", "Clicked", "Whether the customer clicked: yes or no."),
        _TIME,
        RoleInfo("propensity", "Probability", "How likely the product was to be shown, 0 to 1."),
    ],
}
