"""What the Evaluation page says: rankings, groups, knobs and their price, how it was measured."""

from recsys_core.wording.messages import Plural

# Words that several tables and charts share.
MODEL, METRIC, CUSTOMERS = "Model", "Metric", "Customers"
NAME = "Name"
VALUE = "Value"
MEANING = "Meaning"
FIGURE = "Figure"
GROUP = "Group"
GAP = "Gap"
REAL = "Real"
AT_LEAST, AT_MOST = "At least", "At most"
LOWER_END, UPPER_END = "Lower end of the 95 % interval.", "Upper end of the 95 % interval."
CHANCE_ALONE = "If they were equal"
BESTSELLERS, RANDOM_ORDER = "bestsellers", "random order"
THE_BESTSELLERS = "the bestsellers"
INTERVAL = "95 % interval {low} to {high}"
TOO_FEW = "Too few to tell"
FIGURES_AS_TABLE = "The figures as a table"
HIGHER, LOWER = "higher", "lower"

# The ranking of the models.
COMPARE_ON = "Compare the models on"
SPELLED_OUT = "{name} is the {long_form}."
CUT_OFF = "{label} looks at the first {k} products."
DIRECTION = "{direction}."
HOW_MEASURED = "Lists of {k} products for {n} customers, measured {when}. The thin lines are 95 % intervals: in about 95 of 100 such tests they hold the figure of all customers like these."
AXIS, AXIS_AT_K = "{metric}, {direction}", "{metric} at {k} products, {direction}"
RANKING_SPOKEN = "{metric} of each model. {finding}."

# All metrics: a title and a question for each family.
FAMILIES = {
    "accuracy": ("Accuracy", "Are the right products on the list?"),
    "variety": ("Variety", "Are the lists interesting, or more of the same?"),
    "reach": ("Reach", "How many products and customers come into play?"),
    "money": ("Money", "What are the right products on the lists worth?"),
    "rating": (
        "Ratings",
        "How far off is a predicted rating? Only models that predict one appear.",
    ),
}
SAME_FOR_ALL = "{metric}: {value} for every model."
MORE = "More about these models"
WHAT_THEY_MEAN = "What these figures mean"
OF_MODEL = "{metric} of {model}"
OF_MODEL_AND_BASE = "{metric} of {model}, bestsellers {base}"
METRIC_AND_DIRECTION = "{metric}, {direction}"
ALL_FIGURES = "All figures"
CLICK_A_BAR = "Click a bar of the first chart to see one model alone."
ONE_MODEL_ALONE = "{model} alone; click its bar again to see all models."
SHORT_NAME, BETTER_WHEN = "Short name", "Better when"
EVERY_METRIC = "Every metric of every model"
DOWNLOAD_FIGURES = "Download all figures with intervals as CSV"
LOW_COLUMN, HIGH_COLUMN = "Low (95 %)", "High (95 %)"

# Which differences are real.
WHICH_ARE_REAL = "Which differences are real?"
ABOUT_DIFFERENCES = "Each pair of models was compared customer by customer, allowing for how many pairs there are. A difference counts as real where two equal models would show one like it in fewer than 50 of 1,000 tests."
NOT_TOLD_APART = "Cannot be told apart"
NOTHING_REAL = "No difference could be shown to be more than chance."
ALL_TOLD_APART = "Every pair of models can be told apart."
ALL_COMPARISONS = "All {n} comparisons"
MORE_BELOW = "{n} more in the table below."
COMPARED_WITH = "Compared with"
DIFFERENCE_IN, FIRST_MINUS_SECOND = "Difference ({metric})", "First minus second."
ADJUSTED_FOR_PAIRS = "In what share of tests two equal models would show a difference like this. Adjusted for the number of pairs (Holm)."
ABOUT_COMPARISONS = "Every pair of models with difference and how often equal models would show it"

