"""What placements and their plan say."""

from recsys_core.wording.messages import Plural

# Keeping one.
NO_PLACEMENT_YET = "There is no placement called {name!r}. None has been saved yet."
UNKNOWN_PLACEMENT = "There is no placement called {name!r}. Choose from: {names}."
PLACEMENT_QUOTED = "“{text}”"
PLACEMENT_TAKEN = "There is a placement called “{name}” already; choose another name."
NO_PLACEMENT_NAME = "Give the placement a name."
TOO_LONG_A_NAME = "A name, a channel and a spot have at most {most} characters each."
NO_CHANNEL = "Say in which channel the list is shown, such as e-mail or app."
NO_SUCH_KIND = "A placement shows {kinds}; {shows!r} is none of them."

# What one is, in words.
KINDS = {"products": "products", "categories": "categories", "brands": "brands"}
SLOTS = {
    "products": Plural("{n} product", "{n} products"),
    "categories": Plural("{n} category", "{n} categories"),
    "brands": Plural("{n} brand", "{n} brands"),
}
WHERE, WHERE_SPOT = "{slots} in {channel}", "{slots} in {channel}, {spot}"
IN_WORDS = "{where}: {how}, {rules}."
WITH_RULES, WITHOUT_RULES = "business rules applied", "no business rules"

# What has to be known of one.
NO_SUCH_MODEL = "This version knows no model called {model}, so “{name}” has no lists."
MODEL_GONE = "{model} is not trained any more, so “{name}” has no lists until it is trained again."
MIX_GONE = "{model}, which is mixed in, is not trained any more, so “{name}” has no lists."
RULES_CHANGED = "Business rules have changed since “{name}” was saved ({changes}); its lists go by those of today."
NEW_RULES = Plural("{n} new", "{n} new ones")
GONE_RULES = Plural("{n} gone", "{n} gone of those there were")
OTHER_ORDER = "another order"
NO_KINDS = {
    "categories": "The product list names no categories, so “{name}” has nothing to show.",
    "brands": "The product list names no brands, so “{name}” has nothing to show.",
}
LED_BY = Plural("{n} product on the list: {title}", "{n} products on the list, first {title}")

# Two of them compared.
NOT_ALIKE = "“{a}” shows {shows} and “{b}” shows {others}; what they show cannot be counted together."
NOBODY_BOTH = "No customer has a list of both “{a}” and “{b}”."
TOGETHER = Plural("For {n} customer: “{a}” and “{b}” have {shared} of {length} in common", "For {n} customers: “{a}” and “{b}” have {shared} of {length} in common")
TOGETHER_BETWEEN = Plural("For {n} customer: “{a}” and “{b}” have {shared} of {length} in common ({low} to {high})", "For {n} customers: “{a}” and “{b}” have {shared} of {length} in common ({low} to {high})")
PLACES_APART = "{first}; what is in both stands {moved} places apart."
NOTHING_IN_BOTH = "{first}; nothing is in both."
DRAWN_BY_LOT = "{n} of {of} customers were drawn at random; the interval says how far others could move the figure (95 %)."
ALL_COMPARED = "These are all customers who have a list of both."
COMPARING = "Comparing lists of “{name}”"

# The plan.
EVERYBODY = "everybody"
ENDS_FIRST = "It ends on {ends}, before it begins on {starts}."
TOO_LONG_A_SPAN = "A line of the plan lasts at most {most} days."
NO_SUCH_SENDING = "Messages go out {ways}; {sends!r} is none of these."
NO_SUCH_WHOM = "A plan is for everybody, a segment or an audience that was kept; {whom!r} is none of these."
NAME_THE_GROUP = "Name the segment or the audience."
NO_SUCH_LINE = "There is no line {line!r} in the plan."
A_CAP = "The weekly cap is a number of messages from 0 on; 0 is no cap."
DATED = "{starts} to {ends}"
LINE = "“{name}” in {channel} for {whom}, {when}"
PLAN_ANSWER = Plural("{n} line is planned, {first} to {last}: {problems}.", "{n} lines are planned, {first} to {last}: {problems}.")
NO_PLAN = "Nothing is planned yet."
PROBLEMS = Plural("{n} conflict", "{n} conflicts")
NO_PROBLEMS = "no conflicts"
SAME_SLOT_DAY = "“{a}” and “{b}” stand in the same spot of {channel} on {starts}, for {n} of the same customers."
SAME_SLOT = "“{a}” and “{b}” stand in the same spot of {channel} from {starts} to {ends}, for {n} of the same customers."
GROUP_GONE = "“{name}” is planned for {whom}, whom nobody can tell any more: {why}"
NOBODY_IN_IT = "“{name}” is planned for {whom}, and nobody is in it."
LISTS_GONE = "Planned from {starts}: {problem}"
OVER_CAP = Plural("{n} customer gets more than {most} within seven days by this plan, most of all in the seven days up to {day} ({reached}).", "{n} customers get more than {most} within seven days by this plan, most of all in the seven days up to {day} ({reached}).")
MESSAGES = Plural("{n} message", "{n} messages")
