"""What the Settings page says."""

from recsys_core.wording.messages import Plural

SETTINGS_QUESTION = "Who may see what, and where is it kept?"
AMOUNTS_PART, PLACE_PART = "Amounts and groups", "Place and versions"

# Amounts and groups.
AMOUNTS_IN = "Amounts are in {currency}."
AMOUNTS_WITHOUT = "Amounts stand without a currency."
SMALLEST_GROUP = "The smallest group"
ABOUT_SMALLEST = "Smaller groups of customers are not handed over: a file of few says something of single people."
FEWEST = "Customers at least"

# Place and versions.
KEPT_IN = Plural("All is kept in one folder of {megabytes} MB with {n} file.", "All is kept in one folder of {megabytes} MB with {n} files.")
THE_FOLDER, ABOUT_FOLDER = "Where all is kept", "Whoever may read this folder can read the customers' data: nothing in it is encrypted."
MADE_OF, ABOUT_MADE_OF = "Versions", "To name where something is reported, and to compare figures made elsewhere."
SOFTWARE, VERSION, VERSIONS_ALT = "Software", "Version", "Tastelab, Python, the libraries and the form of the database with their versions"
DATABASE_FORM = "form of the database"
