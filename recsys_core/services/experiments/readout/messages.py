"""What is said of an experiment that is read out."""

from recsys_core.wording.messages import Plural

READING_FILE, COMPARING = "Reading the file", "Comparing the arms"

# What a file cannot tell.
WHICH_CONTROL = "Which arm is the control: {arms}? Their names do not say."
WHICH_ARM = "No column of {file} looks like the arms of an experiment; say which one it is: {columns}."
WHICH_ARMS = "Several columns of {file} may be the arms: {columns}. Say which one it is."
WHICH_OUTCOME = "Say which columns are the outcomes; {file} has {columns}."
NO_SUCH_CONTROL = "There is no arm “{arm}” in “{column}”; there is {arms}."
NOT_TWO_ARMS = Plural("“{column}” holds {n} value; arms are 2 to {most} different ones.", "“{column}” holds {n} different values; arms are 2 to {most}.")
NO_OUTCOME_VALUES = "“{column}” is no outcome: an outcome is a number, or yes or no; “{example}” is neither."
NO_SUCH_OUTCOME = "Less of “{column}” cannot be better: it is none of the outcomes, which are {outcomes}."
NO_FIGURES = "“{column}” holds no numbers, so it cannot be what was known before."
NO_MOMENTS = "“{column}” holds no dates."
SOME_WITHOUT_DATE = Plural("“{column}” holds no date of {n} customer; fill it in, or read out without dates.", "“{column}” holds no date of {n} customers; fill them in, or read out without dates.")
TOO_MANY_GROUPS = Plural("“{column}” holds {n} value; groups are 2 to {most} different ones.", "“{column}” holds {n} different values; groups are 2 to {most}.")
SAME_COLUMN = "“{column}” cannot be two things at once."
EMPTY_ARM = "Nobody is left in the arm “{arm}”."
NOBODY_LEFT = "No row of {file} has a customer and an arm."
SEVERAL_CURRENCIES = "“{column}” is in {currencies}, which are never added up: bring the amounts in one currency."
OUTCOME_NOWHERE = "Of nobody in the arm “{arm}” is “{column}” known."
SHARE_BETWEEN = "The share of the control lies above 0 and below 100 %."
PLAN_ABOVE = "The planned customers of an arm are 1 or more."
SMALLEST_ABOVE = "The smallest difference worth having lies above 0."
UNDER_ZERO = "What “{column}” is divided by does not add up to more than 0 in every arm, so nothing can be divided by it."

# How it was read.
CONTROL_TAKEN = "“{control}” is the control: {rule}."
RULES = {
    "asked": "so it was said",
    "name": "its name says so",
    "old": "its name says it is what there was before",
    "not done": "its name says that nothing was done",
    "first letter": "it is the first letter of those named by letters",
    "lowest number": "its number is the lowest",
    "not new": "it is the only one that is not called new or treated",
    "kept": "it was named first when the arms were dealt out",
}
UNIT_TAKEN = "“{column}” names the customers."
NO_UNIT = "No column names the customers, so each row counts as one."
SEVERAL_ROWS = "{rows} rows of {users} customers: each counts once, a yes in any row is a yes, and numbers are added up."
FIRST_ROW_TELLS = "Of what was known before ({columns}) the first row of each customer counts."
IN_TWO_ARMS = Plural("{n} customer stands in more than one arm and was left out.", "{n} customers stand in more than one arm and were left out.")
ROWS_WITHOUT = Plural("{n} row without a customer or an arm was left out.", "{n} rows without a customer or an arm were left out.")
SPELT_OTHERWISE = Plural("“{other}” ({n} row) counts as “{arm}”.", "“{other}” ({n} rows) counts as “{arm}”.")
NOT_KNOWN_OF = Plural("“{outcome}” is not known of {n} customer, who counts in the size of the arm and not in this outcome.", "“{outcome}” is not known of {n} customers, who count in the sizes of the arms and not in this outcome.")
LOST_UNALIKE = "“{outcome}” is missing in {shares}, which differ beyond chance ({p}): what it shows may be who is missing, not what the arm did."
MISSING_OF_ARM = "{share} of “{arm}”"
BLANK_IS_NOTHING = "Empty cells of “{column}” count as 0, since it holds no 0 or no of its own."
EVERYBODY_COUNTS = "Everybody counts in the arm they were given, whether or not it reached them."

