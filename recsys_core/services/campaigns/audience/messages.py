"""What is said of whom to write to."""

from recsys_core.wording.messages import Plural

# What it is for.
NO_SUCH_PRODUCT = "There is no product {item}, neither in the product list nor among purchases."
NO_SUCH_KIND = {
    "category": "No product is of a category {name}. The most bought are {names}.",
    "brand": "No product is of a brand {name}. The most bought are {names}.",
}
NO_OFFERED = {
    "campaign": "Campaign {name} names no products, so nobody can be ranked for it.",
    "offer": "Offer {name} names no products, so it says nothing of who will want it.",
}
OFFER_TITLES = {"campaign": "the offers of campaign {name}", "offer": "offer {name}"}

# What is asked for.
SIZE_RANGE = "An audience has at least one customer."
DAYS_RANGE = "A purchase counts within 1 to 365 days."
HOLDOUT_RANGE = "Keep back between none and half of the audience."
LIMITS_RANGE = "Days and messages cannot be fewer than 0."
MARGIN_RANGE = "The margin is a share between 0 and 1."
MONEY_RANGE = "Costs and amounts cannot be below 0."
REASON_RANGE = "That is no reason for giving no answer; `no-answer` lists them."
KIND_RANGE = "An audience is for an item, a category, a brand, an offer or a campaign, of all, repeat or new buyers."

# Why there is none.
UNDATED = "No purchase has a date, so nobody knows who buys when."
SHORT_HISTORY = "Who will buy within {days} days cannot be tried on {span} days of purchases: it takes two such periods and what came before them. Choose fewer days, or bring older orders."
SENDS_PAST = "The data goes on to {day}; an audience is sent on that day or later."
NOBODY_RANKED = Plural("{n} purchase of {title} in the earlier periods does not tell who comes first, so there is no audience.", "{n} purchases of {title} in the earlier periods do not tell who comes first, so there is no audience.")
NOBODY_ASKED = "None of the customers asked for is there to be written to about {title}."
NOBODY_LEFT = "Nobody is left who could be written to about {title}: look at who was left out and why."

# While it is worked out.
READING = "Reading who bought what"
LEARNING = {"repeat": "Learning from those who bought it", "new": "Learning from those who had not"}
DRAWN = "Audience ready"

# Who is left out.
NO_CONSENT, UNSUBSCRIBED, BOUNCED = "no consent", "unsubscribed", "address bounced"
NO_FORECAST = "no forecast: nothing known that a chance could be told from"
NEVER_BOUGHT = "never bought anything, so a chance could not be told"
IN_CONTROL = "in the control group of all campaigns"
CONTACTED, BOUGHT, WEEKLY_CAP = "contacted lately", "bought it lately", "enough messages this week"

# Why a customer is in.
WHY_OFTEN = "Bought it on {n} days, every {every} days, last on {last}"
WHY_ONCE = "Bought it on one day, {last}"
WHY_NEAR = "Never bought it; others of its kind on {n} of {visits} days"
WHY_VISITS = Plural("Never bought it; purchases on {n} day, {last}", "Never bought it; purchases on {n} days, last on {last}")

