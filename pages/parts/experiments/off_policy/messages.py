"""What the part on policies judged by a log says."""

from recsys_core.wording.messages import Plural

NO_LOG_YET = "No log of what was shown is here yet: bring one, and another choice can be judged without sending."
LOG_STANDS = Plural("{n} time something was shown, {items} items, {rate} clicked: choose what is to be judged by that.", "{n} times something was shown, {items} items, {rate} clicked: choose what is to be judged by that.")
JUDGED_TITLE = "What would another choice have earned?"
ABOUT_JUDGED = "A log that says what was shown, how likely that was and whether it was clicked tells what another choice of items would have earned, without sending anything."
WHAT_IS_JUDGED = "What is judged"
OTHER_LOG, ONE_ITEM, ONE_MODEL, A_LOT = "What another log shows", "One item, always", "A trained model", "A random choice among all items"
TARGET_FILE, ABOUT_TARGET_FILE = "The other log, or a table of item, position and chance", "Its items by position are what is judged; clicks in it are shown beside the result."
WHICH_ITEM, WHICH_MODEL = "Item", "Model"
JUDGE, JUDGING_IT = "Judge it", "Weighing the log"
FOREST_TITLE = "Clicks by estimator, with 95 % intervals"
FOREST_AMOUNT_TITLE = "What each time of showing earns by estimator, with 95 % intervals"
FOREST_ALT = "A point and its interval for the log itself and for each estimator. {finding}"
FOREST_RATE, FOREST_AMOUNT = "Share clicked", "Earned each time"
ESTIMATOR_NAMES = {
    "logged": "The log itself",
    "ips": "Inverse propensity",
    "clipped-ips": "Inverse propensity, clipped",
    "snips": "Self-normalised",
    "direct": "Direct (a model of clicks)",
    "doubly-robust": "Doubly robust (decides)",
    "switch-dr": "Switch, doubly robust",
}
FOREST_HOVER = "%{customdata[0]}<br>%{customdata[1]} (%{customdata[2]} to %{customdata[3]})<extra></extra>"
ROWS_WORTH, ABOUT_ROWS_WORTH = "Worth in rows", "Effective sample size: how many rows shown by the judged choice itself would tell as much. Under 100 nothing is said."
LARGEST_WEIGHT, ABOUT_LARGEST = "Largest weight", "How often the row that counts most is counted."
NEVER_SHOWN, ABOUT_NEVER_SHOWN = "Never shown there", "Share of what it would show that the log never showed in that position. Above 5 % nothing is said."
ESTIMATES_CSV = "Estimates as CSV"
