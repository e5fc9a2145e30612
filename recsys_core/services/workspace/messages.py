"""What is said about a workspace, and about what is kept in it."""

from recsys_core.wording.messages import Plural

HIGHER_IS_BETTER, LOWER_IS_BETTER = "Higher is better", "Lower is better"
NO_CUSTOMERS = "There are no customers in this workspace yet. Load a sample or import a file on the Data page."
NOT_TRAINED = "{title} has not been trained yet. Train it on the Models page, or with: python -m recsys_core train {model}"
FOLDER_UNUSABLE = "The workspace folder {folder} cannot be created or written to. Choose a folder you may write to."
DATA_NOT_WRITTEN = "The prepared data could not be written to {folder}. Make room on the disk, or choose another workspace folder."
RUN_SET_ASIDE = "{run} was set aside. {why}"
TEXTS_SET_ASIDE = "What the text model read of the products is damaged or gone (file {file}) and was set aside. Products are compared by the words of their texts until the model by text is trained again."
PART_SET_ASIDE = "A part of a measurement was set aside: its file {file} is damaged or gone. The other figures are as they were; to have this part back, measure the models again."
TRADE_OFFS_SET_ASIDE = "What knobs cost with {title} was set aside: the file with what was tried is damaged or gone. Try the settings again on the Evaluation page, or with: python -m recsys_core frontier --model {model}"
FOLDER_GONE = "The workspace folder {folder} is no longer there. Bring it back, or start Tastelab with its new place."

# The storyboard.
NO_SUCH_STATE = Plural("The storyboard has no state {number}; it has {n} state.", "The storyboard has no state {number}; it has {n} states.")
TOO_MANY_STATES = "A storyboard holds at most {most} states; take one out first."
LINE_OF_STATE = "Give the state a line of at most {most} characters: what is to be seen there."
NO_ADDRESS = "“{address}” is no address of a page. Copy it from the browser."

# How amounts are written.
NO_SUCH_STYLE = "Numbers cannot be written as {style}; choose {styles}."
NO_CURRENCY = "The currency {currency} cannot be used. Give a sign or a code, such as € or CHF."

# Changes, and the way back.
KIND_RULES, KIND_SETTINGS, KIND_AMOUNTS = "Business rules", "Settings of the data", "Currency and numbers"
KIND_FEEDBACK, KIND_SCENARIOS, KIND_STORYBOARD = "Feedback of customer {of}", "Scenarios", "Storyboard"
KIND_BOOKMARKS, KIND_SEGMENTS = "Bookmarks", "Segments"
OF_AMOUNTS = {"currency": "currency", "style": "style of numbers"}
KIND_NAMES, KIND_AUDIENCES, KIND_PLACEMENTS = "Names of groups", "Audiences", "Placements"
KIND_CONTROL, KIND_EXPERIMENTS = "Control group of all campaigns", "Experiments"
CONTROL_SHARE = "The control group is a share of the customers from 0 to {most}."
NAME_OF_BOOKMARK = "Give the bookmark a name of at most {most} characters."
NO_SUCH_BOOKMARK = "There is no bookmark “{name}”."
CHANGE, OTHER_ORDER, QUOTED = "{title}: {what}.", "put in another order", "“{name}”"
ADDED = Plural("{names} was added", "{names} were added")
DELETED = Plural("{names} was deleted", "{names} were deleted")
CHANGED = Plural("{names} was changed", "{names} were changed")
MORE = Plural("{n} more", "{n} more")
NOTHING_TO_UNDO = "There is no change to take back."
CHANGED_SINCE = "{change} It is no longer as this change left it, so it cannot be taken back."
TAKEN_BACK = "A change was taken back"
