"""Why uplift is not told, and why a column is not learned from."""

from recsys_core.wording.messages import Plural

# No arm is compared.
NO_CONTROL = "Nobody was left out at random: without a control group nothing tells what would have happened anyway."
BROKEN_LOT = "The arms hold {counts} customers ({arms}) where {planned} were planned: by chance that happens less than once in a thousand times (p {p}). Something took customers out of an arm, or the plan was another one; until that is known no difference can be believed."
# One arm is not compared, or is not targeted.
SMALL_ARM = "“{arm}” has {n} customers; telling who is moved needs {least} in each arm."
FEW_RESPONDERS = "“{arm}” has {n} customers who responded; telling who is moved needs {least} in each arm."
NOTHING_TO_LEARN = "No column tells customers apart, so nobody can be told from anybody else."
NO_UPLIFT_SIGNAL = "No targeting signal: the interval of the Qini of customers ranked by predicted uplift ({low} to {high}, measured {qini}) does not lie above that of 200 random rankings ({random_low} to {random_high}). Send “{arm}” to all or to none."

# Columns that are left out.
SAME_FOR_ALL = "the same for everybody"
A_NUMBER_EACH = "a number or name of its own for nearly every customer"
MANY_WORDS = Plural("{n} different text", "{n} different texts")
UNLIKE_BETWEEN_ARMS = "differs between the arms more than chance allows, so it was known only afterwards or the arms were not drawn at random"
PART_OF_OUTCOME = "goes with the outcome without exception, so it was known only afterwards"

# While it is worked out.
LEARNING = "Learning who is moved by “{arm}” ({n} of {folds})"
RESAMPLING = "Holding “{arm}” against random rankings"
