"""What an evaluation says: what was held back, who leads, who is served well, what to distrust."""

from recsys_core.wording.messages import Plural

# Counts and figures within a sentence.
CUSTOMERS = Plural("{n} customer", "{n} customers")
EVENTS = {"rating": Plural("{n} rating", "{n} ratings"), "purchase": Plural("{n} purchase", "{n} purchases")}
PRODUCTS, NEW_PRODUCTS = Plural("{n} product", "{n} products"), Plural("{n} new product", "{n} new products")
NAMED_FIGURE = "{name} ({figure})"
INTERVAL = "{value} ({low} to {high})"

# Progress, and what cannot be done.
MEASURED, SCORING = "Measured", "Scoring {n} customers"
NO_MODEL = "No model has been measured: choose at least one."
OTHER_CUSTOMERS = "The models were measured on different customers and cannot be compared: measure them together."
NOT_POOLABLE = "Only rounds of one model and one list length can be put together."
NO_FIGURE = "There is no figure {label} for {model!r}: measure the model first."
FIGURES_GONE = "These figures are no longer there: measure the models again."
SHORTLISTS_DAMAGED = "The shortlists kept for this model are damaged: measure the models again."
NO_SHORTLISTS = "No shortlists were kept for this model: measure the models again."
TRAINING_PART_GONE = "The part the models learnt from cannot be found in the data any more: measure again."

# What was held back.
NO_PURCHASES = "There are no purchases to test on yet: import some on the Data page."
NOBODY_LEFT = "Nobody is left to test on after holding data back: choose another way of holding back, allow products bought before, or import a longer period."
NO_COLUMN = "The hold-out file has no column {column!r}: it needs the columns {user!r} and {item!r}, with the same numbers as your data."
NO_KNOWN_ROW = "No row of the hold-out file names a customer and a product of this workspace: check that {user!r} and {item!r} hold the same numbers as your data."
UNMATCHED_ROWS = Plural("{n} of {rows} rows in the file names a customer or product that the models do not know and could not be used.", "{n} of {rows} rows in the file name a customer or product that the models do not know and could not be used.")
NO_DATES = "Your data has no dates, so purchases were held back at random."
ONE_DATE = "All your data carries the same date, so purchases were held back at random."
AFTER_A_DAY = "everything after {day}"
LAST_SHARE = "the last {share} of each customer's history"
LAST_PURCHASE, LAST_NEW_PRODUCT = "the last purchase of each customer", "the last new product of each customer"
LAST_BASKET = "the last basket of each customer"
BY_LOT = "{share} of what customers chose, at random"
PART_BY_LOT = "part {part} of {parts} of what customers chose, divided at random"
FILE_TAKEN_OUT = "the purchases in your file, which were taken out of the training data"
FILE = "the purchases in your file"
HELD_BACK = {"rating": "Held back: {how}. The models learnt from {events} and were tested on the {products} that {customers} rated in the part held back.", "purchase": "Held back: {how}. The models learnt from {events} and were tested on the {products} that {customers} bought in the part held back."}
DRAWN = "These customers were drawn at random from {n}."
LEFT_OUT = {
    "rating": Plural("{n} customer with held-back ratings but nothing to be right about was left out, not counted as a miss; an earlier version did not keep why.", "{n} customers with held-back ratings but nothing to be right about were left out, not counted as misses; an earlier version did not keep why."),
    "purchase": Plural("{n} customer with held-back purchases but nothing to be right about was left out, not counted as a miss; an earlier version did not keep why.", "{n} customers with held-back purchases but nothing to be right about were left out, not counted as misses; an earlier version did not keep why."),
}
LEFT_OUT_BECAUSE = Plural("{n} customer with nothing to be right about was left out, not counted as a miss: {reasons}.", "{n} customers with nothing to be right about were left out, not counted as misses: {reasons}.")
CUSTOMERS_LEFT = {
    "newcomer": Plural("{n} newcomer of whom nothing was known before the test", "{n} newcomers of whom nothing was known before the test"),
    "nothing_known": Plural("{n} of whom only products outside the catalogue were known", "{n} of whom only products outside the catalogue were known"),
    "had_before": Plural("{n} who chose nothing but what was chosen before", "{n} who chose nothing but what they had chosen before"),
    "outside": Plural("{n} whose new products all lie outside the catalogue", "{n} whose new products all lie outside the catalogue"),
    "rated_low": Plural("{n} who rated every new product too low to count", "{n} who rated every new product too low to count"),
}
NEW_PAIRS = {"rating": "{counted} of {held} newly rated pairs of customer and product count, {share}; the others are {others}.", "purchase": "{counted} of {held} newly bought pairs of customer and product count, {share}; the others are {others}."}
ALL_PAIRS = {"rating": "{counted} of {held} rated pairs of customer and product count, {share}; the others are {others}.", "purchase": "{counted} of {held} bought pairs of customer and product count, {share}; the others are {others}."}
PAIRS = {
    "newcomer": "{n} of newcomers",
    "nothing_known": "{n} of customers of whom only products outside the catalogue were known",
    "had_before": "{n} had before",
    "outside": "{n} of products with fewer than {least} customers in what the models learnt from",
    "rated_low": "{n} rated too low",
}
NOBODYS_PAIRS = "{n} of products nobody had in what the models learnt from"
RECALL_OF = "Recall is a share of the {counted} pairs of customer and product that count, {share} of the {held} held back."
RECALL_OF_NEW = "Recall is a share of the {counted} pairs of customer and product that count, {share} of the {held} held back of customers and products new to them."
COVERAGE_OF_KNOWN = "Coverage is a share of the {n} products that may be shown, of {all} in the data: those somebody had in what the models learnt from."
COVERAGE_OF_ALL = "Coverage is a share of all {n} products of the catalogue."
COVERAGE_OF = "Coverage is a share of the {n} products that may be shown, of {all} in the data: those with at least {least} customers in what the models learnt from."

