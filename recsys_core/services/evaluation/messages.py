"""What is said about measurements: what is needed, how they went, how trainings differ."""

from recsys_core.wording.messages import Plural

# A measurement and its steps.
THE_EVALUATION, MEASURING = "The evaluation", "Measuring the models"
READING, TESTING = "Reading the data", "Intervals and tests"
STEP = "{model}: {step}"

# What is lacking.
UNKNOWN_MODEL = "There is no model called {model!r}. Choose from: {models}."
NONE_TO_MEASURE = "No model has been trained yet. Train one first, or name the models to measure."
NONE_TRAINED = "No model has been trained yet. Train one on the Models page, or with: python -m recsys_core train auto"
NOTHING_MEASURED = "Nothing has been measured yet. Measure the models on the Evaluation page, or with: python -m recsys_core evaluate"
DATA_GONE = "The data these figures were measured on is no longer there: measure the models again."
NO_COLUMN = {"user": "No column of {file} looks like customers. A hold-out needs two columns, for instance user and item.", "item": "No column of {file} looks like products. A hold-out needs two columns, for instance user and item."}

# What has changed since.
NEWER_EXISTS = "A newer measurement exists."
DATA_CHANGED = "The data has changed since these figures were measured."
TRAINED_DIFFERENTLY = Plural("{models} was trained with other settings since.", "{models} were trained with other settings since.")
TRAINED_SINCE = Plural("{models} was trained since and not measured yet.", "{models} were trained since and not measured yet.")

# Whether the figures can be repeated.
SAME_PARTS = "Cut again, the same parts come out"
REPEATABLE = "Cut again with the same settings, the data falls into the same parts: the figures can be repeated."
OTHER_PARTS = "Cut again with the same settings, the data falls into other parts than the models learnt from."
OTHER_VERSION = "Measure again: these figures belong to another version of the program or of the data."

# The shuffled run.
SHUFFLED_CHECK = "Shuffled check of {model}"
NOT_IN_MEASUREMENT = "{model!r} was not measured. Choose from: {models}."
NOTHING_TO_SHUFFLE = "The test is a file of your own, which no model reads: there is nothing to shuffle."
LEARNING_SHUFFLED, COMPARED = "Learning from shuffled data", "Compared with chance"

# Groups.
NO_SUCH_KIND = "Customers cannot be divided by {kind!r} here. Choose from: {kinds}."
NO_SUCH_METRIC = "There is no figure {metric!r} customer by customer. Choose from: {metrics}."
SEGMENT_BEFORE = "Segment before the test"
SEGMENT_NOTE = "Recency, shopping days and number of different products in what the models learnt from; what came later plays no part."
BY_CATEGORY, BY_BRAND = "Category of the right products (first level)", "Brand of the right products"
NOT_OF_PRODUCTS = "Places are shared out among groups of products. Choose from: {kinds}."
AS_RIGHT = "{model} gives no group of products a share of its places that can be told from the group's share of the right answers; a difference under {least} points would be missed more than one time in five in every group"
MORE_THAN_RIGHT = "{model} shows {groups} more than they are among the right answers"
LESS_THAN_RIGHT = "{model} shows {groups} less than they are among the right answers"
SHARE_APART = "{group} ({shown} of its places, {right} of the right answers)"
NO_PLACES_TO_COMPARE = "There are too few customers to compare places with right answers"
GROUP_OF_FACT, ABOUT_KIND = "{fact} {value}", "{title}: {sentence}"

# The run card.
NO_RESULTS = "The run {run} has no results: it is {state}. Choose a finished one."
NO_RUN = "There is no run {run!r} in this workspace. The Models page and the folder runs list their numbers."
OF_THE_RUN, OF_THE_CARD = "the run", "the day this card was written"

# Trainings side by side: groups of lines, and their names.
TRAINING, DATA, SETTINGS, FIGURES, OUTCOME = "Training", "Data", "Settings", "Figures", "What came of it"
MODEL, STATE, ASKED_FOR = "Model", "State", "Asked for"
SECONDS, PEAK_MEMORY, SEED = "Seconds", "Peak memory in MB", "Seed"
FINGERPRINT, FINGERPRINT_OF = "Data and its fingerprint", "{letter} ({fingerprint})"
CUSTOMERS, PRODUCTS, EVENTS = "Customers", "Products", "Purchases or ratings"
PART_OF_DATA, ALL_OF_IT = "Part of the data", "all of it"
OTHER_THAN_USUAL, NOTHING = "Other than usual", "nothing"
IN_A_SENTENCE = "In a sentence"
STATES = {"failed": "failed", "cancelled": "cancelled", "killed": "stopped before its end", "done": "finished", "open": "not finished"}
NUMBERED, NAMED_VALUE = "{name} ({n})", "{name}: {value}"
AUTOMATIC, ON, OFF = "chosen automatically", "on", "off"
WITH_INTERVAL, METRIC_CUT = "{value} ({low} to {high})", "{title} ({label})"
NOT_MEASURED = "not measured with these settings"