# Who is served well.
EVERY_GROUP = "Every model's figures for each group of customers, or for bestsellers and rarities alone."
WORKING_OUT_GROUPS = "Working out the figures of each group"
DIVIDE_BY = "Divide by"
GROUPS_SPOKEN = "{metric} of each model in each group. {finding}."
GROUPS_AS_TABLE = "The figures of each group as a table"
LESS_BESTSELLERS, ABOUT_LESS = "Less the bestsellers", "Model minus bestsellers, same customers."
ADJUSTED_FOR_ALL = "In what share of tests two equal models would show a difference like this. Adjusted for all {n} comparisons (Holm)."
WHAT_IT_SAYS = "What it says"
ABOUT_GROUPS_TABLE = "Figures of every model in every group with intervals"
WHO_GETS_PLACES = "Which products get the places?"
RIGHT_ANSWERS_COLUMN, THE_RIGHT_ANSWERS = "Right answers", "the right answers"
PLACES_SPOKEN = "Share of the places each model gives to each group of products. {finding}."
BLUE_MORE_PLACES = "Share of the places, upper ones weighing more (1 / log2(place + 1)). Blue: a group gets more than its share of the right answers; orange: less."
PLACES_AS_TABLE = "The shares as a table"
ABOUT_PLACES_TABLE = "Share of places of every group of products by model, with intervals"
SHARE_OF_PLACES, OF_THE_PRODUCTS = "Share of places", "Of all products"
LESS_RIGHT, ABOUT_LESS_RIGHT = "Less right answers", "Share of places minus share of the right answers, same customers."
DIFFERS_FROM_RIGHT = "Differs from the right answers"
FLOOR_BY_RULE = "A group that should be seen more often gets places by a business rule, “Show at least so many”, on the Recommendations page; its price stands in the ledger of the rules."
OWN_MODEL_EACH = "A model of its own for each group?"
HALVES_CHOSE = "One half of the customers chose, the other half was scored, and the other way round: nobody was scored by a choice they had a part in."
MODEL_OF_EACH = "Which model each group would get"
BEST_OVER_ALL, FIRST_HALF, SECOND_HALF = "Best over all", "First half chose", "Second half chose"
AGREEMENT = "Agreement"
ABOUT_CHOICES = "The model chosen for each group by each half of the customers"
SERVED_ALIKE = "Is every group served alike?"
GAP_NOT_UNFAIR = "A gap is not yet unfair: some customers are easier to foresee. Compare it with what the bestsellers do for the same groups."
GAP_OF_EACH = "The gap of each model"
SERVED_BETTER, SERVED_WORSE = "Served better", "Served worse"
ADJUSTED_FOR_MODELS = "In what share of tests groups that are served alike would show a gap like this. Adjusted for the number of models."
ABOUT_GAPS = "The clearest gap between two groups for each model"
DIFFERS, MAY_BE_CHANCE = "Differs from the bestsellers", "May be chance"
HALVES_AGREE, HALVES_DISAGREE = "Both halves agree", "The halves disagree"
TOO_FEW_TO_CHOOSE = "Too few to tell: the model for everybody"
BLUE_BETTER = "Blue: better than the bestsellers; orange: worse."
BLUE_HIGHER = "Blue: higher than the bestsellers; orange: lower."
BLUE_LOWER = "Blue: lower than the bestsellers; orange: higher."
BEYOND_CHANCE = "▲ and ▼: beyond chance, allowing for all {n} comparisons made here."
NO_COMPARISON = "No group has enough customers for a comparison."
IN_ITALICS = "In italics, without colour: fewer than 30 customers, too few to tell."
NO_FIGURE = "No figure"
ABOVE_REAL = "{gap} above {baseline}: more than chance"
ABOVE_CHANCE = "{gap} above {baseline}: may be chance"
BELOW_REAL = "{gap} below {baseline}: more than chance"
BELOW_CHANCE = "{gap} below {baseline}: may be chance"

