"""What the Models page says."""

from recsys_core.wording.messages import Plural

# What each drawing shows.
DRAWING_BESTSELLERS = (
    "Bars for the customers of each product; everybody is shown the three highest."
)
DRAWING_TREND = (
    "Two lines over time: one sells steadily, the other rises in the last weeks and is shown."
)
DRAWING_RHYTHM = (
    "The same product at equal distances on a line of time, and the next time it is due."
)
DRAWING_TOGETHER = "Arrows of different strength lead from three products that were bought to one product; their sum is its score."
DRAWING_NEIGHBOURS = "A customer within a circle of customers who bought alike; arrows lead from them to the product they bought."
DRAWING_TASTES = "A customer and a product, each with four bars for hidden tastes; the bars are alike, so the product is shown."
DRAWING_TEXTS = "Two product texts side by side; lines join the words that both have."
DRAWING_TOWERS = (
    "Two towers of layers, one for the customer and one for the product, meet at the top."
)
DRAWING_ORDER = (
    "Products in the order in which they were bought; the latest weigh most for the next one."
)
DRAWING_VOTES = "Three models' lists, each with a weight, become one list."
DRAWING_SEARCH = "Bars for everything that was tried on purchases held back; the longest is chosen and confirmed."
DRAWING_RATED_TASTES = "A customer and a product, each with four bars for hidden tastes; the bars are alike, so the product is shown. Stars give the expected rating."
DRAWING_RATED_PRODUCTS = "Arrows of different strength lead from three products with stars to one product, whose stars are expected."
DRAWING_RATED_NEIGHBOURS = "A customer within a circle of customers who bought alike; arrows lead from them to the product they bought. Stars give the expected rating."
DRAWING_DIFFERENCES = "Two products with three and four stars: the second is rated one star higher by those who know both."
DRAWING_GROUPS = "A table of customer groups by product groups; filled fields are liked more."
DRAWING_LEVELS = (
    "Each product's usual rating as a bar, all raised by the same bit for a generous customer."
)

# Words within the drawings.
DRAWN_CUSTOMERS_PER_PRODUCT = "customers per product"
DRAWN_THE_MONTHS_BEFORE = "the months before"
DRAWN_LAST_WEEKS = "last weeks"
DRAWN_BOUGHT_BEFORE = "bought before"
DRAWN_DUE_AGAIN = "due again"
DRAWN_BOUGHT = "bought"
DRAWN_THEIR_SUM = "their sum"
DRAWN_BOUGHT_BY = "bought by"
DRAWN_THOSE_ALIKE = "those alike"
DRAWN_TASTES_OF = "tastes of"
DRAWN_THE_CUSTOMER = "the customer"
DRAWN_TASTES_THE = "tastes the"
DRAWN_PRODUCT_SERVES = "product serves"
DRAWN_READS_ALIKE = "reads alike"
DRAWN_CUSTOMER_PAST_FACTS = "customer: past, facts"
DRAWN_PRODUCT_TEXT_BRAND = "product: text, brand"
DRAWN_LATEST_PRODUCTS = "the latest products, in order"
DRAWN_NEXT = "next"
DRAWN_WEIGHTED_LISTS = "each model's list, weighted"
DRAWN_ONE_LIST = "one list"
DRAWN_TRIED = "tried on purchases held back"
DRAWN_CHOSEN = "chosen,"
DRAWN_CONFIRMED = "confirmed"
DRAWN_EXPECTED = "expected"
DRAWN_RATED_ONE_STAR = "rated one star"
DRAWN_HIGHER_BY_THOSE = "higher by those"
DRAWN_WHO_KNOW_BOTH = "who know both"
DRAWN_GROUPS_OF_PRODUCTS = "groups of products, liked more or less"
DRAWN_A_GENEROUS = "a generous"
DRAWN_CUSTOMER = "customer"
DRAWN_RAISED = "usual rating, and a bit more"