# The leaderboard.
INTERVALS = "{level}, over customers: Student's bent by skewness (Hall), Wilson's for shares, jackknife for figures of all lists"
TESTS = {"randomisation": "paired randomisation test, {flips} sign flips, Holm correction", "wilcoxon": "Wilcoxon signed-rank test, Holm correction"}
STANDING = "{label} {value}, {low} to {high}"
ONLY_BESTSELLERS = "So far only the bestsellers have been measured ({figure}): choose a model to compare with them."
NOTHING_MEASURED = "No model has been measured yet: choose one and measure again."
HIGHEST = "{model} has the highest figure ({figure}), but it was not compared with the bestsellers."
NONE_BETTER = Plural("With {n} customer, no model could be shown to be better than showing everybody the bestsellers ({figure}).", "With {n} customers, no model could be shown to be better than showing everybody the bestsellers ({figure}).")
NONE_BETTER_SHOWN = Plural("With {n} customer, no model could be shown to be better than showing everybody the bestsellers ({figure}); a difference under {share} of that would be missed more than one time in five.", "With {n} customers, no model could be shown to be better than showing everybody the bestsellers ({figure}); a difference under {share} of that would be missed more than one time in five.")
WORSE = Plural("{models} is worse than the bestsellers, by more than chance would do.", "{models} are worse than the bestsellers, by more than chance would do.")
RECENT_AHEAD = Plural("{models} is better than every model, by more than chance would do.", "{models} are better than every model, by more than chance would do.")
OTHER_YARDSTICK = "{model} reach {value}, those of all the time before {base}."
LEADS = "{model} leads ({figure})."
AS_GOOD = "{models} cannot be told apart from it."
FOLLOWS = "{model} follows at {value}; the difference is not chance."
BEYOND_CHANCE = "It is better than showing everybody the bestsellers, beyond chance."
FIRST_IMPRESSION = Plural("Only {n} customer could be tested, so take this as a first impression.", "Only {n} customers could be tested, so take this as a first impression.")

