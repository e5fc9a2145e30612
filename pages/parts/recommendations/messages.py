"""What the Recommendations page says: lists, reasons, a made-up visitor, a product's side."""

from recsys_core.wording.messages import Plural

# Columns and figures.
RANK, PRODUCT, CATEGORY, BRAND = "Rank", "Product", "Category", "Brand"
PRICE, SCORE, REASON, WHY = "Price", "Score", "Reason", "Why"
PRODUCT_NUMBER, CUSTOMER, SEGMENT = "Product number", "Customer", "Segment"
COUNTED_PRODUCTS = Plural("{n} product", "{n} products")
QUOTED = "“{text}”"

# The first line.

# What the knobs and the what-if did to a list.
ARROWS = "Arrows show the move from the list without changes."
BLUE_LABEL = "A blue label with a + marks a category new to this customer."
BOTH_SHARE = Plural("Both lists share {amount} product", "Both lists share {amount} products")
ALL_SHARE = Plural("All {lists} lists share {amount} product", "All {lists} lists share {amount} products")
SHARED_AND_JOINED = "{shared}; lines join the same product from list to list."
SHARED = "{shared}."
LINK_UNKNOWN = "The link changes products this customer's lists do not know, left out: {products}."

# What the model reached.

# The controls above the lists.
MODELS_AND_SCENARIOS = "Models and scenarios"
ABOUT_MODELS = "Up to four lists side by side. The bestsellers stay first, to compare with. A scenario brings its own knobs; it is saved on the Evaluation page."
CHOOSE_A_MODEL = "Choose a model"
ALREADY_BOUGHT, ALREADY_RATED = "Already bought", "Already rated"
ABOUT_BOUGHT = "Off: new products only, save from models that are about bought ones. On: products the customer has bought may come back, and the model that is best at that makes the list."
ABOUT_RATED = "Lets products the customer has already rated into the lists."
TAKE_ALL_BACK = "Take all back"
ABOUT_TAKE_BACK = "Every knob at its start, nothing added or left out, ten products."
CHANGED_SINCE_TRAINING = "{model}: {change} since training"

# The customer's past and the what-if.
LONGEST_BARS = "The longest bars speak most for the product you opened"
BASED_ON = Plural("Based on {n} product; leave it out to see what follows", "Based on {n} products; leave one out to see what follows")
ADD_A_PRODUCT = "Add a product"
WHAT_IF_PURCHASES = "What if: add a product to the purchases"
WHAT_IF_RATINGS = "What if: add a product to the ratings"
NO_SUCH_PRODUCT = "No product with “{typed}” in its name."
CUSTOMERS_HAVE_IT = "{title} ({category}): {n} customers have it."
NOTHING_IN_THE_PAST = "Nothing in the past yet. Add a product above to see what follows from it."
ADDED, LEFT_OUT = "added", "left out"
TAKE_BACK, PUT_BACK, LEAVE_OUT = "Take back", "Put back", "Leave out"
RATED, TIMES = "rated {rating}", "{n} ×"
COUNTED_PURCHASES = Plural("{n} purchase", "{n} purchases")
COUNTED_RATINGS = Plural("{n} rating", "{n} ratings")

# The lists.
ABOUT_SCORE = "The model's own score. It compares products within one list, never between lists."
NEW_CATEGORY = "A category new to this customer"
LIST_SPOKEN = Plural("{title}: {n} product", "{title}: {n} products")
FILLER = "Filler. {reason}"
RANKED = "Rank {rank}: {title}"
PLACES_EMPTY = Plural("{n} place left empty: this model has no other product to offer.", "{n} places left empty: this model has no other product to offer.")
NOT_PERSONAL = "Not personal: everybody is shown the same products."
NOT_PERSONAL_NEW = "Not personal: everybody is shown the same products, less those they have had."
CLICK_A_PRODUCT = "Click a product to see what its score is made of."
DOWNLOAD_LISTS = "Download these lists as CSV"
AS_A_TABLE = "The same lists as a table"
LIST = "List"
ABOUT_TABLE = "The recommended products of all lists with rank, price, score and reason"

