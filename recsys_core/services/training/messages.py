"""What is said about training: what is needed, how it went, what has changed since."""

from recsys_core.wording.messages import Plural

# A training.
READING_DATA, SAVING_MODEL = "Reading the data", "Saving the model"
CANCELLED = "{title} was cancelled; nothing of it was kept."
NOT_FINISHED = "{title} could not be finished. Start it again."
ONLY_TRAININGS = "Only a training can be started again from here."
UNKNOWN_MODEL = "There is no model called {model!r}. Choose one of: {models}."

# What the data is enough for.
FAMILIES = {"baseline": "Bestsellers and other simple rules", "rating": "Ratings", "implicit": "Purchases and clicks", "content": "Product descriptions", "deep": "Neural networks", "hybrid": "Several models together"}
ENOUGH_FOR = Plural("The data is enough for {ready} of {n} model.", "The data is enough for {ready} of {n} models.")
LACKING = "{enough} {model}: {why}"

# A search.
THE_BLEND = "The blend"
STAGES = {"bestsellers": "Bestsellers", "recency": "Recency", "first look": "First look", "tuning": "Tuning", "other models": "Other models", "blend": "Blend"}
VERDICTS = {"tried": "Tried", "best of its kind": "Best of its kind", "given up": "Given up: too far behind", "blended": "Part of the blend", "chosen": "Chosen", "compared": "For comparison"}

# What a model makes of what came after its training.
SAME_UNTIL_TRAINED = "Everybody gets the same list, new customers too; it changes by training again."
COUNTED_AT_ONCE = "New customers and newer purchases count at once, without training; new products need training."
KNOWS_ALL = "Knows all data as it is now: {customers}, {products}."
KNOWS_CATALOGUE = "Knows the data as it is now: {customers}, and of {all} those that at least {least} customers have: {n}."
CUSTOMERS, PRODUCTS = Plural("{n} customer", "{n} customers"), Plural("{n} product", "{n} products")

# What has changed since; by what an event is called.
NEWER = {"rating": Plural("{n} newer rating", "{n} newer ratings"), "purchase": Plural("{n} newer purchase", "{n} newer purchases")}
NEW_CUSTOMERS, NEW_PRODUCTS = Plural("{n} new customer", "{n} new customers"), Plural("{n} new product", "{n} new products")
GONE = {"rating": Plural("{n} rating", "{n} ratings"), "purchase": Plural("{n} purchase", "{n} purchases")}
ONE_GONE = "{what} gone"
DATA_CHANGED, DETAILS_CHANGED = "data has changed", "details have changed"
NOTHING_TO_COMPARE = "The data has changed since, and what this model was trained on is no longer there to compare with: train it again."
SAME_EVENTS = {"rating": "The same ratings, but what is known about customers or products has changed since.", "purchase": "The same purchases, but what is known about customers or products has changed since."}
MORE_SINCE = "Trained before the data changed: {newer} since."
LESS_SINCE = "Trained before the data changed: {gone} no longer there."
MORE_AND_LESS = "Trained before the data changed: {newer} since; {gone} no longer there."

# What reaches the lists; clauses of one sentence.
SAME_LIST = "Everybody gets the same list, which changes only by training again."
USES_NEWER = {"rating": "its lists already use newer ratings", "purchase": "its lists already use newer purchases"}
USES_NEWER_AND_NEW = {"rating": "its lists already use newer ratings and new customers", "purchase": "its lists already use newer purchases and new customers"}
LEAVES_OUT = {"rating": "its lists already leave out ratings taken back", "purchase": "its lists already leave out purchases taken back"}
PRODUCTS_NEED_TRAINING = "new products need training"
