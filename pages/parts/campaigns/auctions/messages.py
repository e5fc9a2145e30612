"""What is said beside simulated auctions."""

TITLE = "What a bid would buy"
ABOUT = "A simulation of auctions in which the highest bid is shown and pays the second highest: drawn at random, or a file of auctions that were held, replayed."
BUDGET, BUDGET_HELP = "Budget", "Money to be spent at the most."
BID, BID_HELP = "Bid for a conversion", "Empty: what a conversion brings. In each auction it is multiplied with the chances of a click and of a conversion."
VALUE, VALUE_HELP = "A conversion brings", "Empty: an average order, or what the file says."
AS_ORDER = "An average order"
RESERVE, RESERVE_HELP = "Least price", "The least that is paid for being shown once."
PACED, PACED_HELP = "Spend evenly", "Otherwise as soon as possible."
RIVALRY, RIVALRY_HELP = "Bids of others", "On average, as a multiple of what showing it is worth."
SPENT, SPENT_HELP = "Spent, simulated", "Of the budget."
WON, WON_HELP = "Auctions won, simulated", "How often it would have been shown."
PER_CLICK, PER_CLICK_HELP = "Cost of a click, simulated", "Spent for each expected click."
RETURN, RETURN_HELP = "Return, simulated", "Sales, simulated, for each unit spent; sales are not profit."
AS_WORTH = "What one brings"
BY_BID, BY_BUDGET = "Simulated: what other bids would spend and bring", "Simulated: what other budgets would spend and bring"
BID_AXIS, BUDGET_AXIS, MONEY_AXIS = "Bid for a conversion", "Money to spend", "Money"
SPEND_LINE, VALUE_LINE = "Spent", "Sales by conversions"
MOVED_HOVER = "%{customdata}<extra>%{fullData.name}</extra>"
WON_SHORT, PER_CLICK_SHORT, RETURN_SHORT = "Won", "Cost of a click", "Return"
NO_BID_WINS = "None of the bids and budgets tried wins an auction, so nothing is spent; bid more, or lower the least price."
MOVED_TABLE_ALT = "Simulated: money spent, auctions won, the cost of a click and the return as one choice moves."
MOVED_ALT = "Two lines, money spent and money brought, as one choice moves. {finding}"

# A file of auctions.
LOG_FILE, LOG_FILE_HELP = "A file of auctions that were held", "One row an auction, columns by any name: when, which slot, the price that was paid or the highest bid, whether it was won, clicked and converted."
FILE_READ = "{file}: {n} rows."
NO_COLUMN, ALL_SLOTS, SLOT = "None", "All slots", "Slot"
ROLES = {
    "time": "When", "slot": "Which slot", "name": "Banner or product", "bid": "Bid", "won": "Won",
    "price": "Price paid", "highest": "Highest bid", "click": "Chance of a click", "clicked": "Clicked",
    "conversion": "Chance of a conversion", "converted": "Converted", "value": "Value of a conversion",
}

# What stands in a slot.
SLOT_TITLE = "What stands in a slot"
SLOT_ABOUT = "Banners or products in the order of bid x chance of a click x chance of a conversion after it."
SLOT_FILE, SLOT_FILE_HELP = "A file of banners or products", "Columns by any name: banner or product, slot, bid, and either its chances or, a row each time it was shown, what was clicked and converted."
BRING_BANNERS = "The data does not say what was shown where; bring a file."
BANNER, SHOWN_TIMES, CLICK_CHANCE, CONVERSION_CHANCE = "Banner or product", "Shown", "Click", "Conversion after it"
WORTH, WORTH_HELP = "Worth of showing it", "Bid x chance of a click x chance of a conversion after it: what showing it once is expected to bring."
SLOT_ALT = "Banners or products in the order in which they would stand in the slot, with bid, chances and worth."
FROM_COUNTS = "Chances are the shares clicked and converted in this slot, drawn to the average of the slot as if that had been seen 100 times for each."
ALL_BID_THE_SAME = "No bids are known, so all bid what a conversion brings."