# Groups of customers and bands of products.
NOT_KNOWN, NOTHING_BEFORE = "Not known", "Nothing known before the test"
FIFTHS, QUARTERS = ("Fewest", "Few", "Middle", "Many", "Most"), ("Newest", "Newer", "Older", "Oldest")
BY_ACTIVITY, BY_TENURE = "How much they bought", "How long they have been customers"
FIFTHS_OF = "Different products in what the models learnt from, in fifths of the customers tested."
QUARTERS_OF = "From the first purchase to the end of what the models learnt from, in quarters of the customers tested."
CUSTOMER_LIST = "As the customer list says today."
BAND, BETWEEN = "{name}: {span}", "{low} to {high}"
SPAN_OF_PRODUCTS, SPAN_OF_DAYS = Plural("{span} product", "{span} products"), Plural("{span} day", "{span} days")
SPAN_OF_MONTHS = "{low} to {high} months"
BY_POPULARITY = "How popular the right products are"
BANDS = ("Bestsellers (first 20 % of purchases)", "Middle (next 60 % of purchases)", "Long tail (last 20 % of purchases)")
BANDS_NOTE = "Products in order of how many customers bought them in what the models learnt from; only the products of a band count as right."
PRODUCT_GROUPS_NOTE = "Products as the product list has them today, the groups bought most first; only the products of a group count as right."
OTHER_GROUPS = "{n} others"

# Who wins where; clauses of one sentence.
NOTHING_TO_COMPARE = "There is nothing to compare: too few customers everywhere, or only one model"
NO_DIFFERENCE = {"group": "In no group could a model be shown to differ from the bestsellers; a difference under {least} {metric} would be missed more than one time in five in every group", "band": "In no band could a model be shown to differ from the bestsellers; a difference under {least} {metric} would be missed more than one time in five in every band"}
NOWHERE = {"group": "{model} cannot be told apart from the bestsellers in any group; {others} can", "band": "{model} cannot be told apart from the bestsellers in any band; {others} can"}
LEAD_IS = {"beats": "{model} beats the bestsellers in {where}", "trails": "{model} trails the bestsellers in {where}", "above": "{model} is above the bestsellers in {where}", "below": "{model} is below the bestsellers in {where}"}
AND_IT = {"trails": "it trails them in {where}", "above": "it is above them in {where}", "below": "it is below them in {where}"}
EVERY = {"group": "every group", "band": "every band"}
THE_ONE = {"group": "the group {name}", "band": "the band {name}"}
SOME = {"group": "{n} of {all} groups", "band": "{n} of {all} bands"}
TOO_CLOSE = "too close to call for {names}"

# A model for each group.
TOO_FEW_TO_CHOOSE = "Too few customers to try out a model of its own for each group."
NOTHING_TO_CHOOSE = "There is nothing to choose: {models} came out best in every group, so use it for everybody."
CHOICE_GAINS = "Choosing the model per group gains {figure} {metric} over {single} for everybody, measured on customers who had no part in the choice; more than chance."
CHOICE_LOSES = "Choosing the model per group loses {figure} {metric} against one model: use {single} for everybody."
CHOICE_IS_CHANCE = Plural("With {n} customer, choosing the model per group could not be shown to gain anything: {figure} {metric}; a gain under {least} would be missed more than one time in five. Until more are tested, use {single} for everybody.", "With {n} customers, choosing the model per group could not be shown to gain anything: {figure} {metric}; a gain under {least} would be missed more than one time in five. Until more are tested, use {single} for everybody.")

# Who is served well.
TOO_FEW_GROUPS = "Too few groups of a size to compare how they are served."
GROUP = "{name} ({value}, {n} customers)"
SERVED_ALIKE = "No group could be shown to be served better than another by {model}: the clearest gap, {gap} {metric} ({low} to {high}) between {best} and {worst}, may be chance."
SERVED_UNEQUALLY = "{model} serves {best} better than {worst}: a gap of {gap} {metric} ({low} to {high}), more than chance."
BESTSELLERS_DIFFER = "Between the same two groups the bestsellers differ by {gap}."

# Whether the figures can be trusted.
STOPS = Plural("Do not use these figures yet: {n} check says that something is wrong.", "Do not use these figures yet: {n} checks say that something is wrong.")
LOOKS = Plural("{checks} checks found no reason to throw these figures away; {n} of them asks for a second look.", "{checks} checks found no reason to throw these figures away; {n} of them ask for a second look.")
ALL_PASSED = "All {n} checks passed: nothing was found that speaks against these figures."

