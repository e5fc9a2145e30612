"""What writing lists and groups of customers to files says."""

from recsys_core.wording.messages import Plural

CANNOT_READ_CUSTOMERS = "The file {path} with the customer numbers cannot be read. Give a text file with one customer number a line."
NAMES_NO_CUSTOMER = "The file {path} names no customer. Put one customer number on a line."
NOBODY_HAS_A_LIST = "The model knows nobody of the group {group}; train it again, or choose another group."
UNKNOWN_FILE_TYPE = "Lists are written as .csv, .parquet or .xlsx; {name!r} is none of these."
NOT_A_CSV = "A hand-over file is written as .csv; {name!r} is something else."
UNUSABLE_LINK = "The address {link!r} cannot be used for links. Begin it with https:// and put {place} where the product's number belongs."
TOO_LONG_FOR_A_SHEET = "An Excel sheet holds {most} lines and this table has more; take it as CSV."

# A group of customers handed over.
HANDED_OVER = Plural("{n} customer was written.", "{n} customers were written.")
AND_WITHOUT_EMAIL = Plural("{told} {n} has no e-mail and was left out.", "{told} {n} have no e-mail and were left out.")
AND_SHARED = Plural("{told} {n} has the e-mail of another one and is the same row.", "{told} {n} have the e-mail of another one and are the same row.")
NO_SUCH_FIGURE = "Nothing called {name} is known of customers; a file may hold {names}."
NO_EMAIL_COLUMN = "The customer list says nothing called {name} of these customers; name the fact that holds their e-mail."
NO_PEOPLE_FILE = "Customers are handed over as {endings}; {name} is none of them."
TOO_SMALL_A_GROUP = "A group of {n} is not handed over, since it would say something of single people; a group has at least {least}."
A_GROUP = "The smallest group has at least 1 customer."
NO_KEY = "Numbers under a key need one: name its file, or put it into the environment as {variable}."
SHORT_KEY = "The key has fewer than {least} characters and could be found by trying; have one made."
KEY_INSIDE = "The key {path} would lie in a workspace, beside the customers it hides; keep it elsewhere."
KEY_THERE = "{path} is there already; another key would give every customer another name."
KEY_UNREAD = "The key {path} cannot be read."
KEY_UNWRITTEN = "The key {path} cannot be written: {why}."
CAMPAIGN_WRITTEN = Plural("{n} customer written.", "{n} customers written, files: {files}.")
AND_BARRED = Plural("{told} {n} must not be reached any more and was left out.", "{told} {n} must not be reached any more and were left out.")
AND_CONTROL = Plural("{told} {n} is in the control group that all campaigns leave alone and was left out.", "{told} {n} are in the control group that all campaigns leave alone and were left out.")
CONTROL_INSIDE = Plural("{told} {n} of them is in the control group that all campaigns leave alone: send nothing to that one.", "{told} {n} of them are in the control group that all campaigns leave alone: send nothing to these.")
AND_ABSENT = Plural("{told} {n} is no longer in the data and was left out.", "{told} {n} are no longer in the data and were left out.")
PART_THERE = "The file comes in parts, and {name} is there already; choose another name."
AND_CUT = Plural("{told} {n} text was longer than {most} bytes and was cut.", "{told} {n} texts were longer than {most} bytes and were cut.")

# Placements and their plan.
NO_PLAN_FILE = "A plan is written as {endings}; {name} is neither."
NOTHING_PLANNED = "Nothing is planned, so there is no plan to write."
SUMMARY, SUMMARY_SPOT = "{name} ({channel})", "{name} ({channel}, {spot})"
ABOUT_LINE = "For {whom}. {how}"