# Sizes of the arms.
BROKEN_ARMS = "Nothing is compared: there are {arms}, where {planned} were planned, which happens by chance in under 1 of 1,000. Who is missing, or counted twice, is no chance draw. If other shares were planned, say so."
BROKEN_LOT = "Nothing is compared: there are {arms}, where {planned} were dealt out, which happens by chance in under 1 of 1,000. Who is missing is no chance draw."
ARMS_AS_PLANNED = "The arms are as large as planned, but for chance: {arms} ({p})."
SIZE_OF_ARM, RARER = "{n} in “{arm}”", "under {p}"
P_IS, P_UNDER = "p = {p}", "p under {p}"

# Verdicts. Of a rate, in points; of anything else, as it is.
WON_MORE_POINTS = "“{arm}” won: {difference} points more “{outcome}” ({low} to {high}), {value} against {other}."
WON_FEWER_POINTS = "“{arm}” won: {difference} points less “{outcome}” ({low} to {high}), {value} against {other}."
LOST_MORE_POINTS = "“{arm}” lost: {difference} points more “{outcome}” ({low} to {high}), {value} against {other}."
LOST_FEWER_POINTS = "“{arm}” lost: {difference} points less “{outcome}” ({low} to {high}), {value} against {other}."
WON_MORE = "“{arm}” won: {difference} more “{outcome}” ({low} to {high}), {value} against {other}."
WON_FEWER = "“{arm}” won: {difference} less “{outcome}” ({low} to {high}), {value} against {other}."
LOST_MORE = "“{arm}” lost: {difference} more “{outcome}” ({low} to {high}), {value} against {other}."
LOST_FEWER = "“{arm}” lost: {difference} less “{outcome}” ({low} to {high}), {value} against {other}."
NONE_POINTS = "“{arm}” makes no difference of {smallest} points or more to “{outcome}”: {difference} ({low} to {high})."
NONE_AMOUNT = "“{arm}” makes no difference of {smallest} or more to “{outcome}”: {difference} ({low} to {high})."
EARLY_POINTS = "Too early to say what “{arm}” does to “{outcome}”: {difference} points so far ({low} to {high})."
EARLY_AMOUNT = "Too early to say what “{arm}” does to “{outcome}”: {difference} so far ({low} to {high})."
CANNOT_POINTS = "It cannot be told whether “{arm}” changes “{outcome}”: {difference} points ({low} to {high})."
CANNOT_AMOUNT = "It cannot be told whether “{arm}” changes “{outcome}”: {difference} ({low} to {high})."
WORDS = {
    ("won", True): (WON_MORE_POINTS, WON_MORE),
    ("won", False): (WON_FEWER_POINTS, WON_FEWER),
    ("lost", True): (LOST_MORE_POINTS, LOST_MORE),
    ("lost", False): (LOST_FEWER_POINTS, LOST_FEWER),
    ("no difference", True): (NONE_POINTS, NONE_AMOUNT),
    ("too early", True): (EARLY_POINTS, EARLY_AMOUNT),
    ("cannot tell", True): (CANNOT_POINTS, CANNOT_AMOUNT),
}
ENDS, NO_ENDS = "{low} to {high}", "not known"
NO_INTERVAL = "It cannot be told whether “{arm}” changes “{outcome}”: {difference}, and no interval, because too few or only like customers are there to show how far chance goes."
VERDICTS = {
    "won": "won",
    "lost": "lost",
    "no difference": "no difference",
    "too early": "too early",
    "cannot tell": "cannot tell",
}
SETTLED_IN_DAYS = Plural("{n} more day would settle it, if the differences stay as they are.", "{n} more days would settle it, if the differences stay as they are.")
SETTLED_BY = Plural("{n} more customer would settle it, if the differences stay as they are.", "{n} more customers, all arms together, would settle it, if the differences stay as they are.")
PLAN_IN_DAYS = Plural("The customers that were planned are there in {n} day.", "The customers that were planned are there in {n} days.")
PLAN_BY = Plural("{n} customer of those that were planned is to come.", "{n} customers of those that were planned are to come, all arms together.")
ANY_LOOKS_DECIDE = "However often it is looked at, the interval is {low} to {high}; it decides, since no single look was set beforehand."
ANY_LOOKS_BEFORE = "However often it is looked at, the interval is {low} to {high}; it decides until the customers that were planned are there."
PLAN_DECIDES = Plural("The customer an arm that was planned is there, so the fixed interval decides; however often it is looked at, the interval is {low} to {high}.", "The {n} customers an arm that were planned are there, so the fixed interval decides; however often it is looked at, the interval is {low} to {high}.")
DAYS_DECIDE = Plural("The day that was planned is over, so the fixed interval decides; however often it is looked at, the interval is {low} to {high}.", "The {n} days that were planned are over, so the fixed interval decides; however often it is looked at, the interval is {low} to {high}.")
ANY_LOOKS_UNTIL = Plural("However often it is looked at, the interval is {low} to {high}; it decides until the day that was planned is over.", "However often it is looked at, the interval is {low} to {high}; it decides until the {n} days that were planned are over.")
DAYS_LEFT = Plural("{n} day of those that were planned is to come.", "{n} days of those that were planned are to come.")
LEFT_EARLY = Plural("{n} day of those that were planned is to come; looking before is what this interval is for.", "{n} days of those that were planned are to come; looking before is what this interval is for.")
ANY_LOOKS_ENOUGH = "However often it is looked at, the interval is {low} to {high}, which is sure enough whatever was planned."
HALF_EACH = "p is {p}, and takes to be under {level}: of the {alpha} false alarms that are allowed, half are for the look that was planned and half for all others."
NO_LOOKS = "An interval for any number of looks takes {least} customers in each arm, and of a rate {either} who did and {either} who did not."
RULED_OUT_POINTS = "That it makes {most} points or more, either way, is as good as ruled out."
RULED_OUT_AMOUNT = "That it makes {most} or more, either way, is as good as ruled out."
HELD_TO_MORE = "{n} comparisons are made, so each has to be surer (Holm)."