# The answer.
SEND_TO = "Send to {size} of {candidates}: {expected} expected to buy {title} within {days} days ({low} to {high})."
SEND_TO_PROFIT = "Send to {size} of {candidates}: {expected} expected to buy {title} within {days} days ({low} to {high}), profit after cost {profit} if every purchase is counted."
SEND_TO_ANSWER = "Send to {size} of {candidates}: {expected} expected to answer {title} ({low} to {high})."
SEND_TO_ANSWER_PROFIT = "Send to {size} of {candidates}: {expected} expected to answer {title} ({low} to {high}), profit after cost {profit} if every answer is counted."
ANSWERS_TRIED = "Chances are of an answer, as past campaigns were answered; how such forecasts did on later campaigns stands under “Who will answer”."
NO_ANSWERS = "{why} So the chances are of a purchase of what is offered."
KEPT_BACK_FEW = "Of so few it may happen that nobody is kept back. How many would buy without a message is not known."
KEPT_BACK = "About {n} of the audience are kept back at random. How many would buy without a message is not known: those kept back will give a rough answer."
WRITE_NOBODY = "No message pays, even if every purchase is counted: it costs {cost}, and the likeliest buyer of {title} brings {most} on average."
BASKET_TAKEN = "A buyer is taken to spend {basket} on them within the days: what buyers spent in earlier periods, returns taken off."
BEST_AT = "If every purchase is counted as the message's, profit is largest at {best} of them, down to a chance of {threshold}. Some would have bought anyway: how many is not known."
FEWER_LEFT = Plural("{n} can be written to, fewer than asked for.", "{n} can be written to, fewer than asked for.")
ANYWAY = "How many of them would buy without a message is not known, and without a hold-out it never will be."
TRIED_ONCE = "{kind}: forecast for the {days} days from {start} without looking at them, {expected} were expected to buy and {actual} did."
TRIED_KINDS = {"repeat": "Those who bought it before", "new": "Those who had not"}
NO_ORDER = "{kind} could not be told apart better than by chance, so which of them come first means nothing."
NEVER_TRIED = "{kind}: too few bought in the earlier periods to try the forecast, so its interval knows only part of what may go wrong."
TOO_FEW_TO_TELL = "too few buyers to tell"
ALL_BUY = "{kind}: everybody bought in every earlier period ({n} purchases), so none of the {out} comes before another and they are left out."
CANNOT_RANK = Plural("{kind}: {n} purchase in the earlier periods is too few to say who is next, so {out} customers are left out.", "{kind}: {n} purchases in the earlier periods are too few to say who is next, so {out} customers are left out.")
CONSENT_UNKNOWN = Plural("Of {n} customer it is not known whether messages are allowed.", "Of {n} customers it is not known whether messages are allowed.")
PROFIT_UNKNOWN = "Profit is not known without {missing}."
MISSING = {"cost": "what a message costs", "margin": "the margin", "basket": "what a buyer spends"}

# Read out.
READ_LATER = "Nothing can be read yet: the data ends before it was sent on {day}. Bring newer purchases."
READ_ALONE = "Of {mailed} written to {rate} bought {title} within {days} days. Nobody was kept back, so nothing shows how many would have bought without a message."
READ_BROKEN = "{mailed} written to and {held} kept back are not what was planned, which chance brings less than once in a thousand times. The arms are not compared."
READ_MORE = "Of {mailed} written to {rate} bought {title} within {days} days, of {held} kept back {other}: {points} points more ({low} to {high})."
READ_LESS = "Of {mailed} written to {rate} bought {title} within {days} days, of {held} kept back {other}: {points} points fewer ({low} to {high})."
READ_OPEN = "Of {mailed} written to {rate} bought {title} within {days} days, of {held} kept back {other}: a difference of {points} points ({low} to {high}) may be chance."
READ_SPENT_MORE = "On average those written to spent {spend} more on it than those kept back ({low} to {high})."
READ_SPENT_LESS = "On average those written to spent {spend} less on it than those kept back ({low} to {high})."
READ_SPENT_OPEN = "In spend on it, a difference of {spend} a customer ({low} to {high}) may be chance."
READ_FORECAST = "{expected} were expected to buy, {bought} of those written to did."
READ_FORECAST_ANSWER = "{expected} were expected to answer, {answered} of those written to did."
READ_EARLY = "Only {days} of the {planned} days are in the data yet."
READ_ANSWERED = Plural("{n} of those written to answered.", "{n} of those written to answered.")
READ_FORECAST_CLICKED = "{expected} were expected to answer. No answers are known, only clicks in the message: {answered} of those written to clicked, which is not the same."
READ_FORECAST_UNKNOWN = "{expected} were expected to answer; nothing is known yet of who did."
READ_CLICKED = Plural("{n} of those written to clicked in the message.", "{n} of those written to clicked in the message.")
READ_FORECAST_BY = {"answer": READ_FORECAST_ANSWER, "click": READ_FORECAST_CLICKED, "": READ_FORECAST_UNKNOWN}
READ_ANSWERED_BY = {"answer": READ_ANSWERED, "click": READ_CLICKED}
READ_UNDELIVERED = Plural("{n} message did not arrive; its customer counts as written to.", "{n} messages did not arrive; their customers count as written to.")

# Kept ones.
NAME_LENGTH = "Give the audience a name of at most {most} characters."
NAME_TAKEN = "There is an audience “{name}” already; choose another name."
NO_SUCH_AUDIENCE = "There is no audience “{name}”."
DEALT = "Drawn for each customer apart: {mailed} to write to, {held} kept back."
NO_AUDIENCES = "No audience has been kept yet."
