"""What making lists says: refusals, steps, knobs in words, a visitor's list."""

from recsys_core.wording.messages import Plural

WRONG_LENGTH = "A list holds between 1 and {most} products; {k} were asked for."
UNKNOWN_MODEL = "There is no model called {model!r}. Choose from: {models}."
OTHER_DATA = "{model} was trained on other data than the model it is to be mixed with. Train it again on the Models page."

# How a reason calls the time the data spans.
IN_MONTHS = Plural(" in one month", " in {n} months")

# The first steps of a list.
EVERY_PRODUCT = "Every product the model knows"
WITHOUT_BOUGHT = "Without what was bought already"
BOUGHT_STAY = "Bought products stay: this model is about buying them again"
WITHOUT_NEVER_WANTED = "Without what was never wanted"
BEST_MATCHES = "The model's best matches"

# What a step did.
BROUGHT_THIS_IN = "{step}: brought in."
MOVED_THIS = "{step}: from {before} to {after}."
FEWER = "{n} fewer"
TOOK_OFF, BROUGHT_IN = "took off {products}", "brought in {products}"
MOVED = Plural("moved {n} product", "moved {n} products")
CHANGED_NOTHING = "changed nothing"
AND_OTHERS = Plural("{products} and {n} other", "{products} and {n} others")

# Scenarios.
NO_SCENARIO_YET = "There is no scenario called {name!r}. None has been saved yet."
UNKNOWN_SCENARIO = "There is no scenario called {name!r}. Choose from: {names}."
QUOTED = "“{text}”"
SCENARIO_NAME_TAKEN = "There is a scenario called “{name}” already; choose another name."
NO_SCENARIO_NAME = "Give the scenario a name."
SCENARIO_NAME_TOO_LONG = "The name is too long; use at most {most} characters."
UNREADABLE_LINK = "This link cannot be read; ask for it to be copied again in full."

# A choice in words.
MODEL_WITH_KNOBS = "{model}, {knobs}"
BUSINESS_RULES = Plural("{n} business rule", "{n} business rules")
MIXED_WITH = "mixed with {model} at {share}"
FILLED_UP = "filled up with bestsellers"
KNOB, KNOB_OF_WHOLE_LIST = "{knob} {value}", "{knob} {value} of the list as a whole"
WITH_BOUGHT, OWN_ORDER = "with products already bought", "its own order"

# A visitor's list.
NOTHING_ASKED = "Pick a product or type what the visitor is looking for."
NO_PRODUCT_HAS_WORDS = "No product's text has any of these words. Try others, such as the name of a category."
SELLS_WELL = "Sells well with everybody."
TEXT_HAS = "Its text has {words}."
TEXT_IS_NEAR = "Its text means something near (likeness {likeness} of 1)."
WORDS_COMPARED_INSTEAD = "{problem} Words were compared instead."
BY_PRODUCTS = Plural("{model}'s list for somebody who has {n} product.", "{model}'s list for somebody who has {n} products.")
BY_MEANING = "How near products come to “{text}” by what the texts mean; equals by what sells."
BY_WORDS = "How near products come to “{text}” by the words of the texts; equals by what sells."
HALF_BY_MEANING = Plural("Half {model}'s list for {n} product, half how near products come to “{text}” by what the texts mean.", "Half {model}'s list for {n} products, half how near products come to “{text}” by what the texts mean.")
HALF_BY_WORDS = Plural("Half {model}'s list for {n} product, half how near products come to “{text}” by the words of the texts.", "Half {model}'s list for {n} products, half how near products come to “{text}” by the words of the texts.")
NO_TEXT_SAYS = "No product's text says {words}."
CAP_WIDENED = "Too few categories fit, so up to {n} products of one stand here."
NO_ANSWER = "The text model did not answer."
MODEL_IN_OWN_FOLDER = "The text model that read the products lies in a folder of its own."
IDLE_WORDS = "a an and any for from in is of on or some that the to with without"

