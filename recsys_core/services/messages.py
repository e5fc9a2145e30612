"""What the overview of a workspace and its first start say."""

from recsys_core.wording.messages import Plural

READY = "The workspace is ready."
SAMPLE_LOADED = "The sample is loaded: {n} purchase lines of a grocer. The first models are being trained in the background."

# The quiet line of every page.
DATA_TO, UNDATED = "Data to {day}", "Undated data"
OWN_DATA, SAMPLE, SAMPLE_AND_OWN = "Own data", "Sample: {names}", "Sample: {names}, with own data"
MODEL_IN_USE = "Model: {model}"

# The data in figures.
RATINGS, PURCHASES = "ratings", "purchases"
NO_DATA = "There is no data yet. Load a sample or upload a file."
ROWS = "{rows} {noun} by {customers} customers"
ROWS_OVER = "{rows} {noun} by {customers} customers over {period}"
ALL_ROWS = "All rows of {noun} that are stored."
ALL_ROWS_RETURNS = "All rows of {noun} that are stored; {returns} returns are not among them."
CUSTOMERS, WHO_COUNTS = "Customers", "Customers with a row, or in the customer list."
PRODUCTS, WHAT_COUNTS = "Products", "Products in the product list, and those with {noun} that are not in it."
PER_CUSTOMER = "Usual customer"
TYPICAL = "{noun} of a typical customer: half have more, half have fewer."
SELDOM_BOUGHT, SELDOM_RATED = "Seldom bought", "Seldom rated"
ABOUT_SELDOM = "Share of all these products that have fewer than five {noun}: too few to learn from."
IN_USE_FOUND = "{model} is in use: {people}"
IN_USE_UNMEASURED = "{model} is in use; it is not measured yet"

# The way from data to lists.
DATA_IS_IN, MODELS_TRAINED, MODELS_COMPARED = "Data is in", "Models are trained", "Models are compared"
LIST_WITH_REASONS, FOR_ANYBODY = "A list with reasons", "for any customer"
ONCE_TRAINED, UNDER_WAY = "once a model is trained", "under way"
NONE_YET, NOT_YET = "none yet", "not yet"
MODELS = Plural("{n} model", "{n} models")

# The next step: title, sentence and button.
MEANWHILE = "Look up a customer meanwhile"
STILL_LEARNING = "The models are still learning; what a customer buys can be seen already."
LOOK_UP = "Look up a customer"
TRAIN_FIRST = "Train a first model"
WHAT_A_MODEL_LEARNS = "A model learns from this data what each customer may want next."
CHOOSE_A_MODEL = "Choose a model"
FIND_OUT = "Find out which model to trust"
MEASURE = "Measure the trained models on data they have not seen."
COMPARE = "Compare the models"
BETTER_MODEL, DECIDE = "Decide whether to use {model}", "See the models"
SEE_A_LIST = "See what a customer would be shown"
PICK_A_CUSTOMER = "Pick a customer, read the list and the reason for each product."
OPEN_LISTS = "Open recommendations"
