"""What kinds of table there are."""

from typing import Literal

Shape = Literal["events", "matrix", "items", "users", "campaigns", "exposures"]
ATTRIBUTE = "attribute"
"""What a column without a role is in a list of products or customers."""

SHAPE_KIND: dict[Shape, str] = {
    "events": "interactions",
    "matrix": "interactions",
    "items": "items",
    "users": "users",
    "campaigns": "campaigns",
    "exposures": "exposures",
}
KIND_SHAPE: dict[str, Shape] = {
    kind: shape for shape, kind in SHAPE_KIND.items() if shape != "matrix"
}
KINDS = tuple(KIND_SHAPE)
