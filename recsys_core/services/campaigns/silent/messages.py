"""What is said of customers who give no answer."""

from recsys_core.wording.messages import Plural

ASKING_CONTACTS, JUDGING_OVERDUE = "Reading who was sent what", "Judging who was overdue when"
LOOKING_AT_OFFERS = "Looking for offers they buy from"
NOBODY_REACHED = "Whom the campaigns were sent to is not known, so neither is who gave no answer. Bring in a file that names campaigns and customers."
NOBODY_TO_KEEP = "Nobody is in this group, so there is nothing to keep."

SILENT = "{silent} of the {reached} customers whom campaigns reached never answered."
SILENT_BY_LOT = "Had chance alone decided who answers each campaign, {by_lot} would never have answered. {never} customers were never reached, which is another matter."
LOST = Plural("To {n} customer no message got through: all came back.", "To {n} customers no message got through: all came back.")
AGAIN = Plural("{n} customer was reached {least} times or more and never answered.", "{n} customers were reached {least} times or more and never answered.")
NEXT_AFTER = "Of contacts with customers who had given no answer {least} times or more, {rate} ({low} to {high}) were answered; with those silent less often, {rest}."
ALL_ANSWERED = Plural("The one customer whom campaigns reached answered; {never} were never reached.", "All {n} customers whom campaigns reached answered at least one; {never} were never reached.")

REASONS = {
    "bounced": "The message came back",
    "unsubscribed": "Asked for no more messages",
    "no_purchase": "Never bought anything",
    "overdue": "Overdue by their own rhythm",
    "other_category": "Nothing on offer they ever bought",
    "price": "Buys mostly below usual prices",
    "again": "No answer {least} times or more",
    "many": "Many campaigns at once",
    "unknown": "No reason known",
}
STEPS = {
    "address": "Ask for another address",
    "leave": "Send no more",
    "first_purchase": "Win a first purchase",
    "win_back": "Wait, or win back",
    "other_offer": "Offer other categories",
    "incentive": "Offer a reduction",
    "pause": "Pause",
    "own_products": "Offer what they buy",
    "nothing_at_hand": "No fitting offer at hand",
}
BASIS = "Of {n} contacts with customers to whom this applied and who had not answered before, {rate} were answered ({low} to {high}); of the others {rest}."
BASIS_ALONE = "Of {n} contacts with customers who had not answered before and to whom none of the reasons applied, {rate} were answered ({low} to {high})."
CERTAIN_BASIS = "The message itself says so."
NO_BASIS = "No contact in the data shows what to expect."
ACTIONS = {
    "other_category": "Offers from categories they buy",
    "pause": "Fewer campaigns at once",
    "channel": "Another channel",
    "hour": "Another hour",
    "incentive": "A larger reduction",
}
ACTION_BASIS = {
    "other_category": "Same campaigns: {rest} contacts with a category on offer they had bought from, {n} without.",
    "pause": "Same campaigns: {rest} contacts with at most {usual} campaigns in 30 days, {n} with more.",
    "channel": "No table says by which channel a message went.",
    "hour": "Which hour a message was sent at was not drawn at random.",
    "incentive": "No table says what an offer takes off.",
}
ACTION_FEW = "Too few contacts of the same campaigns: {n} and {rest}, {least} of each are needed."
BEST_ACTION = "Of the next steps that the past tells of, “{action}” went along with most: {gain} more answers of 100 messages ({low} to {high}), within the same campaigns. Who got them was not drawn at random."
NO_ACTION = "Of the next steps that the past tells of ({names}), none went along with more answers beyond chance."
GAIN_CELL, GAIN_UNKNOWN = "{gain} ({low} to {high})", "not known"
NOT_KNOWN = "What another channel, hour, price or incentive would bring is not known: that takes a campaign with a control group."
LOOKED_AT = "Looked at, and not found to go along with fewer answers: {names}."
RARE = "Too rare to tell anything: {names}."
NAMED = "“{name}”"
AT_HAND_RUNNING = "Offers at hand are those of campaigns that are not over at the end of the data: {names}."
AT_HAND_LATEST = "No campaign with offers runs at the end of the data; the offers at hand are those of the latest, {names}."
NO_OFFERS_KNOWN = "No campaign names the products on offer, so no step can name an offer."

SOURCES = {"clicks": "openings and clicks", "answers": "answers", "purchases": "purchases"}
OWN_TIME = {
    "hour": "Customers have an hour of their own in {source}, whether or not they read messages then: {hit} of later {source} fell into the own best hour, {common_hit} into the common one, {common} (a difference of {low} to {high}).",
    "weekday": "Customers have a weekday of their own in {source}, whether or not they read messages then: {hit} of later {source} fell on the own best weekday, {common_hit} on the common one, {common} (a difference of {low} to {high}).",
}
COMMON_TIME = {
    "hour": "That an hour of their own beats the common one, {common}, is not shown: {hit} of later {source} fell into the own best hour, {common_hit} into the common one (a difference of {low} to {high}).",
    "weekday": "That a weekday of their own beats the common one, {common}, is not shown: {hit} of later {source} fell on the own best weekday, {common_hit} on the common one (a difference of {low} to {high}).",
}
TOO_FEW_MOMENTS = {
    "hour": Plural("Whether customers have an hour of their own cannot be tried: {n} has known moments early and late, {least} are needed.", "Whether customers have an hour of their own cannot be tried: {n} have known moments early and late, {least} are needed."),
    "weekday": Plural("Whether customers have a weekday of their own cannot be tried: {n} has known moments early and late, {least} are needed.", "Whether customers have a weekday of their own cannot be tried: {n} have known moments early and late, {least} are needed."),
}
SHOPPING_TIMES = "These are times of shopping; when messages are read is not known."
NO_MOMENTS_KNOWN = "When to send cannot be told: no moment of an answer or a purchase is known."
FROM_HOUR = "{start}:00 to {end}:00"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