# Adjusted, by day, by group.
NARROWER = "What was known before makes the interval of “{outcome}” in “{arm}” {share} narrower: {difference} ({low} to {high})."
NOT_NARROWER = "What was known before says next to nothing of “{outcome}” in “{arm}”."
UNBALANCED = "“{arm}” and the control differed before already ({p}), so nothing is adjusted by it."
SIGN_TURNED = "Adjusted by what was known before, “{outcome}” in “{arm}” changes sign; go by the plain figure."
ONE_WEIGHS = "One customer holds {share} of the weight of what was known before; go by the plain figures."
CUT_AMOUNTS = "With amounts above {cap} cut to it, “{outcome}” in “{arm}” differs by {difference} ({low} to {high})."
WEARS_OFF = "By the day customers joined the difference of “{arm}” changes ({p}): it moves by {change} a day, so what the first days show need not last."
WEEKDAYS_DIFFER = "“{arm}” does not do the same on every weekday ({p}); whole weeks are fairer."
NOT_WHOLE_WEEKS = "{days} days are no whole weeks, so some weekdays count more than others."
GROUPS_STAND_OUT = Plural("In {n} group of customers the difference stands out beyond chance (Benjamini-Hochberg, 5 %).", "In {n} groups of customers the difference stands out beyond chance (Benjamini-Hochberg, 5 %).")
NO_GROUP_STANDS_OUT = Plural("In the {n} group of customers no difference stands out beyond chance (Benjamini-Hochberg, 5 %).", "In none of {n} groups of customers does the difference stand out beyond chance (Benjamini-Hochberg, 5 %).")
SMALL_GROUPS = Plural("{n} group with fewer than {least} customers in an arm is not compared.", "{n} groups with fewer than {least} customers in an arm are not compared.")
UNPLANNED_GROUPS = "Groups that were not planned only suggest what to try next."