# Why a product is there.
RANK_OF_LIST = "Rank {rank} of {list}"
HOW_IT_CAME_TO_RANK = "How it came to this rank"
SCORED_WHATEVER = "There is nothing personal behind it: {model} scores it {score} whatever this customer has bought, so there are no purchases to show."
WITH_EVERYBODY = "How it does with everybody"
CONTRIBUTIONS = "Contributions to the score of {title}: {products}"
LOSSES = "Loss of score without each product: {products}"
PRODUCT_WITH_VALUE = "{title} {value}"
EXACT_BARS = "Exact: the bars add up to the score. Products of one name are one bar."
LEFT_OUT_BARS = "By leaving out: each bar is what the score loses when these past products are taken away one by one; the bars need not add up to the score of {score}. {note}"
DOES_IT_HOLD = "Does the reason hold? The cited products were taken away and the rank looked up"
HOLDS, HANGS_ON_SEVERAL = "It holds", "Does not hang on one product"
EVERYBODYS_SHARE = "{share} of the score is how the product does with everybody; the rest is personal."
SHARES_IN_BLEND = "Each model's share in the blend"
PART, PART_AGAINST = "{share}  {model}", "{share}  {model} (against it)"
NEAREST_CUSTOMERS = Plural("The nearest of {n} like-minded customer who have it", "The nearest of {n} like-minded customers who have it")
IN_COMMON = Plural("Customer {customer}: {n} product in common", "Customer {customer}: {n} products in common")
SHARED_WORDS = "Words it shares with past products"
WAY = "{steps}."
CANDIDATES, SHORTLISTED, SHOWN = "{n} products", "{n} on the model's shortlist", "{n} shown"
NOT_BOUGHT_YET, NOT_RATED_YET = "{n} not bought yet", "{n} not rated yet"
BOUGHT_STAY = "{n} bought products stay, as this model is about buying again"
OTHERS_TOGETHER = "{n} others together"
CONTRIBUTION_TO_SCORE = "Contribution to the score"
LOST_WITHOUT_IT = "What the score loses without it"

# How the lists came about.
HOW_LISTS_CAME_ABOUT = "How these lists came about"
NOTHING_RECORDED = "Nothing was recorded for this list."
LEFT_AFTER_STEPS = "Products left after each step; in grey, those it took off."
STEP, PRODUCTS_LEFT, WHAT_IT_DID = "Step", "Products left", "What it did"
ABOUT_STEPS = "Each step with the products left and what it did"
BEFORE_STEP, AFTER_STEP = "Before the step", "Left after the step"
FROM_TO_OWN_ORDER = Plural("From {n} product to {left}: the model's own order", "From {n} products to {left}: the model's own order")
FROM_TO_BY_MODEL = Plural("From {n} product to {left}: nothing but the model decided", "From {n} products to {left}: nothing but the model decided")
FROM_TO_BY_STEP = Plural("From {n} product to {left}: {step} changed most", "From {n} products to {left}: {step} changed most")

# A made-up visitor.
WHOSE_LIST, A_CUSTOMER, A_VISITOR = "Whose list", "A customer", "A made-up visitor"
MODEL, DIVERSITY = "Model", "Diversity"
ABOUT_DIVERSITY = "0 keeps the order as it is; 1 looks only for products unlike each other."
MOST_OF_CATEGORY = "Most products of a category"
ABOUT_CAP = "Empty: no limit. Of products whose titles differ only in a fact such as the size, one stands."
PICK_OR_TYPE = "Pick a few products or type a wish, and see the list at once."
NOTHING_FITS = "Nothing fits yet."
VISITOR_PICKS, PART_OF_A_NAME = "Products the visitor picks", "Type part of a name"
HAVE_IT = "{title} ({category}): {n} have it."
TAKE_OUT_AGAIN = "Take it out again."
VISITOR_LOOKS_FOR = "What the visitor is looking for"
EXAMPLE_WISH = "for instance: gluten-free snacks for kids"
LOOKING = "Looking through the products …"
VISITOR_PICKED = Plural("picked {n} product", "picked {n} products")
VISITOR_ASKED = "asked for “{wish}”"
COUNTED_CATEGORIES = Plural("{n} category", "{n} categories")
FOR_VISITOR = "{products} for a visitor who {wishes}."
FROM_CATEGORIES_FOR_VISITOR = "{products} from {categories} for a visitor who {wishes}."
FITS = "Fits what was typed"
ABOUT_VISITOR_LIST = "The list for the made-up visitor with reasons"
NOTHING_BOUGHT_YET = "Somebody who has bought nothing yet"
ABOUT_VISITOR = "Their picks count as if bought just now; their words are compared with the texts of all products. No training is needed."

# Feedback.
LIKED, NOT_LIKED, NEVER_AGAIN = "Liked", "Not liked", "Never again"
LIKES, DISLIKES, NEVER = "Likes it", "Does not like it", "Never this"
ABOUT_LIKES = "Counts as bought once from now on, but stays on offer: products like it rise. Click again to take it back."
ABOUT_DISLIKES = "From now on comes after everything else for this customer. Click again to take it back."
ABOUT_NEVER = "From now on on no list of this customer. Click again to take it back."
WHAT_CUSTOMER_THINKS = "What the customer thinks of {title}:"
FEEDBACK = Plural("Feedback: {n} product", "Feedback: {n} products")
FEEDBACK_USED = "Used by the next list at once, and by the next training."
VERDICT = "{verdict}: {title}"
TAKE_IT_BACK = "Take it back."

