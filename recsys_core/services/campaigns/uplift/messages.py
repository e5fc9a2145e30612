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
UPLIFT_FORMULA = "Uplift curve: u(x) = x (Y_t(x) / N_t(x) - Y_c(x) / N_c(x)), of the same letters."
REFERENCES = "A ranking that knew every outcome would have a Qini of {perfect}, the best there can be; 95 % of 200 random rankings lie between {random_low} and {random_high}. Figures of other programs, which divide by other numbers, cannot be held against these."
# The finding.
ARM_RATE = "“{arm}”: {rate} responded against {control} of the control group, a difference of {difference} points ({low} to {high})."
ARM_MONEY = "“{arm}”: {rate} for each customer against {control} in the control group, a difference of {difference} ({low} to {high})."
MOVED = "Whom “{arm}” is sent to makes a difference: the {share} who are moved most were told apart from the others better than at random."
ALL_CHOSEN = "“{arm}” would be sent to all of the {n} customers kept back, so nobody of them can be told from others: {to_all} if it is sent to all, {to_none} if to nobody."
NONE_CHOSEN = "“{arm}” would be sent to nobody of the {n} customers kept back, so nobody of them can be told from others: {to_all} if it is sent to all, {to_none} if to nobody."
KEPT_RATE = "Of {n} customers kept back, it moved those by {chosen} points ({low} to {high}) and the others by {others} ({others_low} to {others_high})."
KEPT_MONEY = "Of {n} customers kept back, it moved those by {chosen} each ({low} to {high}) and the others by {others} ({others_low} to {others_high})."
VALUE_RATE = "Sent to those alone, {value} of all would respond ({low} to {high}); {to_all} if it is sent to all, {to_none} if to nobody."
VALUE_MONEY = "Sent to those alone, a customer would bring {value} ({low} to {high}); {to_all} if it is sent to all, {to_none} if to nobody."
SURE = "That is more than sending to as many at random would bring."
NOT_SURE = "Those kept back are too few to say for certain that it brings more than sending to as many at random."
NO_FILE = "Nothing was predicted, so no file can be written: {reason}"
NO_ONE_NAMED = "Which column names the customers is not known, so they cannot be kept as a segment."
NO_PERSUADABLES = "Nobody is told apart as moved by “{arm}”, so there is no segment to keep."
NOT_STUDIED = "There is no arm “{arm}” beside the control group; there is {arms}."
READING = "Reading the file"

# What the curve of an arm shows: what sending to all brings is one question, whom to send to another.
FIGURE_IN_POINTS = "{figure} points"
PART_OF_ALL = "The first {share} of the customers bring {part} of what sending to all brings"
MORE_THAN_ALL = "The first {share} of the customers bring more than all of them: {part} of what sending to all brings"
FIRST_ONES_ALONE = "Sending to all brings nothing that was told from chance; the first {share} of the customers bring {gain}"
FIRST_ONES_LESS_HARM = "Sending to all takes away {loss}; the first {share} of the customers bring {gain}"
ALL_ALIKE = "Sending to all brings {gain}; no order of the customers does better than a random one"
NOTHING_ANYWHERE = "Neither sending to all nor an order of the customers brings anything that was told from chance"
HARM_TO_ALL = "Sending to all takes away {loss}; no order of the customers does better than a random one"
AMONG_FIRST = "The first {share} are {gain} ahead, all of them {all}"
AMONG_ALL = "All of them are {all} ahead of the control group"

# The first line of the page.
LINE_MOVED = "“{arm}” moves {share} of the customers by {chosen} ({low} to {high}) and the others by {others} ({others_low} to {others_high})."
LINE_ALL_OR_NONE = "Send “{arm}” to all or to none: it brings {gain} ({low} to {high}), and nobody was told apart who is moved more than others."
LINE_NOTHING = "“{arm}” brings nothing that was told from chance ({gain}, {low} to {high}), and nobody was told apart who is moved more than others."
LINE_HARM = "Send “{arm}” to nobody: it changes what customers do by {gain} ({low} to {high}), and nobody was told apart who gains from it."
NO_CAMPAIGN_CONTROLLED = Plural("{n} campaign is here and left nobody out at random; bring a table with a control group to see whom a campaign moves.", "{n} campaigns are here and none left anybody out at random; bring a table with a control group to see whom a campaign moves.")
CAMPAIGNS_CONTROLLED = Plural("{n} of {all} campaigns left a control group out: choose it to see whom it moves.", "{n} of {all} campaigns left a control group out: choose one to see whom it moves.")
