"""What checking rules, and making lists, says."""

from recsys_core.wording.messages import Plural

NAME = "“{name}”"
TOGETHER_EMPTY = Plural(
    "{names} together take every product off: the lists of one customer would be empty.",
    "{names} together take every product off: the lists of {n} customers would be empty.",
)
TOGETHER_EMPTY_FROM = Plural(
    "{names} together take every product off: the lists of one customer would be empty on {day}.",
    "{names} together take every product off: the lists of {n} customers would be empty on {day}.",
)
EMPTIES_ALL = "“{name}” takes every product off: every list would be empty."
EMPTIES_GROUP = "“{name}” takes every product off: every list of “{group}” would be empty."

NO_SUCH = {
    "product": "There is no product “{value}”.",
    "category": "There is no category “{value}”.",
    "brand": "There is no brand “{value}”.",
    "fact": "There is no fact of the products “{value}”.",
    "group": "There is no group of customers “{value}”.",
    "attribute": "No product has “{value}” as “{fact}”.",
}
NO_SUCH_BUT = {
    "product": "There is no product “{value}”; did you mean “{close}”?",
    "category": "There is no category “{value}”; did you mean “{close}”?",
    "brand": "There is no brand “{value}”; did you mean “{close}”?",
    "fact": "There is no fact of the products “{value}”; did you mean “{close}”?",
    "group": "There is no group of customers “{value}”; did you mean “{close}”?",
    "attribute": "No product has “{value}” as “{fact}”; did you mean “{close}”?",
}
"""The same where a name that is there is written much alike."""
MORE_UNKNOWN = "“{name}” names {n} more that are not in the product list."
NEVER_IN_FORCE = "“{name}” is never in force: it has dates, and the purchases have none to compare with. Take its dates out."

CANDIDATES_FROM = "Candidates from {source}"
RULE = "Rule: {name}"
NEXT_BEST = "The model's next best in their place"
LIST_SHOWN = "List shown"
OLD_VECTORS = "The product vectors are older than the product list; train the text model again."

CALIBRATED = "Own mix of categories"
CAPS = "Limits per category, brand or rule"
FLOORS = "Places kept by a rule"
DPP = "Diversity of the whole list"
MMR = "Diversity"
EXPLORED = "Places to explore with"
FILLED = "Filled up with popular products"
PINNED = "Pinned by a rule"
DAMPED = "Bestsellers down"
NOVEL = "Novelty"
NEW = "Newness"
PRICED = "Price"
CHANCE = "Chance"
