"""What planning says."""

from recsys_core.wording.messages import Plural

NO_CONTROL = "There is no control group that all campaigns leave alone."
CONTROL = Plural("{n} of {of} customers ({share}, drawn at random) is left alone by all audiences, offers and their files.", "{n} of {of} customers ({share}, drawn at random) are left alone by all audiences, offers and their files.")

# What cannot be planned.
PLAN_UNDATED = "Nothing in this data has a date, so it does not say how many customers come and what they do; type in baseline and customers a week."
PLAN_NOBODY = "There are too few customers to tell what they do."
PLAN_SHORT = Plural("The data is too short: it covers {span} of the {needed} days that counting {n} day after customers came, and as many before, takes. Type in baseline and customers a week.", "The data is too short: it covers {span} of the {needed} days that counting {n} days after customers came, and as many before, takes. Count fewer days, or type in baseline and customers a week.")
NO_AMOUNTS = "The data does not say what customers spend; choose another outcome, or type in baseline, spread and customers a week."
NOBODY_DOES = "Nobody did that within the days that are counted, so no difference from it can be planned; count more days."
EVERYBODY_DOES = "Everybody did that within the days that are counted, so no difference from it can be planned; count fewer days."
NOTHING_TO_MEASURE = "Customers did not differ in this, or it came to nothing, so no difference from it can be planned."
TARGET_OUTSIDE = "The baseline is {base}; with this difference it would leave 0 to 100 %. Choose a smaller difference, or count fewer days."
RATE_OUTSIDE = "A baseline rate lies between 0 and 1: 0.1 is 10 %."
POWER_OUTSIDE = "Power and alpha lie between 0 and 1, and power is the larger one."
ARMS_OUTSIDE = "An experiment has 2 to 20 arms, a share above 0 and up to 1 of the customers, and counts 1 to 365 days."
SHARES_OF_PLAN = "Each of the {n} arms has a share above 0, and together they make 100 %."
EFFECT_OUTSIDE = "The smallest difference is a share of the baseline: 0.1 is 10 % more, -0.1 is 10 % less; not 0, and more than -1."
NEVER_FOUND = "A difference so small is not found with {most} customers an arm; choose a larger one."
AMOUNTS_OUTSIDE = "Baseline, spread and customers a week are numbers above 0."

# The first line.
RATE_WEEKS = Plural("To see {base} become {target} you need {needed}: {n} week at your traffic.", "To see {base} become {target} you need {needed}: {n} weeks at your traffic.")
RATE_NEVER = "To see {base} become {target} you need {needed}; everybody who comes makes {most}."
RATE_ALL = "To see {base} become {target} you need {needed}; yours are enough."
MEAN_WEEKS = Plural("To see {what} go from {base} to {target} you need {needed}: {n} week at your traffic.", "To see {what} go from {base} to {target} you need {needed}: {n} weeks at your traffic.")
MEAN_NEVER = "To see {what} go from {base} to {target} you need {needed}; everybody who comes makes {most}."
MEAN_ALL = "To see {what} go from {base} to {target} you need {needed}; yours are enough."
EACH_ARM, AN_ARM = "{n} customers an arm", "{n} an arm"
BY_ARM = "{total} customers ({sizes} by arm, the control first)"
OUTCOME_NOUNS = {"money": "spend a customer", "count": "orders a customer", "ratio": "spend an order"}