# Whether anything of the test reached the models.
LATER_EVENTS = "Nothing learnt from after the cut"
LEARNT_LATER = "The models learnt from {late} purchases made after the cut, and for {customers} customers from purchases later than those they were tested on."
LOOK_AT_DATES = "Measure again; if this stays, the dates in the file are wrong: look at them on the Data page."
NOT_CUT_BY_DATE = "Nothing was cut by date, so there is no before and after to mix up."
LEARNT_OLDER = "Every purchase the models learnt from is older than those of the same customer they were tested on."
UNKNOWN_ANSWERS = "Right answers unknown to the models"
BUYING_AGAIN = "Buying again counts as right here: {share} of the right answers are products the customer had before. That is easier than finding new ones."
ANSWERS_LEARNT = "{both} of {total} right answers were in what the models learnt from, although only new products should count."
NOT_HELD_BACK = "Measure again, and report this: the part held back was not held back."
NO_ANSWER_LEARNT = "None of the {total} right answers was in what the models learnt from."
ONLY_SHOWABLE = "Only products that may be shown"
WRONG_PLACES = "{wrong} places on the lists hold products that should have been kept off: {had} the customer had before, {unknown} that nobody had bought before the test."
TRAIN_AGAIN = "Measure again; if it stays, train the models again."
NO_WRONG_PLACE = "No list holds a product first seen after the cut, or one it had to leave out."
NO_FORESIGHT = "No look into other customers' future"
UNDATED = "The data has no dates, so the models may have learnt from purchases later than those they were tested on; figures come out somewhat too high."
BRING_DATES = "Bring in the dates of the purchases if there are any."
LEARNT_FUTURE = "{share} of what the models learnt from happened later than half of what they were tested on; in real life nobody knows the future."
HOLD_BACK_AFTER_A_DATE = "Hold back everything after a date to see what the models are worth in real life."
LEARNT_NO_FUTURE = "The models learnt next to nothing from the time they were tested on."

# Whether the split says what it left out.
FROM_TRAINING = "Catalogue chosen without the test"
TOO_FEW_BEFORE = "{wrong} products are in the catalogue, or out of it, although {least} customers in what the models learnt from say otherwise: later purchases had a say."
ENOUGH_BEFORE = Plural("The catalogue holds the {products} products with at least {n} customer in what the models learnt from; what came later had no say.", "The catalogue holds the {products} products with at least {n} customers in what the models learnt from; what came later had no say.")
PAIRS_ADD_UP = "Every pair held back accounted for"
PAIRS_LOST = "Of {held} pairs of customer and product held back {named} are counted or left out for a reason: the others are not accounted for."
ALL_COUNT = "Every one of the {held} pairs of customer and product held back counts."
ALL_NEW_COUNT = "Every one of the {held} pairs held back of a customer and a new product counts."
LOOK_AT_LIMITS = "The figures speak for the products that are left: lower the fewest customers a product needs on the Data page, or bring in a longer period."
SAME_WHOLE = "Recall and coverage of what they say"
OTHER_WHOLE = "Recounted, recall and coverage are shares of something else than is said: {models}."
WHOLE_IS_SAID = "Recounted from the lists, recall is a share of {pairs} right answers and coverage of {n} products, as is said."
PEOPLE_ADD_UP = "Every customer accounted for"
PEOPLE_LOST = "Of {all} customers with something held back {named} were tested or left out for a reason: the others are not accounted for."
NOBODY_LEFT_OUT = "No customer with something held back was left out."