# A product's side.
PRODUCT_SIDE, WHICH_PRODUCT = "The product's side", "Which product"
OF_CATALOGUE, NEW_PRODUCT = "A product of the catalogue", "A new product"
FIND_A_PRODUCT, PART_OF_PRODUCT = "Find a product", "Type part of a name, a category or a number"
CATEGORY_HAS_CUSTOMERS = "{category}: {n} customers have it."
CHOOSE_A_PRODUCT = "Choose a product to see what is near it and who would want it."
ASKING_LISTS = "Asking every customer's list"
CUSTOMERS_WHO_HAVE_IT = "Customers who have it"
ON_LISTS = "On lists of {k}"
MEAN_PLACE = "Mean place there"
FIRST_IS_ONE = "1 is the first place."
DISAGREE, AGREE = "Where behaviour and text disagree", "They agree on the nearest products."
NEAREST_BY_BEHAVIOUR, NEAREST_BY_TEXT = "Nearest by behaviour", "Nearest by text"
WOULD_WANT_IT, BOUGHT_LIKE_IT = "Who would want it", "By what they have bought that is like it."
WOULD_BUY_TOO = "What its customers would buy too"
NEAR_BOTH_WAYS = "{n} of the {whole} nearest products are near both by behaviour and by text"
NONE_NEAR_BOTH_WAYS = "None of the {whole} nearest products are near both by behaviour and by text"
NOTHING_NEAR = "No product is near it in this way."
LIKENESS, ABOUT_LIKENESS = "Likeness", "0 is unrelated, 1 the same."
PLACE_BY_TEXT, PLACE_BY_BEHAVIOUR = "Place by text", "Place by behaviour"
CUSTOMERS_OF_BOTH = "Customers of both"
PLACE, ABOUT_PLACE = "Place", "Its place among all the customer does not have."
IN_ONE_GO, PRODUCTS_IN_ONE_GO = "Bought in one go", "Products bought in one go"
PURCHASES_OF_BOTH, SHARE_OF_PURCHASES = "Purchases of both", "Share of its purchases"
TIMES_AS_OFTEN, ABOUT_TIMES = "Times as often", "Against how often it is bought anyway."
TITLE, BRAND_IF_ANY, DESCRIPTION_IF_ANY = "Title", "Brand (if any)", "Description (if any)"
TYPE_A_TITLE = "Type a title and a category; the product is placed at once, nothing is kept."
PLACING = "Placing the product …"
UNKNOWN_WORDS = Plural("{n} word no other product has: {words}.", "{n} words no other product has: {words}.")
LIKENESS_BY_BEHAVIOUR = "Likeness by behaviour (same customers)"
LIKENESS_BY_TEXT = "Likeness by text"

# Shown by Plotly at the mouse; what stands in %{} is filled in there.
CONTRIBUTION_HOVER = "%{y}<br><b>%{customdata[0]}</b>, %{customdata[1]} of the score<extra></extra>"
DROPOUT_HOVER = "Without %{y}<br>the score changes by <b>%{customdata}</b><extra></extra>"
WATERFALL_HOVER = "%{y}<br><b>%{customdata[0]}</b> products left<br>%{customdata[1]}<extra></extra>"
NEIGHBOUR_HOVER = "<b>%{customdata[0]}</b><br>by behaviour %{x:.3r}, by text %{y:.3r}<br>%{customdata[1]} have both<extra></extra>"

# The page.
QUESTION = "What would we show this customer, and why?"
NOBODY_YET = "No data yet, so there is nobody to recommend to."
NEED_PURCHASES = "Recommendations need purchases"
BRING_A_FILE = "Bring a file of purchases or ratings, or load the sample; then a model can learn."
NO_MODEL, MODEL_MAKES_LISTS = "No model has been trained yet, so there is no list to show.", "A model makes the lists"
TRAINING_TAKES = "Training takes seconds to minutes and runs in the background."
TRAIN_A_MODEL = "Train a model"
CHOOSE_A_CUSTOMER = "Choose a customer to see what they would be shown."
NOBODY_CHOSEN, LISTS_APPEAR = "Nobody is chosen yet", "Their lists appear here."
TYPE_OR_CHANCE = "Type a number or a fact on the left, or let chance choose."
LINK_ASKED = "The link also asked for {model}, which is not trained here."
STEP_WITHIN, OWN_SEGMENT = "Previous and next within", "The customer's own segment"
