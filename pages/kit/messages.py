"""What the kit says on every page."""

from recsys_core.wording.messages import Plural

MORE_KNOBS = "More knobs"
MORE_KNOBS_TURNED = "More knobs · {n} turned"
NO_LIMIT = "No limit"
NO_OTHER_MODEL = "No other model"
RULES = "Business rules"
RULES_IN_FORCE = "Business rules ({n} in force)"
APPLIES_RULES = "Applies the rules of this workspace, which are kept below the lists."
NO_RULES = "There are none yet. They are made below the lists."
PRODUCTS, ABOUT_LENGTH = "Products", "How long each list is."
CHART_SPOKEN = "{finding}. {about}"
DISMISS_WARNINGS = "I have read this"

# No data.
BRING_IN_DATA = "Bring in data"
BRING_A_FILE = "Bring a file of purchases or ratings, or load the sample."

# Finding a customer.
CUSTOMER, FIND_A_CUSTOMER, TYPE = "Customer", "Find a customer", "Type a number or a fact"
TYPE_NUMBER = "Type a customer's number or a fact about them"
PREVIOUS, NEXT = "← Previous", "Next →"
ABOUT_PREVIOUS, ABOUT_NEXT = "The previous customer, by visits.", "The next customer, by visits."
PREVIOUS_IN = "The previous customer in {segment}, by visits."
NEXT_IN = "The next customer in {segment}, by visits."
SURPRISE, BY_CHANCE = "Surprise me", "Any customer, drawn by chance."

# Long tasks.
UNEXPECTED = "Something unexpected stopped this task and nothing of it was kept. Try again; if it happens again, the server's log says what it was."
CANCELLED = "Cancelled; nothing of it was kept."
WAS_STOPPED, NOT_FINISHED = "{title} was stopped", "{title} could not be finished"
STOPPED = "It stopped before it was done; nothing of it was kept."
TRY_AGAIN, REMOVE = "Try again", "Remove"
ABOUT_REMOVE = "Takes this attempt off the list; nothing else changes."
CLOSE, CANCEL, CANCELLING = "Close", "Cancel", "Cancelling …"
BEGINS, BEGINS_ENDS = "begins in about {begins}", "begins in about {begins}, done in about {ends}"
BEGINS_NOW, NOW_ENDS = "begins now", "begins now, done in about {ends}"
BEGINS_AFTER, DO_FIRST = "begins when what is before it has ended", "Do this first"
DO_FIRST_HELP = "Before the others that wait; what runs already is finished first."
WAITING, AT_WORK, STARTING = "{title}: waiting its turn", "{title}: {message}", "{title}: starting"
SO_FAR, TO_GO = "{time} so far", "about {time} to go"

# Files.
KINDS = {
    "interactions": "Purchases or ratings",
    "items": "Products",
    "users": "Customers",
    "campaigns": "Campaigns and their messages",
    "exposures": "What was shown",
}
MUST_LOOK_LIKE = "What the files must look like"
READABLE = "CSV files and Excel workbooks as shops and tools export them: comma, semicolon or tab, with or without a header, any column names and any order; packed files too. Further columns do no harm."
DOWNLOAD_EXAMPLE, NEEDED_ROLE = "Download this example", "needed"
COLUMN, NEEDED, WHAT_IT_HOLDS = "Column", "Needed", "What it holds"
COLUMNS_UNDERSTOOD = "Columns understood in a file of {kind}"
DATA_AS_CSV, DOWNLOAD_AS_CSV, AS_EXCEL = "Data as CSV", "Download as CSV", "as Excel"

# Forms.
MORE_SETTINGS, CHOSEN_AUTOMATICALLY, THIS_SETTING = "More settings", "Chosen automatically", "This setting"
MUST_BE = {
    "greater_than": "{title} must be above {limit}.",
    "greater_than_equal": "{title} must be {limit} or more.",
    "less_than": "{title} must be below {limit}.",
    "less_than_equal": "{title} must be {limit} or less.",
}
NEEDS_VALUE = "{title} needs a value."
CANNOT_BE = "{title} cannot have this value; change it and try again."

# Around every page.
CANNOT_OPEN, OPENING = "This workspace cannot be opened", "Opening the workspace …"
PROBLEM, WARNING, INFO = "Problem", "Worth knowing", "Good to know"
PRESENTER_VIEW = "Presenter view"
ABOUT_PRESENTER = "Larger type for a projector, without controls, and each page as much as fits the screen. The arrow keys lead from page to page."
STORYBOARD, WALK_THROUGH = "Storyboard", "Walk through it"
ABOUT_STORYBOARD = "Pages as they are now, with a line each, to walk through in a meeting with the arrow keys."
LINE_FOR_PAGE, LINE_EXAMPLE = "A line for this page", "What is to be seen here"
ADD_STATE, SHOW_STATE, EARLIER = "Add this page as it is", "Show", "↑ Earlier"
NUMBERED, STATE_OF = "{number}. {line}", "{number} of {n}"
PREVIOUS_STATE, NEXT_STATE = "The state before", "The next state"
WORKSPACE, OPENS_OVERVIEW = "Workspace: {name}", "Opens the overview."
OPENS_DATA = "How far the data reaches; opens Data."
OPENS_SOURCE = "Where the data comes from; opens Data."
OPENS_MODELS = "Used where none is chosen; opens Models."
NO_NAME, CUSTOMERS = "(no name)", Plural("{n} customer", "{n} customers")
ANOTHER_FILE = "Another file"
TOO_MANY_UPLOADS = "Too many large files are being looked at at the moment. Import or drop those that wait, then choose this one again."