# Whether figures are plausible.
NOT_TOO_GOOD = "Not too good to be true"
FROM_NEIGHBOURS = "lists from what similar customers bought in the test itself reach {value}"
FROM_HABIT = "lists from showing customers what they had most often reach {value}"
UNEXPLAINED = "{models} is better than can be explained: {bar}."
UNEXPLAINED_BESIDE = "{models} is better than can be explained: {bar}, the bestsellers {popularity}."
LOOK_FOR_ANSWERS = "Look for what the model may know of the answer: facts written after the cut, the same purchase under two product numbers, test purchases among those learnt from."
WITHIN_REASON = "The best figure, {best} {metric}, is within reason: {bar}."
MORE_THAN_BESTSELLERS = "More than the bestseller list"
ARE_BESTSELLERS = "Lists of personal models are the bestsellers, whoever the customer: {models} of the places."
MOSTLY_BESTSELLERS = "Lists of personal models are mostly bestsellers, whoever the customer: {models} of the places."
USE_ANOTHER = "Where variety matters use another model, or damp popularity; otherwise the plain bestseller list does the same and is simpler."
NO_DISGUISE = "No model is the bestseller list in disguise: at most {share} of its places are bestsellers."
NOTHING_DISGUISED = "No model is the bestseller list in disguise: nothing of its places are bestsellers."

# Whether there is enough to measure on.
ENOUGH_CUSTOMERS = "Enough customers"
FEW_TESTED = "Only {n} customers were tested: no difference can be told from chance."
HOLD_BACK_MORE = "Hold back a larger share, or bring in a longer period."
TESTED = "{n} customers were tested."
NO_WINNER = "With {n} customers a difference of {least} {metric} or more is found four times in five; a smaller gain over the bestsellers would have been missed, so no winner does not mean none is better."
PROBABLY_LESS = "With {n} customers a difference of {least} {metric} or more is found four times in five; {model} leads by less, {claimed}: sure in its direction, but probably flattering in its size."
ROUGH = "With {n} customers a difference of {least} {metric} or more is found four times in five; {model} leads by {claimed}. That is sure, but the figures themselves are rough."
SURE = "With {n} customers a difference of {least} {metric} or more is found four times in five; {model} leads by {claimed}."
TEST_MORE = "Test more customers: hold back a larger share, or bring in a longer period."
TELLING_APART = "Figures that can tell models apart"
FEW_DIFFER = "only {share} of the customers have a different {metric} with different models"
SAME_FIGURES = "{one} and {other} have the same figures throughout"
FILLED_BY_ORDER = "places on the lists were filled by the order of the catalogue: {models}"
FINER_STEPS = "Longer lists or a metric with finer steps tell more; a model with ties lacks data."
NO_TIES = "{share} of the customers have a different {metric} with different models, and no list was left to the order of the catalogue."
MOST_TESTED = "Most customers were tested"
SPLIT_LOST = "Only {tested} of {all} customers with purchases in the part held back could be tested; the figures speak for those few."
LET_MORE_IN = "Let bought products in, choose another way of holding back, or bring in a longer period."
SPLIT_KEPT = "{tested} of {all} customers with purchases in the part held back were tested."

# Shuffled purchases, and customers in the data twice.
NOT_FORESEEN = "Shuffled purchases cannot be foreseen"
LEAKED = "Trained and measured again with the purchases held back dealt out to the wrong customers, {model} scores {value} {metric} instead of {real}; chance gives {chance}. The model knows what it is tested on."
TRUST_NOTHING = "Do not trust any figure of this model: look for facts about products or customers that were written after the cut."
MAY_LEAK = "Trained and measured again with the purchases held back dealt out to the wrong customers, {model} scores {value} {metric} instead of {real}; chance gives {chance} and seldom as much."
ANOTHER_SEED = "Run this check again with another seed; twice in a row would mean a leak."
NO_LEAK = "Trained and measured again with the purchases held back dealt out to the wrong customers, {model} scores {value} {metric} instead of {real}, which is what chance gives ({chance}): nothing of the part held back reaches the model."
NOBODY_TWICE = "No customer twice"
NO_TWINS = "No two customers have (nearly) the same {n} or more products."
USUAL_TWINS = "No more customers have (nearly) the same {n} or more products, than is usual among customers of like taste."
TWINS = Plural("{customers} customers ({share}) share their products with another one almost to the last: {n} pair in all, while only {near} are nearly as alike. Counted twice, they make figures look surer than they are.", "{customers} customers ({share}) share their products with another one almost to the last: {n} pairs in all, while only {near} are nearly as alike. Counted twice, they make figures look surer than they are.")
JOIN_TWINS = "Find out whether these are the same people under two numbers, and join or exclude them on the Data page."