# A kept experiment.
BOUGHT_IN = {
    "purchase": Plural("bought within {n} day", "bought within {n} days"),
    "rating": Plural("rated within {n} day", "rated within {n} days"),
    "visit": Plural("came within {n} day", "came within {n} days"),
}
SPENT_IN = Plural("spend within {n} day", "spend within {n} days")
ORDERS_IN = Plural("orders within {n} day", "orders within {n} days")
SPENT_AN_ORDER = "spend an order"
BY_RECENCY = "segment when dealt"
ORDERS_BEFORE = Plural("orders in the {n} day before", "orders in the {n} days before")
MONEY_BEFORE = Plural("spend in the {n} day before", "spend in the {n} days before")
NOT_BEGUN = "Nothing can be read yet: “{name}” counts from {first} on, and the data goes to {last}."
NOBODY_THROUGH = "Nothing can be read yet: of those dealt out for “{name}” nobody who came from {first} on did so {window} days before {last}, where the data ends."
WITHOUT_DATES = "“{name}” cannot be read: nothing in the data has a date."
NO_SUCH_OUTCOME_HERE = "The outcomes of a kept experiment are {outcomes}; “{column}” is none that this data tells."
COUNTED_FROM = "“{name}” was dealt out on {made}; counted are the days from {first} to {last}."
CAME_FROM = "“{name}” was dealt out on {made}; counted are {window} days of each customer who came from {first} to {last}."
ARM_MAKES_COME = "Where an arm itself makes customers come, as a mailing does, more of it come: plan such an experiment for all at once."
GONE_SINCE = Plural("{n} of {of} customers who were dealt out is gone from the data since and does not count: {arms}.", "{n} of {of} customers who were dealt out are gone from the data since and do not count: {arms}.")
NOT_COME = Plural("{n} who was dealt out did not come in that time and does not count.", "{n} who were dealt out did not come in that time and do not count.")
STILL_COUNTED = Plural("{n} who came less than {window} days before the data ends does not count yet.", "{n} who came less than {window} days before the data ends do not count yet.")
PLAN_SAID = "Planned were {planned} customers an arm, to find a change of {effect} of {base} in {power} of experiments; the smallest arm has {n}."
OTHER_ALPHA = "The plan allows false alarms in {alpha}, so that is what verdicts are held to; the intervals are of 95 %."

THESE_ARMS = Plural("These are the arms of “{name}”, dealt out on {made}: {dealt} of {n} customer of the file is in it. Read with its plan?", "These are the arms of “{name}”, dealt out on {made}: {dealt} of {n} customers of the file are in it. Read with its plan?")
WITH_ITS_PLAN = Plural("Read with the plan of “{name}”, dealt out on {made}: {dealt} of {n} customer of the file is in it.", "Read with the plan of “{name}”, dealt out on {made}: {dealt} of {n} customers of the file are in it.")
OTHER_ARM_DEALT = Plural("{n} of them was dealt another arm than the file says; the file’s counts.", "{n} of them were dealt another arm than the file says; the file’s counts.")
NOT_ITS_ARMS = "{file} does not hold the arms and customers of “{name}”."
STATES = {"planned": "planned", "running": "running", "over": "over", "read": "read"}
NONE_DEALT = "No experiment was dealt out yet."

# A kept audience.
BOUGHT_IT, SPENT_ON_IT, SPENT_BEFORE = "bought {title}", "spend on {title}", "spend in the {days} days before"
WRITTEN_TO, KEPT_BACK = "written to", "kept back"
NOBODY_KEPT_BACK = "Nobody was kept back from “{name}”, so nothing shows what would have come without it."
