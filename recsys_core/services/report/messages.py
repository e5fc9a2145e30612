"""What a report says around its figures."""

from recsys_core.wording.messages import Plural

# The document.
NO_REPORT_FILE = "A report is written as .html or .pptx; {name!r} is something else."
IS_TRAINING = "The run {run} is a training; a report is about a measurement. Its run card can be written instead (--run-card)."
NO_PLOTLY = "The charts of the report cannot be drawn: Plotly's program is not installed. Install the requirements again."
TITLE = "Tastelab report: {name}, {day}"
ABOUT = "Workspace {name} · measured {day} · data {fingerprint}"
WRITTEN_BY = "Written by Tastelab {version} on {day}. Every figure was measured on purchases the models had not seen; nothing here is an example. This file opens without a network."
SLIDES_WRITTEN_BY = "Written by Tastelab {version} on {day}. Every figure was measured on purchases the models had not seen. Charts and tables can be changed; those that are longer than two slides are whole in the report as HTML."
WHAT, VALUE, PART_OF_SECTION, WITH_SMALL = "What", "Value", "{section}: {part}", "{words} ({below})"
MORE_ROWS = Plural("{n} more row is in the report as HTML.", "{n} more rows are in the report as HTML.")
NEEDS_JAVASCRIPT = "The charts need JavaScript; every figure is in the tables."

# Words of several sections.
MODEL, CUSTOMERS, PRODUCTS, FIGURE, SEED = "Model", "Customers", "Products", "Figure", "Random seed"
FROM_TO, NAMED_VALUE, SETTING = "{low} to {high}", "{name}, {value}", "{name} = {value}"

# Which model is right most often.
RIGHT_MOST_OFTEN = "Which model is right most often"
EVERY_MODEL, IS_HIGHEST = "{metric} of every model", "{metric}: {model} {value} is highest."
SPELLED_OUT = "{name} is the {long_form}."
LOOKS_AT = "{label} looks at the first {n} products."
THIN_LINES = "The thin lines are 95 % intervals: in about 95 of 100 such tests they hold the figure of all customers like these."
REFERENCES = {"popularity": "bestsellers", "random": "random order"}
HOVER = "<b>%{y}</b><br>%{customdata[0]}<br>95 % interval %{customdata[1]} to %{customdata[2]}<br>%{customdata[3]} customers<extra></extra>"

# Which differences are real.
WHICH_ARE_REAL = "Which differences are real"
COMPARED_WITH, DIFFERENCE, CHANCE_ALONE, REAL = "Compared with", "Difference ({metric})", "If they were equal", "Real"
YES, NO = "yes", "no"
NONE_BEYOND_CHANCE, ALL_TOLD_APART, NOT_TOLD_APART = "No difference could be shown to be more than chance.", "Every pair of models can be told apart.", "Not told apart"
HOW_COMPARED = "Each pair of models was compared customer by customer, allowing for how many pairs there are. A difference counts as real where two equal models would show one like it in fewer than 50 of 1,000 tests."
MORE_BELOW = "{n} more in the table below."

# All figures.
ALL_FIGURES = "All figures"
FAMILIES = {"accuracy": "Accuracy: Are the right products on the list?", "variety": "Variety: Are the lists interesting, or more of the same?", "reach": "Reach: How many products and customers come into play?", "money": "Money: What are the right products on the lists worth?", "rating": "Ratings: How far off is a predicted rating?"}
BEST_IS_BOLD = "The best figure of a line is bold; below each stands its 95 % interval. The models stand in the order of the first chart."

# Groups of customers.
WHO_IS_SERVED = "Who is served well"
HOW_MARKED = "{metric} with 95 % intervals. ▲ and ▼: better or worse than the bestsellers beyond chance, allowing for all the cells compared."

# Variety.
COST_OF_VARIETY = "What variety costs"
BEATEN, BEST = "Beaten by another", "Best"
VARIETY_AXIS, QUALITY_AXIS = "Variety within a list", "Ranking quality (NDCG@{k})"
TRADEOFF_HOVER = "%{text}<br>variety %{x:.3r}, accuracy %{y:.3r}<extra></extra>"
SETTINGS_TRIED = Plural("{n} setting", "{n} settings")
CUSTOMERS_ASKED = Plural("{n} customer", "{n} customers")
TRIED = "{settings} of {model} tried on {customers}."

# Experiments.
DID_IT_WORK = "Did it work"
EXPERIMENTS_READ = Plural("{n} experiment was read out.", "{n} experiments were read out.")
EXPERIMENT_ASKS = "{name}: does {arms} change “{outcome}”, against “{control}”?"
QUOTED_ARM, ARM, CAME_OF_IT = "“{arm}”", "Arm", "What came of {name}"
COMPARED_HEADS = ("Outcome and arm", "Arm has", "Control has", "Difference", "Any looks", "p (Holm)", "Verdict")

# Trust.
TO_BE_TRUSTED = "Can these figures be trusted"
SEVERITIES = {"stop": "Do not use these figures yet", "look": "With this in mind", "fine": "In order"}
REASONS_TRUE = "Are the reasons true"
FURTHER_DOWN, FELL, CASES = "Times further down", "Score fell", "Cases"
REASONS, ADD_UP, APPROXIMATE = "Reasons", "add up to the score", "approximate, by leaving out"
HOW_CHECKED = "The past purchase cited first was taken away and the list made anew; for comparison, another purchase of the same customer. 1 would be no better than chance."

# How it was measured.
HOW_MEASURED = "How it was measured"
LEARNT_AND_TESTED = "When the models learnt and when they were tested"
TO_LEARN_AND_TEST = "{learnt} {noun} to learn from, {tested} to test on"
LEARNT_FROM, TESTED_ON, ROWS, PERIOD = "Learnt from", "Tested on", "{n} {noun}", "{first} to {last}"
FIRST_ROUND = "Drawn is the first of {n} rounds; the figures are over all."
TESTED, LEFT_OUT, RIGHT_ANSWERS = "Customers tested", "Customers left out", "Right answers to be found"
CHOSEN_BEFORE, ON_A_LIST, BOUGHT = "Chosen before", "Products on a list", "Bought products"
INTERVALS, DIFFERENCES = "Intervals", "Differences"
BOUGHT_OUT, BOUGHT_IN = "neither shown nor counted", "may be on the lists"

# The data.
THE_DATA, FINGERPRINT, REACH = "The data", "Fingerprint", "Reach"
DATA_SETTINGS, DEFAULTS = "Settings of the data", "defaults"
FILE, HOLDS, ROWS_USED, FILE_FINGERPRINT = "File", "Holds", "Rows used", "Fingerprint of the file"
SAME_FINGERPRINT = "The same fingerprint means the same rows and the same settings of the data."

# Settings, and what the figures mean.
SETTINGS_AND_VERSIONS, SETTINGS, NOT_SET = "Settings and versions", "Settings", "not set"
RUN, AGAIN_WITH, TIME, SOFTWARE = "Run", "Measured again with", "Time it took", "Software ({of})"
SECONDS = "{n} seconds"
WHAT_FIGURES_MEAN, MEANING, BETTER_WHEN = "What the figures mean", "Meaning", "Better when"