# A period against the one before.
PERIOD = "Period"
ABOUT_PERIOD = "Figures of these days, against as many days just before. Empty: all of the data."
CUSTOMERS_LABEL, NEW_CUSTOMERS, DIFFERENT_PRODUCTS = "Customers", "New customers", "Products"
SPEND, SPEND_EACH = "Spend", "Spend per customer"
ABOUT_PURCHASES = "In the period; below, the difference from the period before."
ABOUT_CUSTOMERS = "With at least one in the period."
ABOUT_NEW = "Whose first one in the data falls in the period."
ABOUT_PRODUCTS = "Different products in the period."
ABOUT_SPEND = "Net of returns in the period."
ABOUT_SPEND_EACH = "Spend divided by the customers of the period."

# What was changed.
UNDO, UNDO_LAST = "Undo", "Undo the latest change"
ABOUT_UNDO = "Back to how it was before: {change}"
RECENT_CHANGES = Plural("Recent changes: {n}", "Recent changes: {n}")
WHEN, WHAT_CHANGED, TAKEN_BACK = "When", "What was changed", "Taken back"
CHANGES_ALT = "The latest changes of rules, settings, feedback, scenarios and storyboard, latest first"

# Bookmarks.
BOOKMARKS, BOOKMARK_NAME, KEEP_PAGE = "Bookmarks", "Name of this page as it is", "Keep this page"
FORGET_BOOKMARK = "Forget"

# Groups of customers, chosen and taken along.
EVERYBODY = "All customers"
HAND_OVER = "Hand this group over"
GROUP_TOO_SMALL = "A group of {n} is not handed over, since it would say something of single people; a group has at least {least}."
ROWS_AND_COLUMNS = Plural("{n} row.", "{n} rows.")
AS_FILE = "As {kind}"
COLUMNS_TOO, NAMED_BY = "What the file says of them", "Customers are named by"
IDS_PLAIN, IDS_EMAIL, IDS_KEYED = "their number", "their hashed e-mail (for ad platforms)", "their number under a key"
ABOUT_NAMED_BY = "E-mails need a fact of the customer list with “mail” in its name. A key is taken from the environment of the server ({variable}), never from the workspace."

# A file for an e-mail tool.
COLUMN_NAMES_OF, EMAIL_FACT, NO_EMAIL = "Column names of", "E-mail from", "no e-mail"
TOOLS = {"plain": "a plain table", "klaviyo": "Klaviyo", "mailchimp": "Mailchimp", "hubspot": "HubSpot", "brevo": "Brevo"}
PRODUCTS_EACH, LISTS_HELP = "Products for each", "From their lists: number, title, price, address and reason."
PRODUCT_ADDRESS, ADDRESS_EXAMPLE = "Address of a product", "https://shop.example/{item}"
MAKE_FILE, TAKE_FILE = "Make the file", "Take {file}"

# Money and numbers.
WHICH_CURRENCY = "In which currency are the amounts?"
NO_FILE_SAYS = "No file says it. The answer stands beside every amount; nothing is converted."
CURRENCY, CODE_OR_SIGN, CURRENCY_NOT_KNOWN, NUMBER_STYLE = "Currency", "A code or a sign", "Not known", "Numbers"
HOW_WRITTEN = "How money and numbers are written"
ABOUT_WRITTEN = "On every page and on the command line. Nothing is converted, tables to take along hold bare numbers, and sentences kept with a measurement stay as they were written."

BACK_TO_PAGE = "Back to the page"

# Who is here.
SIGNED_OUT, SIGN_IN_AGAIN = "Signed out", "Sign in again"
SESSION_ENDED = "The session has ended, or a role was taken back. Nothing that was saved is lost."
YOU_ARE = "Signed in as {name}, {role}."
SIGN_OUT, SIGN_OUT_EVERYWHERE, CHANGE_PASSWORD = "Sign out", "Sign out on all devices", "Change the password"

# Persons being erased.
TYPE_TO_ERASE = "Type {word} to confirm"
TRAIN_AGAIN, ABOUT_TRAIN_AGAIN = "Train deleted models again", "Models that cannot be rid of a person exactly are deleted. With this their trainings wait in the queue afterwards."
ERASE = Plural("Erase this person", "Erase {n} persons")
ERASING = Plural("Erasing a person", "Erasing {n} persons")
CERTIFICATE, AS_DATA = "Certificate as a page", "Certificate as data"
