"""What segments of customers say."""

from recsys_core.wording.messages import Plural

QUOTED = "“{name}”"
NO_FIGURE = "“{figure}” is not known of anybody in this data."
NO_DATES = "“{figure}” is not known: the data has no dates."
NO_DAYS = "The data has no dates, so nothing can be asked about certain days."
NO_SUCH_FACT = "The customer list says nothing about “{fact}” (any more); bring it in again or take the condition out."
NO_SUCH = {
    "product": "No product with the number {names} is in the product list or was bought.",
    "category": "No product of the product list is in the category {names}.",
    "brand": "No product of the product list is of the brand {names}.",
}
NO_CAMPAIGNS = "The data has no campaigns; bring them in on the Data page."
NO_SUCH_CAMPAIGN = "There is no campaign {names} in the data."
TASTES_FIRST = "Group customers by what they buy into {number} first: Customers, the part on groups."
NO_SUCH_CLUSTER = "Grouped into {number} as the data is now, there is no group {names}; there are {known}."
WORTH_FIRST = "Work out what customers are worth first: Customers, the part of that name."
CIRCLE = "{names} would lead back to itself; a segment cannot be built on itself."
NO_SUCH_SEGMENT = "There is no segment “{name}”."
NAME_LENGTH = "A segment needs a name of at most {most} characters."
NAME_TAKEN = "There is a segment “{name}” already; choose another name, or replace it."
TOO_MANY_KEPT = "A workspace keeps at most {most} segments."
NOBODY_IN = "Nobody is in this segment now, so there is nobody to keep."
NOBODY_KNOWN = Plural("The one number is of no customer with purchases here.", "None of the {n} numbers is of a customer with purchases here.")
BUILT_ON = "“{name}” stays: {others} would no longer know who is meant."
EMPTY_NOW = "Nobody is in it now."
ALL_GONE = Plural("The one customer it was saved with is no longer in the data.", "None of the {n} customers it was saved with is in the data any more.")
A_LIST = Plural("A list of {n} customer.", "A list of {n} customers.")

# Segments over one another.
ONLY, HOW_MANY_OVER = "only in {names}", "Choose two to {most} segments to lay over one another."

# Segments as files.
NO_FIELD = "“{name}” is not understood; a segment in a file has {allowed}."
NO_MEMBERS = "“members” must be a list of customer numbers."
NO_DEFINITION = "The file has no conditions; a segment needs “match” and “conditions”, or “members”."
TOO_LARGE = "The file is larger than {megabytes} MB."
PLAIN_ONLY = "Line {line} has a tag or a reference; write plain values only."
NOT_UTF8 = "The file is not UTF-8 text."
NO_YAML, NO_YAML_AT = "The file is not a segment in YAML.", "The file is not YAML: see line {line}."
KINDS = "the kind must be {kinds}."
UNKNOWN_FIELD, WRONG_VALUE = "“{name}” is not understood here.", "“{name}” cannot be “{given}”."
IN_CONDITION = "Condition {number}: {problem}"

# Segments to begin with.
NEW_CARD, NEW_FOR = "New this month", "Welcome them while they remember their first visit."
ONCE_CARD, ONCE_FOR = "One-time buyers", "A second visit is the hardest to win."
BEST_OVERDUE_CARD, BEST_OVERDUE_FOR = "Best customers, overdue", "Frequent and high in spend, but away for longer than is usual for them."
CROSS_CARD, CROSS_FOR = "Bought one, never the other", "The two most bought categories: an offer to cross over."
BIG_CARD, BIG_FOR = "Big baskets, rarely", "They spend much when they come: one more visit counts."
LAPSED_CARD, LAPSED_FOR = "Lapsed", "At least three visits, but none for a long time."
BARGAIN_CARD, BARGAIN_FOR = "Bargain hunters", "They pay less than others for the same products."
SILENT_CARD, SILENT_FOR = "Targeted, never responded", "Leave them in peace, or try another channel."
BEST_CARD, BEST_FOR = "The best", "Frequent, recent and high in spend: thank them."
