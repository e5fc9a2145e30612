"""What is said of arms, of whom they move, and of files that hold them."""

from recsys_core.wording.messages import Plural

# Files.
ONE_COLUMN = "Arm and outcome are two columns of the file."
NOT_ARMS = Plural("“{column}” holds {n} value; arms are 2 to {most} different ones.", "“{column}” holds {n} different values; arms are 2 to {most}.")
NO_SUCH_ARM = "“{column}” has no arm “{arm}”; it has {arms}."
NOT_AN_OUTCOME = "“{column}” holds no outcome: an outcome is a number, or yes or no; “{example}” is neither."
TWICE = "“{column}” names {n} customers more than once; one row for each customer is needed."
A_SHARE = "The share of the control group lies above 0 and below 100 %."
ROWS_LEFT_OUT = Plural("{n} row without an arm or an outcome was left out.", "{n} rows without an arm or an outcome were left out.")
NO_ROWS = "No row of {file} has both an arm and an outcome."
COLUMN_LEFT_OUT = "“{column}”: {reason}"
COLUMNS_LEFT_OUT = "Not learned from: {columns}."
ASKED_OUT = "left out on request"

# Campaigns of the workspace.
NO_SUCH_OUTCOME = "Of a campaign the outcome is {outcomes}, not “{outcome}”."
NO_DATES = "The campaign or the purchases have no dates, so nobody knows who bought during it."
NO_DAYS = "The data holds no day of the campaign, so nobody knows who bought during it."
LEFT_ALONE, REACHED = "Control group", "Reached"
ORDERS_BEFORE, SPEND_BEFORE = "Days with a purchase in the {days} days before", "Spend in the {days} days before"
ALL_ORDERS_BEFORE, ALL_SPEND_BEFORE = "Days with a purchase before", "Spend before"

QINI_FORMULA = "Qini: the area between q(x) = (Y_t(x) - Y_c(x) N_t(x) / N_c(x)) / N_t(1) and the straight line x q(1); t: the arm, c: the control group, Y: the sum of the outcomes and N the number of customers among the share x that is ranked first."
# The finding.
ARM_RATE = "“{arm}”: {rate} responded against {control} of the control group, a difference of {difference} points ({low} to {high})."
ARM_MONEY = "“{arm}”: {rate} for each customer against {control} in the control group, a difference of {difference} ({low} to {high})."
MOVED = "Whom “{arm}” is sent to makes a difference: the {share} who are moved most were told apart from the others better than by lot."
KEPT_RATE = "Of {n} customers kept back, it moved those by {chosen} points ({low} to {high}) and the others by {others} ({others_low} to {others_high})."
KEPT_MONEY = "Of {n} customers kept back, it moved those by {chosen} each ({low} to {high}) and the others by {others} ({others_low} to {others_high})."
SURE = "That is more than sending to as many by lot would bring."
NOT_SURE = "Those kept back are too few to say for certain that it brings more than sending to as many by lot."
NO_FILE = "Nothing was predicted, so no file can be written: {reason}"
NO_ONE_NAMED = "Which column names the customers is not known, so they cannot be kept as a segment."
NO_PERSUADABLES = "Nobody is told apart as moved by “{arm}”, so there is no segment to keep."
NOT_STUDIED = "There is no arm “{arm}” beside the control group; there is {arms}."
READING = "Reading the file"