# What each knob costs.
WHAT_KNOBS_COST = "What does each knob cost?"
ABOUT_KNOBS = "Every slider moves the figures, which are taken from customers and purchases the models have not seen, and the list of the customer below. The baseline stays pinned."
MEASURING = "Measuring on held-out customers …"
ABOUT_MODEL = "Those measured last. Each learned from the part before the cut only."
ABOUT_BASELINE = "The baseline every difference is taken from: the model without any knob, a saved scenario, or what you pin."
ALREADY_BOUGHT = "Already bought"
LETS_BOUGHT_IN = "Lets products the customer already has into the lists; buying again then counts as right."
TAKE_ALL_BACK = "Take all back"
ABOUT_TAKE_BACK = "Every knob, the length and the baseline as at the start."
PIN, ABOUT_PIN = "Pin this as baseline", "What you turn next is held against what is set now."
TRAIN_FOR_LIST = "Train {model} on the Models page to see a customer's list here too."
WHOSE_LIST = "Customer whose list is shown"
ABOUT_TILES = "{n} customers, the same for every setting. Below each difference stands its 95 % interval; better or worse is said where the difference is more than chance, allowing for all the figures shown."
MEASURED_ON, EVERYBODY_TESTED = "Measured on", "everybody tested"
GROUP_OF_TODAY = "Who is in the group is as of today: a group told by what customers bought lately may be told by the very purchases that are to be found."
REPEATS_COUNT = "Buying again counts as right."
BASELINE_LIST, BASELINE_LIST_OF = "Baseline: {knobs}", "Baseline: {model}, {knobs}"
LIST_NOW, LIST_NOW_OF = "Now: {knobs}", "Now: {model}, {knobs}"
OWN_ORDER, SCENARIO, PINNED = "The model's own order", "Scenario: {name}", "Pinned: {choice}"
FILLED_PLACES = "Places without a choice of the model"
ABOUT_FILLED = "Left empty, or filled with bestsellers."
TILE_MEANING = "{meaning} {direction}. {n} customers."
AS_BASELINE = "as the baseline"
ENDS = "{low} to {high}"
CHANGE_BETTER, CHANGE_WORSE = "{change} better", "{change} worse"
CHANGE_OPEN = "{change}, may be chance"
WOULD_BE_MISSED = "With {n} customers a difference under {size} would be missed."
NEW = "new"
NO_PRODUCT_LEFT = "No product left."

# Scenarios.
SAVE_AS_SCENARIO, FOR_INSTANCE = "Save as scenario", "For instance: Summer"
SAVE, OPEN, RENAME, DELETE, NEW_NAME = "Save", "Open", "Rename", "Delete", "New name"
SAVED_SCENARIOS = "Saved scenarios"
ABOUT_SCENARIOS = "For lists of everybody by one of them: the command line's export takes --scenario and the name; on the Recommendations page they stand beside the models."
SETS_EVERY_KNOB = "Sets every knob to it."
SAVE_A_SECOND = "Save a second scenario to hold them side by side."
SIDE_BY_SIDE = "Side by side"
TWO_TO_FOUR = "Choose two to four"
AGAINST_FIRST = "Each is held against the first."
CHOOSE_TO_COMPARE = "Choose two to four to see their figures side by side."
ABOUT_SCENARIOS_TABLE = "Figures of the scenarios side by side, with differences from the first"
SAME_CUSTOMERS = "Measured on the same {n} customers. In brackets the difference from {first}, and whether it is more than chance."
SAME_CUSTOMERS_OF = "Measured on the same {n} customers of “{group}”. In brackets the difference from {first}, and whether it is more than chance."
ALL_OF_LENGTH = "All with lists of {k}."
FIGURE_WITH_CHANGE = "{value} ({change})"