# The families.
FAMILY = {"baseline": "Yardstick: counts, and learns nothing", "rating": "Predicts ratings, not choices", "implicit": "Learns from who bought what", "content": "Reads the product texts", "deep": "Neural network", "hybrid": "Blend of several models"}
OWN_TASTE, OWN_TASTE_FOR = "Learn from who bought what", "What sells with what: the place to begin."
NETWORKS, NETWORKS_FOR = "Neural networks", "For order, texts and attributes; they learn for minutes."
TEXTS_AND_BLENDS, TEXTS_AND_BLENDS_FOR = "Texts and blends", "For products that are new, and where no single model is good everywhere."
SIMPLE_RULES, SIMPLE_RULES_FOR = "Simple rules", "The yardsticks every other model has to beat."
RATINGS, RATINGS_FOR = "Predict ratings, not choices", "For the question how much somebody would like something; as lists they mostly trail the bestsellers."
FAMILY_OF = Plural("{title}: {n} model", "{title}: {n} models")

# The first line.
IN_USE_LEADS, IN_USE_NOT_LEADING = "{model} is in use and leads: {people}.", "{model} is in use. {leads}"
FIGURES_BEHIND = "Ranking quality ({label}) of {model}: {value}, {low} to {high}, {times} times the bestsellers{measured}. {about}"
MEASURED_WITH = Plural(", measured with {n} customer on {how}", ", measured with {n} customers on {how}")
ONE_TRAINED = "{trained} of {all} models trained: {names} is ready to use, but not measured yet."
TRAINED = "{trained} of {all} models trained: {names} are ready to use, but not measured yet."
UNDER_WAY = Plural("No model is ready yet; {n} is being trained.", "No model is ready yet; {n} are being trained.")
NONE_CAN_LEARN = "None of the {n} models can learn from this data yet."
NONE_TRAINED = "No model is trained yet: {ready} of {all} can learn from this data. Start with {model}."

# How a model stands.
STATES = {"done": "Finished", "failed": "Failed", "cancelled": "Cancelled", "killed": "Stopped"}
BEING_TRAINED, BAR_SHOWS = "Being trained", "The bar shows how far it is."
WAITING, WAITING_FOR = "Waiting its turn", "It starts when the one before has ended."
NOT_TRAINED, ENOUGH_DATA = "Not trained yet", "There is enough data for it."
TOO_LITTLE_DATA = "Not enough data"
TRAINED_IN = "Trained {when}, in {time}"
CHANGED_SINCE = "Changed since its training. {lists}"
TIMES_BESTSELLERS, YARDSTICK = "{times} times the bestsellers", "the yardstick"
DECIDING = "{short}: {name}, {long_form}, from 0 to 1. {meaning} {direction}."
SETTING, USUAL_SETTINGS = "{title}: {value}", "Usual settings"
CHOSEN_AUTOMATICALLY, ON, OFF = "chosen automatically", "on", "off"
METER = "{value}, 95 % interval {low} to {high}"

# The rows.
LEGEND = "Dotted line: the bestsellers. Thin line: 95 % interval."
MODEL, STATE, RANKING_QUALITY_IN = "Model", "State", "Ranking quality, {label}"
RANKING_QUALITY = "Ranking quality {value}"
RECOMMENDED = "Recommended"
TAKES_MINUTES = Plural("takes about {n} minute", "takes about {n} minutes")
PROGRESS, PROGRESS_LEFT = "{share} %", "{share} %, about {time} to go"
MEASURE_IT = "Not measured yet: measure it"
FROM_TO = "{low} to {high}"
IN_USE, IN_USE_BOUGHT = "In use", "In use for buying again"
IN_USE_HELP = "Lists, files and exports are made with it wherever no other model is named."
USE, USE_HELP = "Use", "Make lists, files and exports with {model} from now on. Saved scenarios keep their own model."
LISTS, SEE_LISTS = "See lists", "See what {model} recommends."
PUT_IN_USE, WAS_IN_USE = "Use {model} instead of {in_use}", "{model} is in use now; it was {in_use}."
TAKE_BACK = "Use {in_use} again"

