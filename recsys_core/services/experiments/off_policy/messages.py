"""What is said of logs, of policies that did not make them, and of what these would have earned."""

from recsys_core.wording.messages import Plural

# Files.
EMPTY_LOG = "{file} holds no table."
NO_LOG_COLUMN = "{file} has no column “{column}”; it has {columns}."
NO_ITEM_COLUMN = "No column of {file} says what was shown; it has {columns}. Name the column."
NO_CLICK_COLUMN = "No column of {file} says what came of it; it has {columns}. Name the column."
NO_OUTCOME = "“{column}” of {file} holds no outcome: an outcome is a number, or yes or no; “{example}” is neither."
NO_LOG_ROWS = "Fewer than 2 rows of {file} say what was shown, what came of it and, where a column is for it, a chance above 0 and up to 1."
NO_REWARDS = "{file} does not say what came of what was shown."
NOTHING_SHOWN = "The workspace knows of nothing that was shown and clicked or not. Import exposures, or name a file."
ONE_SHOWN = "The workspace knows only once of something that was shown and clicked or not. Import more exposures, or name a file."
LOG_ROWS_LEFT_OUT = Plural("{n} row without an item, an outcome or a position was left out.", "{n} rows without an item, an outcome or a position were left out.")
NO_CHANCE = Plural("{n} row ({share} of the log) has no chance above 0 and up to 1 and was left out, so every figure is of the others alone.", "{n} rows ({share} of the log) have no chance above 0 and up to 1 and were left out, so every figure is of the others alone.")
NO_CHANCE_RATE = "Of the rows without a chance {without} were clicked, of the others {value}: more apart than chance makes them, so what is found here need not hold of the rows without one."
NO_CHANCE_EARNED = "The rows without a chance brought {without} each, the others {value}: more apart than chance makes them, so what is found here need not hold of the rows without one."

# Policies.
BY_LOT = "A random choice among all items"
ALWAYS = "Always “{item}”"
AS_IN_FILE = "The policy of {file}"
MODEL_POLICY = "The order of {model}"
ORDERING = Plural("Ordering items for {n} customer", "Ordering items for {n} customers")
NO_SUCH_ITEM = "“{item}” was never shown; shown were {some} and others."
NO_SUCH_TARGET = "“{target}” is no file and no item of the log, such as {items}; no model is trained."
NO_SUCH_TARGET_OR_MODEL = "“{target}” is no file, no item of the log, such as {items}, and no trained model: {models}."
NO_CUSTOMERS_IN_LOG = "{model} chooses by customer, and no column of the log names customers."
NO_ITEMS_KNOWN = "{model} knows none of the items of the log."
NO_PLACES_IN_COMMON = "The two have no positions in common, so items are compared whatever their position."
OWN_RATE = "In {file} itself {rate} were clicked ({low} to {high})."
LEARNED_LATER = "What the model learned of these customers after they were shown something flatters it; train it on data that ends before the log."
STRANGERS = Plural("{n} customer of the log is unknown to the model and has no history.", "{n} customers of the log are unknown to the model and have no history.")
ITEMS_UNKNOWN = Plural("{n} item of the log is unknown to the model and is never chosen.", "{n} items of the log are unknown to the model and are never chosen.")

# Findings.
MORE_CLICKS = "{policy} would have been clicked more often: {value} of the times it shows something ({low} to {high}), against {logged} in the log."
FEWER_CLICKS = "{policy} would have been clicked less often: {value} of the times it shows something ({low} to {high}), against {logged} in the log."
CLICKS_NOT_TOLD = "{policy} would have been clicked {value} of the times it shows something ({low} to {high}), against {logged} in the log: whether it is better cannot be told."
MORE_EARNED = "{policy} would have earned more: {value} each time it shows something ({low} to {high}), against {logged} in the log."
LESS_EARNED = "{policy} would have earned less: {value} each time it shows something ({low} to {high}), against {logged} in the log."
EARNED_NOT_TOLD = "{policy} would have earned {value} each time it shows something ({low} to {high}), against {logged} in the log: whether it is better cannot be told."
DIFFERENCE_IN_POINTS = "The difference is {difference} points ({low} to {high})."
DIFFERENCE_IN_AMOUNT = "The difference is {difference} ({low} to {high})."
WORTH = Plural("Judged by {n} row, which tells as much as {size} of its own would; the largest weight of a row is {largest}, and {unsupported} of what it would show was never shown there.", "Judged by {n} rows, which tell as much as {size} of its own would; the largest weight of a row is {largest}, and {unsupported} of what it would show was never shown there.")
TOO_SMALL = Plural("{policy} cannot be judged by this log: its {n} row tells as much as {size} of its own would, and 100 are needed.", "{policy} cannot be judged by this log: its {n} rows tell as much as {size} of its own would, and 100 are needed.")
TOO_FOREIGN = "{policy} cannot be judged by this log: {unsupported} of what it would show was never shown there, and 5 % is the most."
CHANCES_ESTIMATED = "The log does not say how likely it was that an item was shown. Its share of what was shown there is taken for that, which is wrong if the choice looked at the customer."
CHANCES_WRONG = "The chances in the log do not fit it: weights average {mean} ({low} to {high}) where right chances give {right}. Check them before you use these figures."
VERDICTS = {"more": "more", "fewer": "fewer", "untold": "cannot be told", "refused": "refused"}
READING_LOG, JUDGING = "Reading the log", "Weighing the log"