# Trainings side by side: what to know before reading.
CHOOSE_TRAININGS = "Choose {least} to {most} trainings to compare them."
ONLY_TRAININGS = "Only trainings can be compared; leave the measurements out."
NONE_MEASURED = "None of them has been measured with these settings yet."
SOME_UNMEASURED = Plural("{models} has not been measured with these settings: a measurement covers the latest training of each model.", "{models} have not been measured with these settings: a measurement covers the latest training of each model.")
SEVERAL_MEASUREMENTS = "Their figures come from different measurements; compare them with care."
ONE_MEASUREMENT = "Their figures come from the same measurement."
CHANGED_BETWEEN = "The data has changed between training and measuring."
SAME_DATA = "All learned from the same data."
ALL_OTHER_DATA = "Each learned from other data, so a difference may come from the data alone."
SOME_OTHER_DATA = "Not all learned from the same data, so a difference may come from the data alone."
REST_IS_SAME = "Settings that are not listed are the same in all."
ONLY_SEED = "All settings are the same but the seed."
ALL_AGREE = "All settings agree."

# What the figures of a measurement show.
ONLY_BESTSELLERS = "So far only the bestsellers have been measured"
NO_FIGURES = "No figures yet"
LEAD = Plural("{models} leads on {metric}", "{models} lead on {metric}")
HIGHEST = Plural("{models} is highest on {metric}", "{models} are highest on {metric}")
LOWEST = Plural("{models} is lowest on {metric}", "{models} are lowest on {metric}")
WITH_FIGURE = "{finding}: {value}"
AGAINST_BESTSELLERS = "{finding}: {value} against {bar} for the bestsellers"
NONE_BEATS = Plural("With {n} customer no model could be shown to beat the bestsellers on {metric}", "With {n} customers no model could be shown to beat the bestsellers on {metric}")
TRAILING = Plural("{finding}; {models} trails them", "{finding}; {models} trail them")
# What a measurement means for people.
FIND = "of {of} customers {hits} find something they went on to buy"
FIND_HELD_BACK = "of {of} customers {hits} find something that was held back from the models"
FIND_RATED = "of {of} customers {hits} find something they went on to rate"
BESIDE_BESTSELLERS = "{find}, {base} with the bestsellers"
PEOPLE_LEAD = "{model} leads: {people}."
LEVEL_WITH = "{line} {models} cannot be told apart from it."
PEOPLE_NONE = "No model could be shown to beat the bestsellers. {model} comes highest: {people}."
FEWER_THAN, ABOUT = "fewer than 1 of 1,000 tests", "{n} of 1,000 tests"
AHEAD = "{a} is ahead of {b} by {gap} ({metric}); if they were equal, a difference like this would come up in {tests}."
LEVEL_TO_WITHIN = "{a} and {b} cannot be told apart: if they were equal, a difference like {gap} ({metric}) would come up in {tests}; a difference under {missed} would be missed more than one time in five."
LEVEL = "{a} and {b} cannot be told apart: if they were equal, a difference like {gap} ({metric}) would come up in {tests}."
PROPOSED = "{model} was measured better than {in_use}, which is in use: ranking quality {value} against {base}; if they were equal, a difference like this would come up in {tests}."
FIRST_TIME = "The models are being measured for the first time."
NOTHING_TRAINED = "Nothing has been measured yet, and no model is trained."
NOT_YET_MEASURED = Plural("{n} model trained, none measured: nobody knows yet which to trust.", "{n} models trained, none measured: nobody knows yet which to trust.")

# Which model for which group.
GROUP_TOO_FEW = Plural("{group}: {n} of them was tested, and the best model takes {least}.", "{group}: {n} of them were tested, and the best model takes {least}.")
GROUP_AS_ALL = Plural("{group}: {title}, as for everybody ({n} customer tested).", "{group}: {title}, as for everybody ({n} customers tested).")
GROUP_OTHER = "{group}: {title} ({metric} {value}) is better than {lead} ({lead_value}), which is the best for everybody."
GROUP_MAYBE = "{group}: {title} has the highest figure ({metric} {value}), but {lead} ({lead_value}), the best for everybody, may do as well."
EVERYBODY_ELSE = "Everybody else"
SAVED_NOTE = "Who is in a saved segment is asked of the data as it is now. A segment by what customers did lately knows what the test asks for; facts of the customer list do not."
