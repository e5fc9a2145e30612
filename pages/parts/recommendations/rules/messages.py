"""What the business rules on the Recommendations page say."""

from recsys_core.wording.messages import Plural

SECTION = "Business rules"
IN_ORDER = Plural(
    "{n} rule, in the order in which they act. They shape the lists where “Business rules” is switched on among the knobs.",
    "{n} rules, in the order in which they act. They shape the lists where “Business rules” is switched on among the knobs.",
)
NO_RULES = "A rule says what is on the lists whatever the model thinks: leave a category out, move a brand up, put a product at a fixed place, limit how many of a kind are shown."
CHECKING = "Looking for rules that contradict each other"

SUBJECTS = {
    "all": "All products",
    "category": "A category",
    "brand": "A brand",
    "product": "Single products",
    "attribute": "Another fact",
}
EVERYBODY = "Everybody"
STATES = {"off": "off", "over": "its days are over", "not yet": "its days are still to come"}
NUMBERED = "{number}. {name}"
NUMBERED_STATE = "{number}. {name} · {state}"
IN_FORCE = "Rule {number} in force"
EARLIER, LATER = "Let it act earlier", "Let it act later"
CHANGE, DELETE = "Change", "Delete"
CHANGES_NOT = "It changes nothing on customer {customer}’s list by {list}."
EFFECT = "Customer {customer}, {list}: {gone} off the list, {new} new on it, {moved} at another place."
EFFECT_ALT = "The list of customer {customer} by {list}, now and with this rule"
PLACE, NOW, THEN, CHANGE_OF_PLACE = "Place", "Now", "With this rule", "Change"
NEW_HERE, WAS_AT = "new", "was {place}"

ADD = "Add a rule"
ADD_THIS, SAVE_CHANGE, LEAVE = "Add this rule", "Save the change", "Leave it as it was"
AS_IT_IS = "Rule {number} as it is now; change what you like, then save it."
WHAT = "What should happen"
TO_WHICH, WHICH_ONES = "To which products", "Which ones"
FACT, CHOOSE_FACT, NO_FACTS = "Fact", "Choose a fact", "No further facts"
CHOOSE, CHOOSE_OR_TYPE = "Choose one or more", "Choose or type a number"
PRODUCT = "{title} ({number})"
ANY = "Any"
WHOM = "For whom"
FROM_DAY, UP_TO_DAY = "From this day", "Up to this day"
NAME = "Name of the rule"
NAME_HELP = "What it is called in tables and files. Left empty, it gets the name shown in grey."
SUGGESTED = "{action}: {values}"

DOWNLOAD = "Download the rules as a file"
UPLOAD = "Bring rules in from a file"
UPLOAD_WHAT = (
    "A YAML file, as the download writes it. Its rules take the place of all that are here."
)
FILE = "File of rules"
REPLACE = Plural(
    "Put them in place of the {n} rule here", "Put them in place of the {n} rules here"
)
BRING_IN = "Bring in"
BROUGHT_IN = Plural("{n} rule brought in.", "{n} rules brought in.")

MODEL = "Model"
WORK_OUT = "Work out what each rule costs with {model}"
MAKING_LISTS = "Making the lists of all customers"
OUTDATED = "The rules, the data or the model have changed: work it out again."
COSTS_ACCURACY = "“{name}” costs the most accuracy: {value} NDCG per list."
EMPTIES_MOST = Plural(
    "“{name}” empties the most: {n} place on {lists} lists.",
    "“{name}” empties the most: {n} places on {lists} lists.",
)
COSTS_NOTHING = Plural("With {n} test customer no rule could be shown to cost accuracy, and none empties a place.", "With {n} test customers no rule could be shown to cost accuracy, and none empties a place.")
NOT_MEASURED = "What the rules cost in accuracy is not measured yet; none empties a place."
MEASURE_FIRST, MEASURE_FIRST_HELP = "Measure {model}", "On the Evaluation page, on purchases it has not seen."
CHANGES_NOTHING = "None of the rules changes any list."
MEASURED = "{customers} customers, lists of {k}."
TESTED = "Accuracy and revenue on {n} test customers."
METHOD = "Lists for every customer with all rules in force, held against the same lists without the rule in question. In brackets the 95 % interval; where it reaches over 0, it may be chance."
RULE = "Rule"
LISTS_CHANGED, LISTS_CHANGED_HELP = "Lists changed", "Customers whose list it changes."
ACCURACY, ACCURACY_HELP = (
    "Accuracy (NDCG)",
    "How far up the list stands what customers bought next, 0 to 1; higher is better.",
)
PLACES, PLACES_HELP = (
    "Places, points",
    "By how many percentage points the rule changes the share of all places that its own products hold; upper places weigh more.",
)
REVENUE, REVENUE_HELP = (
    "Revenue of hits",
    "What the products cost together that were shown and then bought, per customer.",
)
VARIETY, VARIETY_HELP = (
    "Variety",
    "How different the products of a list are, 0 to 1; higher is better.",
)
EMPTIED, EMPTIED_HELP = "Places emptied", "Places the model would have filled, over all customers."
FILLER, FILLER_HELP = (
    "Filler needed",
    "How many of these bestsellers could fill, over all customers.",
)
TABLE = "Each rule with the lists it changes, what it costs and the places it empties"
NONE_EMPTIED = "No rule empties a place, so none needs filler."
NONE, NO_CHANGE = "none", "no change"
VALUE_RANGE = "{value} ({low} to {high})"
