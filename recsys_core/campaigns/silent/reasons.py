"""Names of the reasons for giving no answer; nothing that takes time to load."""

from typing import Literal

Condition = Literal[
    "no_purchase", "overdue", "other_category", "price", "again", "many", "unknown"
]  # fmt: skip
CONDITIONS: tuple[Condition, ...] = (
    "no_purchase", "overdue", "other_category", "price", "again", "many",
)  # fmt: skip
"""What is looked at, in the order in which one is named of a customer of whom several hold."""
CERTAIN = ("bounced", "unsubscribed")
"""Reasons that need no evidence: the message did not arrive, or is not wanted."""
UNKNOWN = "unknown"
"""Where no condition holds that goes along with fewer answers in this data."""
REASONS = (*CERTAIN, *CONDITIONS, UNKNOWN)
