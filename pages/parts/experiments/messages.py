"""What the Experiments page says."""

from recsys_core.wording.messages import Plural

EXPERIMENTS_QUESTION = "Did it work, and how sure is that?"
READ_OUT_PART = "Read-out"
NOBODY_TO_SPLIT = "Customers come with purchases"
PLAN_PART, ALARMS_PART = "Plan", "False alarms"
UNSENT_PART = "Lists without sending"
BANDITS_PART = "Bandits"
# The log of what was shown.
WHICH_LOG, SHOWN_HERE, A_LOG_FILE = "Log", "What was shown here", "Log from a file"
LOG_FILE, ABOUT_LOG_FILE = "A log of what was shown", "A row each time: what, where, how likely that was, and whether it was clicked, whatever the columns are called."
LOG_READ = Plural("Log: {file}, {n} row, {items} items.", "Log: {file}, {n} rows, {items} items.")
TARGET_READ = Plural("Judged: {file}, {n} row, {items} items.", "Judged: {file}, {n} rows, {items} items.")
