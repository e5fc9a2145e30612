"""What the Campaigns page says."""

QUESTION = "Whom do I send it to, and is it worth it?"
NO_CUSTOMERS = "There is nobody to write to yet."
COME_WITH_PURCHASES = "Customers come with purchases"
AUDIENCE_PART = "Whom to write to"
OFFERS_PART, AUCTION_PART = "Which offer to whom", "What a bid would buy"
PAST_PART, SILENT_PART = "Looking back", "Who gives no answer"
RESPONSE_PART, MOVED_PART = "Who will answer", "Whom it moves"
