"""What the audience of a campaign says on its page."""

from recsys_core.wording.messages import Plural

TITLE = "Whom to write to"
ABOUT = "The likeliest buyers within some days, tried on earlier periods, less those who must not be reached."
FOR = "For"
KINDS = {"category": "A category", "brand": "A brand", "item": "A product", "campaign": "A campaign's offers", "offer": "An offer"}
WHICH = {"category": "Which category", "brand": "Which brand", "item": "Which product", "campaign": "Which campaign", "offer": "Which offer"}
NONE_OF_KIND = {
    "category": "The product list names no categories.",
    "brand": "The product list names no brands.",
    "item": "No product was bought.",
    "campaign": "No campaign in the data names products.",
    "offer": "No offer in the data names products.",
}
OUT_OF = "Out of"
SIZE, SIZE_HELP = "How many at most", "Of those who may be written to, the likeliest buyers."
BUYERS = "Who"
BUYER_KINDS = {"all": "All", "repeat": "Bought it before", "new": "Never bought it"}
DAYS, DAYS_HELP = "Within days", "A purchase counts when it comes within so many days after the newest of the data."

LEFT_OUT_TITLE = "Who must not be reached"
CONTACTED, CONTACTED_HELP = "Not contacted for days", "Messages of all campaigns and of audiences that were kept; 0 is no limit."
BOUGHT, BOUGHT_HELP = "Not bought it for days", "0 is no limit."
WEEKLY, WEEKLY_HELP = "Messages a week, at most", "Of all campaigns within seven days before, this one counted; 0 is no limit."
SENDS = "Sent on"
COST, MARGIN = "A message costs", "Margin, %"
BASKET, BASKET_HELP = "A buyer spends", "On these products within the days. Empty takes what buyers spent in the earlier periods."
REDEMPTION, REDEMPTION_HELP = "The offer costs for each buyer", "Face value and handling of a coupon; 0 without one."
HOLDOUT, HOLDOUT_HELP = "Kept back, %", "At random, so that what the message did can be read later. Nobody kept back is in the file."

LEARNING = "Learning who buys {title}"
CURVE_TITLE = "Of the best {size}, {expected} are expected to buy ({low} to {high})"
CURVE_TITLE_HELD = "Of the best {size} less those kept back, {expected} are expected to buy ({low} to {high})"
CURVE_ANSWERS = "Of the best {size}, {expected} are expected to answer ({low} to {high})"
CURVE_ANSWERS_HELD = "Of the best {size} less those kept back, {expected} are expected to answer ({low} to {high})"
CURVE_ALT = "Expected buyers or answers by the size of the audience with the 95 % interval. {finding}"
PROFIT_TITLE = "If every purchase is counted, profit is largest at {best} customers: {profit}"
PROFIT_NONE = "No size brings a profit"
PROFIT_ALT = "Profit after cost by the size of the audience with the 95 % interval. {finding}"
SIZE_AXIS, BUYERS_AXIS, PROFIT_AXIS = "Customers in the audience, the likeliest first", "Expected of those written to", "Profit after cost"
CHOSEN, BEST = "chosen", "best"
HOVER = "<b>%{x:,} customers</b><br>%{customdata[0]} (%{customdata[1]} to %{customdata[2]})<extra></extra>"

WHO_IN = Plural("{n} customer is in", "{n} customers are in")
ABOUT_WHO = "The likeliest first. The reason is what the forecast reads of each."
IN_ALT = "Customers of the audience with the chance that they buy and the reason"
CUSTOMER, CHANCE, BUYER, REASON = "Customer", "Chance", "Bought it", "Why"
BUYER_CELLS = {"repeat": "before", "new": "never"}
WHO_OUT = Plural("{n} customer had to be ruled out", "{n} customers had to be ruled out")
NOBODY_OUT = "Nobody had to be ruled out."
COUNTED_ONCE = "Everybody is counted for the first reason that holds."

KEEP_TITLE = "Keep it and send it"
KEEP_ABOUT = "Keeping draws at random who is kept back and remembers what was forecast, so that the answers can be read against it."
NAME, NAME_EXAMPLE, KEEP = "Name of the campaign", "Spring mailing", "Keep"
KEPT_NOW = "Kept: {mailed} to write to, {held} kept back at random."
KEPT_TITLE = "Audiences that were kept"
KEPT_ALT = "Audiences that were kept, newest first"
KEPT_NAME, KEPT_FOR, KEPT_SENDS, KEPT_SIZE, KEPT_HELD, KEPT_EXPECTED = "Campaign", "For", "Sent on", "Written to", "Kept back", "Expected"
FILE_OF = "Campaign"
READ_ON, READ_ON_HELP = "Read it out on the Experiments page", "Sizes of the arms, spend, segments and intervals that may be looked at every day."
MAKING_FILE = "Writing the lists of {name}"
DELETE = "Delete"
