"""What kinds of table there are, and which roles their columns can play."""

from typing import Literal

Shape = Literal["events", "matrix", "items", "users", "campaigns", "exposures"]
ATTRIBUTE = "attribute"

WORDS = {
    "user": "a customer number",
    "item": "a product number",
    "rating": "a rating",
    "event": "a kind of event",
    "quantity": "a quantity",
    "price": "a price",
    "revenue": "an amount of money",
    "time": "a date or time",
    "order": "an order number",
    "status": "what became of an order",
    "title": "a product's name",
    "category": "a category",
    "description": "a description",
    "brand": "a brand",
    "margin": "a margin",
    "stock": "a stock level",
    "consent": "a consent",
    "campaign": "a campaign number",
    "campaign_name": "a campaign's name",
    "campaign_type": "a kind of campaign",
    "start": "a first day",
    "end": "a last day",
    "arm": "a test group",
    "offer": "an offer",
    "position": "a position",
    "clicked": "a click",
    "propensity": "a probability of being shown",
}

KIND_ROLES: dict[str, tuple[str, ...]] = {
    "interactions": (
        "user", "item", "rating", "event", "quantity", "price", "revenue", "time", "order",
        "status", "title", "category", "description", "brand",
    ),
    "items": ("item", "title", "category", "description", "brand", "price", "margin", "stock"),
    "users": ("user", "consent"),
    "campaigns": (
        "campaign", "user", "arm", "campaign_name", "campaign_type", "start", "end", "offer",
        "item", "time",
    ),
    "exposures": ("user", "item", "position", "clicked", "time", "propensity"),
}  # fmt: skip

SHAPE_KIND: dict[Shape, str] = {
    "events": "interactions",
    "matrix": "interactions",
    "items": "items",
    "users": "users",
    "campaigns": "campaigns",
    "exposures": "exposures",
}

ID_TOKENS = {"id", "no", "nr", "number", "code", "key", "num", "sku"}
KEYS = {("items", "item"), ("users", "user")}
KIND_SHAPE: dict[str, Shape] = {
    kind: shape for shape, kind in SHAPE_KIND.items() if shape != "matrix"
}
