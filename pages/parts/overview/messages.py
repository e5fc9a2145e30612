"""What the Overview page says."""

from recsys_core.wording.messages import Plural

QUESTION = "Where am I, and what next?"
NO_DATES = "These {noun} carry no dates, so there is no history to draw."
ACTIVITY_ALT = "{noun} over time. {finding}."
NEXT_STEP = "Next step"
BEING_LOADED = "The sample is being loaded; this takes less than a minute."
THREE_WAYS = "No data yet: three ways to begin."
TRY_SAMPLE = "Try the sample"
ABOUT_SAMPLE = "See everything at work on real data, in half a minute."
LOAD, LOADING = "Load {sample}", "Loading the sample"
UPLOAD = "Upload my data"
ABOUT_UPLOAD = "Bring an export of orders, clicks or ratings as it is."
SEEN_BEFORE = "You see how it was understood, and can correct it, before anything counts."
CHOOSE_FILE = "Choose a file"
LOOK_LIKE = "What must the files look like?"
ONE_LINE = "One line per purchase with a customer and a product is enough."
BETTER_WITH = "Dates, quantities, amounts and a list of products with titles make it better."
SHOW_ME = "Show me"
LOADED = Plural("{n} line read and stored. The first models are being trained.", "{n} lines read and stored. The first models are being trained.")
ANALYSTS_BRING = "Nothing was brought in yet. Analysts do that; ask one."