# What it rests on.
SMALLEST_SHARE = "With all of them the smallest rate you could tell from {base} is {target}."
SMALLEST_MEAN = "With all of them the smallest figure you could tell from {base} is {target}."
LARGEST_SHARE = "With all of them the largest rate below {base} that you could tell from it is {target}."
LARGEST_MEAN = "With all of them the largest figure below {base} that you could tell from it is {target}."
SMALLEST_TOLD = {
    (True, False): SMALLEST_SHARE,
    (True, True): LARGEST_SHARE,
    (False, False): SMALLEST_MEAN,
    (False, True): LARGEST_MEAN,
}
SMALLEST_NONE = "With all of them no difference at all could be told."
ALL_ALIKE = Plural("Each of them is counted for the same day.", "Each of them is counted for the same {n} days.")
FOLLOW = Plural("Whoever comes last is counted for {n} day: {days} days in all.", "Whoever comes last is counted for {n} days: {days} days in all.")
BASE_CAME = Plural("Of {of} customers who came from {first} to {last}, {kind} on the day after they came: {base}.", "Of {of} customers who came from {first} to {last}, {kind} within {n} days after the day they came: {base}.")
BASE_SAME_DAY = Plural("Of {of} customers who came from {first} to {last}, {kind} on the day they came or the day after: {base}.", "Of {of} customers who came from {first} to {last}, {kind} within {n} days from the day they came on: {base}.")
BASE_ALL = Plural("Of {of} customers known by {last}, {kind} on the day after it: {base}.", "Of {of} customers known by {last}, {kind} in the {n} days after it: {base}.")
KINDS_DONE = {"purchase": "those who bought", "rating": "those who rated", "visit": "those who visited"}
KINDS_OTHER = {"money": "mean spend", "count": "mean number of orders", "ratio": "spend an order"}
BASE_SAID = "Baseline and customers a week are those that were typed in."
TRAFFIC = "Different customers who come in a week: {weekly}; in the last {days} days: {reach}."
BY_FORMULA = "Customers an arm for one test at {alpha}, by formula: {arcsine} by Cohen’s arcsine, {unpooled} by the variance of each arm, {pooled} by the variance of both together. Used here, at {half}: {which}."
BY_FORMULA_SMALLEST = "Customers of the smallest arm for one test at {alpha}, by formula: {arcsine} by Cohen’s arcsine, {unpooled} by the variance of each arm, {pooled} by the variance of both together. Used here, at {half}: {which}."
HALF_FOR_LOOK = "Of the {alpha} false alarms that are allowed, half are for the look that is planned and half for all looks before and after it, so everybody may look every day: the test at the end is at {half}, which takes {needed}; at {alpha}, with no look but one, it would be {textbook}."
RATE_TRIED = "Of {runs} experiments drawn with {needed}, the test they are judged by (chi-squared) found the difference in {power} ({low} to {high})."
RATE_RAISED = "Of {runs} experiments drawn with {needed}, the test they are judged by (chi-squared) found the difference in {power} only ({low} to {high}); with {more} in {found}, so the first line has these."
FORMULA_NAMES = {"arcsine": "Cohen’s arcsine", "unpooled": "the variance of each arm", "pooled": "the variance of both together"}
BY_STUDENT = "By Student’s test, with a standard deviation of {deviation}."
OF_ARMS = "Each of the {n} other arms is compared with the control at {alpha}, so that together they give no more false alarms."
CUPED_GAIN = Plural("What customers did on the day before has a correlation of {rho} with it. Taking that off (CUPED) leaves {left} of the variance: {needed} are enough.", "What customers did in the {n} days before has a correlation of {rho} with it. Taking that off (CUPED) leaves {left} of the variance: {needed} are enough.")
CUPED_WEEKS = Plural("Read with what customers did before taken off (CUPED), {needed} are enough: {n} week.", "Read with what customers did before taken off (CUPED), {needed} are enough: {n} weeks.")
CUPED_ENOUGH = "Read with what customers did before taken off (CUPED), {needed} would do, and yours are as many."
CUPED_NONE = "Nothing of the days before helps to tell what customers do (CUPED)."
SIMULATED = "Of {runs} experiments with {needed}, drawn at random from what yours spent, {power} found the difference ({low} to {high})."
SIMULATED_NEED = "{needed} found it in {power} ({low} to {high})."

# Who gets which arm.
DEALT = Plural("{name}: {n} customer was dealt out at random: {sizes}.", "{name}: {n} customers were dealt out at random: {sizes}.")
ARM_SIZE = "{n} {arm}"
EXPERIMENT_TAKEN = "There is an experiment “{name}” with other arms, shares or customers, another plan or another first day; choose another name."
STARTS_TOO_EARLY = "The data goes to {day}; an experiment counts from that day or a later one on."
EXPERIMENT_NAMES = "Give the experiment and each arm a name of at most {most} characters."
NO_SUCH_EXPERIMENT = "There is no experiment “{name}”."
NOBODY_DEALT = "Nobody is left to take part."
ARMS_DIFFER = "An experiment has 2 to {most} arms, each with a name of its own."
SHARES_ADD_UP = "Shares of arms are above 0 and add up to 1; the part that takes part is above 0 and at most 1."
SHARES_FOR_ARMS = "Give each of the {n} arms a share."
ARM_TYPED = "An arm is a name, or NAME=model:M, NAME=scenario:S, NAME=offer:O; {text} is none."
NO_SUCH_ARM_OFFER = "No campaign of this data had the offer “{offer}”."
NO_SUCH_ARM_SCENARIO = "There is no scenario “{name}” for an arm."
LEFT_ASIDE = {
    "no_consent": Plural("{n} customer who does not want to be contacted takes no part.", "{n} customers who do not want to be contacted take no part."),
    "unsubscribed": Plural("{n} customer who unsubscribed takes no part.", "{n} customers who unsubscribed take no part."),
    "bounced": Plural("{n} customer whose address does not work takes no part.", "{n} customers whose address does not work take no part."),
    "control_group": Plural("{n} customer of the control group that all campaigns leave alone takes no part.", "{n} customers of the control group that all campaigns leave alone take no part."),
}

# Splits without a difference.
AA_OUTCOMES = {"rate": "the share who buy", "money": "spend a customer", "count": "orders a customer", "ratio": "spend an order"}
AA_FINE = "Of {splits} random splits of {n} customers without a difference, {least} to {most} raised a false alarm, by outcome; {alpha} is what was allowed."
AA_BROKEN = "Of {splits} random splits of {n} customers without a difference, {most} raised a false alarm in {names}; {alpha} is what was allowed. Trust no read-out of it."
AA_FEW = Plural("{n} customer is too few to be split; it takes {least}.", "{n} customers are too few to be split; it takes {least}.")
AA_OUTSIDE = "There are {least} to {most} splits; alpha lies between 0 and 1, and 1 to 365 days are counted."