# The frontier.
GOALS = {
    "diversity": "Variety",
    "novelty": "Novelty",
    "coverage": "Catalogue shown",
    "revenue": "Revenue from hits",
    "margin": "Margin from hits",
}
GIVEN_UP_FOR_WHAT = "What is accuracy given up for?"
ABOUT_FRONTIER = "Every knob in eight steps, pairs of knobs and all saved scenarios, on the same customers. Grey: another setting is at least as good on both counts. Click a point to set the knobs to it."
TRY_ALL, TRY_AGAIN = "Try every setting", "Try again"
TRYING_ALL = "Trying every setting of {model}"
WITH_MODEL = "{sentence} With {model}, {cost}"
ACCURACY, ACCURACY_AGAINST = "Accuracy", "Accuracy against"
FRONTIER_SPOKEN = "Accuracy against {goal}. {finding}"
SETTINGS_TRIED = Plural("{model}, lists of {k}, {n} setting that changes the lists; {customers} customers of all tested.", "{model}, lists of {k}, {n} settings that change the lists; {customers} customers of all tested.")
SETTINGS_OUTSIDE = Plural("{n} setting far below the line lie outside the picture.", "{n} settings far below the line lie outside the picture.")
MEASURE_THE_CHOSEN = "Of so many settings the best looks a little better than it is: measure the one you choose once more after the next measurement."
FRONTIER_ACROSS = "{metric}, lists of {k}, further right is more"
FRONTIER_UPRIGHT = "{metric}, higher is better"
NAMED_POINT, MODEL_WITH_KNOBS = "{name}: {knobs}", "{model}, {knobs}"
MODELS_OWN_ORDER = "{model}, its own order"
POINT_FIGURE = "{title} {value}"
POINT_CHANGE = "{figure}, {change} ({low} to {high})"
FRONTIER = "Frontier"
SETTINGS = "Settings"
NOT_BEATEN = "Not beaten by any other"
CHEAPEST = "Cheapest"

# Measuring.
ABOUT_MEASURING = "Part of the purchases is hidden, every model learns from the rest, and its lists are compared with what customers really chose afterwards. Bestsellers and a random order are always measured too. It runs in the background and leaves your trained models as they are."
MODELS_TO_MEASURE = "Models to measure"
ABOUT_MODELS = "A model that is not trained yet is measured with its usual settings."
CANNOT_BE_MEASURED = "{model} cannot be measured. {reason}"
CHOOSE_ONE = "Choose at least one model."
MEASURE = "Measure"
MEASURE_MODELS = Plural("Measure {n} model", "Measure {n} models")

# How it was measured; `noun` of the data: purchases or ratings.
HOW_IT_WAS_MEASURED = "How it was measured"
WHO_WAS_TESTED = "Who was tested, what counts and what was lost"
FIRST_ROUND = "Drawn is the first of {n} rounds; the figures are over all."
INTERVALS_AND_SEED = "Intervals: {interval}. Differences: {test}. Random seed {seed}."
LEARN_AND_TEST = {
    "purchases": "{learnt} purchases to learn from, {tested} to test on",
    "ratings": "{learnt} ratings to learn from, {tested} to test on",
}
CUSTOMERS_TESTED, ABOUT_TESTED = "Customers tested", "Each got a list from each model."
CUSTOMERS_LEFT_OUT = "Customers left out"
ABOUT_LEFT_OUT = {
    "purchases": "They have purchases in the part held back, but none that a list could be right about.",
    "ratings": "They have ratings in the part held back, but none that a list could be right about.",
}
RIGHT_ANSWERS = "Right answers"
ABOUT_RIGHT = "Products the tested customers chose in the part held back; these had to be found."
CHOSEN_BEFORE = "Chosen before"
ABOUT_CHOSEN_BEFORE = "Share of the products held back that the same customer already had before."
LEARNT_FROM, TESTED_ON, ALL = "Learnt from", "Tested on", "All"
COUNTED = "{n} {noun}"
FROM_TO, WITH_COUNT = "{first} to {last}", "{part}: {counted}"
HELD_BACK_COUNTS = Plural("{share} of what was held back counts, for {n} customer", "{share} of what was held back counts, for {n} customers")
CUSTOMERS_NOT_DRAWN, PRODUCTS_THAT_COUNT = "Customers not drawn", "Products that count"
PAIRS_LOST = {"newcomer": "Lost: customer is new", "nothing_known": "Lost: customer had nothing in the catalogue", "had_before": "Lost: had it before", "outside": "Lost: outside the catalogue", "rated_low": "Lost: rated too low"}
CUSTOMERS_LOST = {"newcomer": "Left out: newcomers", "nothing_known": "Left out: had nothing in the catalogue", "had_before": "Left out: nothing new", "outside": "Left out: new products outside the catalogue", "rated_low": "Left out: rated too low"}

