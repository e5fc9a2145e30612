"""What the models say: what is missing, how far a training is, what cannot be used."""

from recsys_core.wording.messages import Plural

# Whether there is enough data.
READY = "Ready to train."
READY_BUT_RARE = "Ready to train, but only {share} of what customers buy is bought again: expect short lists."
READY_IN_PARTS = "Ready to train: the {exact} products with the most customers are compared all with all, the other {others} with their {neighbours} nearest."
NEEDS_PURCHASES = Plural("Needs at least {n} purchase, click or rating in total; you have {have}. Import more interactions.", "Needs at least {n} purchases, click or rating in total; you have {have}. Import more interactions.")
NEEDS_CUSTOMERS = Plural("Needs {n} customer with {products} or more different products each; you have {have}. Import more interactions.", "Needs {n} customers with {products} or more different products each; you have {have}. Import more interactions.")
NEEDS_PRODUCTS = Plural("Needs at least {n} product that somebody bought; you have {have}. Import more interactions.", "Needs at least {n} products that somebody bought; you have {have}. Import more interactions.")
NEEDS_TEXTS = Plural("Needs at least {n} product with a title or description; you have {have}. Import a product list.", "Needs at least {n} products with a title or description; you have {have}. Import a product list.")
NEEDS_DAYS = Plural("Needs dates over at least {n} day; you have {have}. Import more interactions with their dates.", "Needs dates over at least {n} days; you have {have}. Import more interactions with their dates.")
NEEDS_DATES = "Needs the date of every row, and some rows have none. Import them with a date, or leave them out with a time window in the data settings."
NEEDS_REPEATS = Plural("Needs at least {n} product that the same customer bought again later; you have {have}. It is made for things that are used up.", "Needs at least {n} products that the same customer bought again later; you have {have}. It is made for things that are used up.")
TOO_MANY_PRODUCTS = "Compares every product with every other and can hold {most} products; you have {have}. Raise the fewest customers per product in the settings."

# What is counted, behind its number.
PURCHASES = "purchases, clicks or ratings"
CUSTOMERS = "customers with {products} or more different products"
PRODUCTS, PRODUCTS_AT_MOST = "products that somebody bought", "products at most"
TEXTS = "products with a title or description"
DAYS = "days between the first and the last date"
REPEATS = "products bought again by the same customer"

# How far a training is.
PREPARING_RATINGS, PREPARING_COMPARISONS = "Preparing the ratings", "Preparing the comparisons"
FINDING_LEVELS = "Finding the levels of customers and products"
REMEMBERING_RATINGS = "Remembering who rated what"
WEIGHING_PURCHASES, FINDING_TASTES = "Weighing purchases", "Finding every customer's tastes"
TRYING_LAST_VISITS = "Trying settings on customers' last visits"
MEASURING_REPURCHASE = "Measuring how soon products are bought again"
LOOKING_UP_TEXTS, READING_TEXTS = "Looking up product texts", "Reading product texts"
READING_SOME_TEXTS, TEXTS_READ = "Reading product texts: {n} of {all}", "Read {n} product texts"
READING_ATTRIBUTES = "Reading what is known about products and customers"
COUNTING_SHARED_CUSTOMERS = "Counting which products share customers"
COUNTING_CUSTOMERS = "Counting customers per product"
WEIGHING_PRODUCTS = "Weighing {n} products against one another"
WEIGHING_SECOND_HALF = "Weighing products, second half"
COMPARING_PRODUCTS, COMPARING_RARE = "Comparing products: {n} of {all}", "Comparing rarer products: {n} of {all}"
COMPARING_CUSTOMERS = "Comparing customers"
COMPARING_SALES = "Comparing recent sales with earlier ones"
ORDERING_PURCHASES, STARTING_NETWORK = "Putting purchases in order", "Starting the neural network"
CHOOSING_MODELS, SCALING_MODELS = "Choosing the models", "Bringing the models to one scale"
PART_PROGRESS = "{model}: {doing}"
PASS, PASS_AT_MOST = "Pass {n} of {all}", "Pass {n} of at most {all}"
PASS_AND_FIGURE = "Pass {n} of at most {all} ({title} {value})"
PASSES_DONE = "Learned in {n} passes"
TIDYING_UP, DONE = "Tidying up", "Done"

# How the settings of `next-basket` were chosen.
CHOSEN_ON_LAST_VISITS = Plural(
    "Chosen on the last visit of {n} customer (NDCG@10 {value} there): a visit counts {visit} of the next, a group of visits {group} of the next, and one {own} days before the last half; products people come back for with the power {back}, related products {near}, the other customers' visits {all} with a half-life of {days} days.",
    "Chosen on the last visits of {n} customers (NDCG@10 {value} there): a visit counts {visit} of the next, a group of visits {group} of the next, and one {own} days before the last half; products people come back for with the power {back}, related products {near}, the other customers' visits {all} with a half-life of {days} days.",
)

# What a learning curve shows.
ERROR_CURVE = "Error left after each pass"
ORDER_CURVE = "Comparisons in the right order after each pass"
HELD_OUT_CURVE = "NDCG@10 of each customer's latest fifth"

# What cannot be used.
UNKNOWN_MODEL = "There is no model {model!r}. The models are: {models}."
THE_MODEL = "The model {model!r}"
UNKNOWN_SETTING, NO_SETTINGS = "{owner} has no setting {name!r}. Its settings are: {names}.", "none"
SETTINGS_CLASH = "These settings of {owner} do not go together."
BAD_SETTING = "The setting {name!r} of {owner} must be {expected}; {given} is not."
UNKNOWN_PART = "There is no model {model!r} to take part. Choose among: {models}."
NO_WEIGHT = "Give at least one model a weight above 0, as in: ease=1, content=0.3."
BAD_WEIGHT = "The weight of {model} must be a number of at least 0; {weight!r} is not. Write it as in: ease=1, content=0.3."
NO_PART_OF_IT = "{model} cannot be part of it: {why} Or leave it out."
ONE_WEIGHT_NEEDED = "At least one of the three weights must be above 0."
TOO_LITTLE_CAUTION = "The products could not be weighed against one another with so little caution; raise it and train again."
NO_TEXT_MODEL = "The text model {model!r} could not be loaded. Check the folder or name in the settings, or leave it empty for the one that is installed."
OTHER_CATALOGUE = "This model knows {known} products and was asked about {asked}: the data has changed since, so train the model again."
TRAINING_GONE = "This trained model is no longer there; train it again."
TRAINING_DAMAGED = "This trained model is damaged or was made by another version; train it again."

# What a setting accepts: within, above, at least, at most, any.
WHOLE_NUMBERS = ("a whole number from {low} to {high}", "a whole number above {low} and at most {high}", "a whole number of at least {low}", "a whole number of at most {high}", "a whole number")
NUMBERS = ("a number from {low} to {high}", "a number above {low} and at most {high}", "a number of at least {low}", "a number of at most {high}", "a number")
ONE_OF, TRUE_OR_FALSE, TEXT = "one of {options}", "true or false", "text"
OR_EMPTY = "{value}, or empty"

# What an empty setting means.