# What the lists of one customer show.
NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven"),
    *("eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
)
NOTHING_LEFT = "{model} has no product left to show customer {customer}."
OF_THE_WANTED = "{amount} of the {wanted} wanted"
FOR_CUSTOMER = Plural("{amount} product for customer {customer}", "{amount} products for customer {customer}")
LIST_WITH_CATEGORIES, LIST_WITH_REASON = "{list}, {categories}", "{list}; {reason}."
LIST_ALONE = "{list}."
ALL_FAMILIAR = "all from familiar categories"
ALL_NEW = "all from categories new to this customer"
SOME_NEW = Plural("{amount} from a category new to this customer", "{amount} from categories new to this customer")
NOTHING_TO_GO_BY = "with nothing in the past to go by, these are what most customers buy"
SAME_WHATEVER_PURCHASES = "the same for every customer, whatever their own purchases"
SAME_WHATEVER_RATINGS = "the same for every customer, whatever their own ratings"
TOP_WITH_EVERYBODY = "the top one mostly because it does well with everybody"
TOP_OF_PURCHASES = Plural("the top one because of a small hint from {n} past purchase", "the top one because of small hints from {n} past purchases")
TOP_OF_RATINGS = Plural("the top one because of a small hint from {n} past rating", "the top one because of small hints from {n} past ratings")
TOP_BECAUSE = "the top one because of {cause}"
TOP_ABOVE_ALL_BECAUSE = "the top one above all because of {cause}"
CAUSE_ADDED = "{title}, which was added"
CAUSE_PURCHASES = Plural("{amount} purchase of {title}", "{amount} purchases of {title}")
CAUSE_RATINGS = Plural("{amount} rating of {rating} for {title}", "{amount} ratings, {rating} on average, for {title}")
CAUSE_IN = "{cause} in {month}"
CAUSE_FROM_TO = "{cause} from {first} to {last}"
CAUSE_LAST_IN = "{cause}, the last in {month}"
NOTHING_MOVED = "Nothing moved compared with the list without changes"
OTHER_RANKS = "Same products, {amount} at another rank"
PRODUCTS_CHANGED = "{n} of {whole} products changed"
PRODUCTS_FEWER = Plural("{n} product fewer", "{n} products fewer")
CATEGORIES_CHANGED = "{before} → {after} categories"
VARIETY_CHANGED = "variety {change}"
MEAN_SCORE_CHANGED, MEAN_SCORE_KEPT = "mean score {change}", "{share} of the mean score kept"
NEW, NOT_IN_LIST_BEFORE = "new", "Not in the list without changes"
RANK_BEFORE = "Rank {rank} without changes"
WHEN_MEASURED, NOT_MEASURED = "When measured: {figures}", "Not measured yet"
MEASURED_ON_NEW, MEASURED_WITH_BOUGHT = "On new products only, when measured: {figures}", "With bought products in the lists, when measured: {figures}"
RANKING_QUALITY = "ranking quality {value}"
RANKING_QUALITY_BETWEEN = "ranking quality {value} ({low} to {high})"
FOUND_SOMETHING = "{share} of customers found something"
RANK_NOT_BY_MODEL = "Rank {rank}; the model does not have it among its best matches."
RANK_AS_BY_MODEL = "Rank {rank}, as the model has it."
MOVED_UP = "Rank {before} for the model; your settings moved it up to {rank}."
MOVED_DOWN = "Rank {before} for the model; your settings moved it down to {rank}."
RANK_AND_MODEL_RANK = "Rank {rank}; the model has it at {before}."
NOTHING_SPEAKS_FOR = "Nothing in the past speaks for {title}"
EVERYBODY_CARRIES = "How it does with everybody carries {title}"
CARRIES = "{strongest} carries {title}"
THREE_CARRY = "Three products of the past carry {title}"
MANY_SPEAK = "Many products of the past each speak a little for {title}"

# Lists of many customers.
CUSTOMERS_SO_FAR = "{done} of {n} customers"
CUSTOMERS = "{n} customers"