# Can it be trusted.
CAN_BE_TRUSTED = "Can these figures be trusted?"
LOOKING_FOR_REASONS = "Looking for reasons not to trust the figures"
CHECKS_PASSED = Plural("{n} check passed", "{n} checks passed")
ABOUT_SHUFFLED = "One check takes as long as a training: the purchases held back are dealt out to the wrong customers, and {model} learns and is measured again. A sound way of measuring then falls to chance; one that gives the answers away does not."
CHECK_SHUFFLED = "Check with shuffled purchases"
ARE_REASONS_TRUE = "Are the reasons true?"
ABOUT_REASONS = "For customers drawn at random, the past purchase each model cites first was taken away and the lists were made anew; for comparison, another of their purchases was taken away instead."
TIMES_FURTHER_DOWN, SCORE_FELL, CASES = "Times further down", "Score fell", "Cases"
ABOUT_REASONS_TABLE = "How true the reasons of each model are"
WITHOUT_REASON = "Without its reason a product of {model} stands {times} times further down"
MAY_CITE_CHANCE = Plural("{finding}; what {models} cites may be chance", "{finding}; what {models} cite may be chance")
TIMES_BETWEEN = "{times} times ({low} to {high})"
SCORE_FELL_IN = "the score fell in {share} of {n} cases"
NO_BETTER_THAN_CHANCE = "no better than chance"
TIMES_THAN_ANOTHER = "Times further down without the reason than without another purchase"

# The page.
QUESTION = "Which model is right most often, and how sure is that?"
WHICH_MODEL, WHO_IS_SERVED = "Which model?", "Who is served well?"
KNOBS_COST, TRUSTED, ALONG = "What does each knob cost?", "Can it be trusted?", "Take it along"
NOTHING_TO_MEASURE, NEEDS_PURCHASES = "No data yet, so there is nothing to measure.", "Measuring needs purchases"
BRING_A_FILE = "Bring a file of purchases, clicks or ratings, or load the sample."
TRAIN_FIRST, CHOOSE_A_MODEL = "Train a model first", "Choose a model"
THEN_COME_BACK = "Then come back: it is measured on purchases it has not seen, beside the bestsellers."
FIND_OUT, MEASURE_AGAIN, CLOSE_FORM = "Find out which model to trust", "Measure again", "Close the form"

# Who was in.
WHO_WAS_IN, ABOUT_WHO_WAS_IN = "Do the models give away who they were trained on?", "Each is trained without some customers, and an attacker guesses who was in by how well it fits their purchases. Models that take minutes to train are tried on the command line (membership)."
TRY_TO_GUESS, GUESSING = "Try to guess", "Guessing who the models were trained on"
MODEL_ATTACKED, GUESSED_RIGHT, ABOUT_GUESSED = "Attacked model", "Guesses that are right", "50 % is chance."
GUESSED_LOW, GUESSED_HIGH, GUESSES = "At least (95 %)", "At most (95 %)", "Guesses"
WHO_WAS_IN_ALT = "How many guesses of who a model was trained on are right, the easiest model first"
ATTACKER_SEES, ATTACKERS = "The attacker sees", {"scores": "every score", "lists": "lists of ten"}