# How it works.
HOW_IT_WORKS, HOW_WORKS = "How it works", "How {model} works"
HOW_IT_THINKS = "How {model} thinks, what it needs, and when to trust it."
TRUST_WHEN, CAREFUL_WHEN = "Trust it when", "Careful when"
WHAT_IT_NEEDS, WITHOUT_TRAINING = "What it needs", "Without training it again"
COMES_FROM = "Where it comes from: {source}"
NEEDS_ANY = "Any {what}. This data has {have}."
NEEDS_AND_HAS = "{needed} {what}. This data has {have}: enough."
NEEDS_MORE = "{needed} {what}. This data has {have}: {missing} too few."
ITS_SETTINGS = "Its settings ({n})"

# The form.
TRAIN, TRAIN_AGAIN, START, CLOSE = "Train", "Train again", "Start training", "Close"
SETTINGS_OF = "Settings of {model}"
IF_IN_DOUBT = "Leave them as they are if in doubt; every question mark explains one."
MEASURE_AFTERWARDS, MEASURE_HELP = "Measure it afterwards", "As the latest measurement was, beside the models measured before. If it is better than the model in use, it proposes itself; nothing changes until you say so."
CHOOSE_DATA, CHOOSE_DATA_HELP = "Choose which customers and products it learns from", "Otherwise what is set on the Data page holds."

# How a training went.
TRIED_AND_WHY, HOW_IT_LEARNED = "What was tried and why this was chosen", "How the learning came along"
STEP, WHAT_WAS_TRIED, SETTINGS, SECONDS, WHAT_BECAME = "Step", "What was tried", "Settings", "Seconds", "What became of it"
QUALITY_HELD_BACK = "Ranking quality (NDCG@10) on what was held back"
BEST_ON_TOP = "Best ranking quality of everything that was tried, best on top"
EVERYTHING_TRIED = "Everything that was tried, with its settings, ranking quality and time"
COMPARED_ON = "Compared on {how}: settings were chosen on {tuned}, the result was confirmed on {confirmed}. The search took {minutes} minutes."
CUT_SHORT = "The time ran out before everything was tried."
CUSTOMERS, OTHER_CUSTOMERS = Plural("{n} customer", "{n} customers"), Plural("{n} other customer", "{n} other customers")
DID_BEST = Plural("{what} did best of {n} trial", "{what} did best of {n} trials")
IMPROVED = Plural("{model} improved over {n} pass", "{model} improved over {n} passes")
NOT_IMPROVED = "{model} did not improve while learning"
CURVE_ALT, PASSES = "{title} by pass over the data", "Passes over the data"

# All runs.
ALL_RUNS, ABOUT_RUNS = "All runs", "Every training and measurement. Select two to four trainings to compare them, or any rows to delete them."
RUNS_ALT = "Every training and measurement with time, memory, settings and state"
WHAT, WHEN, WHAT_CAME = "What", "When", "What came of it"
PEAK_MEMORY, PEAK_MEMORY_HELP = "Peak memory in MB", "The most it held at once."
WHO_ANSWERS = "Who answers campaigns"
WHO_CLICKS = "Who clicks"
SHUFFLED_CHECK, MEASUREMENT = "Shuffled check of {model}", "Measurement"
DELETE_RUNS = Plural("Delete {n} run", "Delete {n} runs")
DELETED_FOR_GOOD = "Their models and figures are removed for good. Your data stays as it is."
FALL_BACK = "{models} would fall back to an earlier training, if there is one."
YES_DELETE = "Yes, delete"
SIDE_BY_SIDE, DIFFERS = "Side by side", "differs"
A_DOT_MARKS = "A dot marks what was set or given differently; what came of it stands below."

# The page.
QUESTION = "Which model can I train, and which do I trust?"
NOTHING_TO_LEARN = "No data yet, so there is nothing a model could learn from."
LEARN_FROM_PURCHASES = "Models learn from purchases"
BRING_A_FILE = "Bring a file of purchases, clicks or ratings, or load the sample. Training takes seconds to minutes and runs in the background."
