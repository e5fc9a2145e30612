"""What is said beside a plan."""

from recsys_core.wording.messages import Plural

TITLE = "How many customers, how long"
ABOUT = "Baseline, spread and traffic are those of this data, unless others are typed in below."
OUTCOME, OUTCOME_HELP = "What is compared", "A figure of each customer within the days that are counted."
OUTCOMES = {"rate": "Share who buy", "money": "Spend a customer", "count": "Orders a customer", "ratio": "Spend an order"}
EFFECT, EFFECT_HELP = "Smallest difference worth having, %", "Of the baseline: 20 makes 12 % of 10 %. A smaller one takes many more customers."
WAY, WAY_HELP = "Which way", "Less is what is hoped for of returns, or feared of orders; the two take different numbers."
WAYS = {"more": "More", "less": "Less"}
POWER, POWER_HELP = "Chance to find it, %", "If the difference is there, so often the experiment finds it (power)."
ALPHA, ALPHA_HELP = "False alarms, %", "If there is no difference, so often at most one is found all the same (alpha)."
ARMS, ARMS_HELP = "Arms", "With the control."
SHARES, SHARES_HELP, ALL_ALIKE = "Shares of arms, %", "The control first, with a semicolon between them: 10; 90. Empty: all alike.", "All alike"
NOT_SHARES = "“{text}” are no shares of arms; write them as 10; 45; 45."
SHARE, SHARE_HELP = "Take part, %", "Of the customers who come, or of all."
WINDOW, WINDOW_HELP = "Days counted", "Of each customer, from when they are taken in."
ENTRY, ENTRY_HELP = "Who is taken in", "A shop takes customers in as they come, a mailing all at once."
ENTRIES = {"come": "As they come", "all": "All at once"}
ONLY = "Only customers of"
OTHERS = "Other figures than those of the data"
FORMULA, FORMULA_HELP = "Formula of a rate", "All three stand below; they differ by little, but near 0 or 100 %."
FORMULAS = {"arcsine": "Cohen’s arcsine", "unpooled": "Variance of each arm", "pooled": "Variance of both"}
BASELINE, BASELINE_HELP = "Baseline", "A rate as a share: 0.1 is 10 %."
DEVIATION, DEVIATION_HELP = "Standard deviation", "Of a customer’s figure; not needed for a rate."
WEEKLY, WEEKLY_HELP = "Customers a week", "Different ones who come and were not there before."
AS_DATA = "As in the data"

EACH, EACH_HELP = "Customers an arm", "As many as the difference takes."
WEEKS, WEEKS_HELP = "Weeks to take them in", "At the traffic of this data; two at least, so that every weekday is in twice."
NEVER = "Never"
CUPED, CUPED_HELP = "With CUPED, an arm", "As many are enough when what customers did before is taken off."
MOST, MOST_HELP = "Within reach, an arm", "Everybody there is, divided by the arms."
NO_LIMIT = "No limit"
ALL_EACH, ALL_CUPED, ALL_MOST = "Customers of all arms", "With CUPED, all arms", "Within reach, all arms"
ALL_HELP = "By arm: {sizes}."

SIZE_TITLE = "A difference half as large takes {times} as many customers"
SIZE_AXIS, EACH_AXIS = "Smallest difference found, of the baseline", "Customers an arm"
SIZE_HOVER = "%{customdata[0]} more: %{customdata[1]}, %{customdata[2]}<extra></extra>"
SIZE_HOVER_LESS = "%{customdata[0]} less: %{customdata[1]}, %{customdata[2]}<extra></extra>"
SIZE_ALT = "Customers needed by the smallest difference that is found. {finding}"
SIZE_NAME, REACH_NAME, CHOSEN_NAME = "needed", "within reach: {n}", "chosen"
TIME_TITLE = "After {weeks} a difference of {effect} can be found"
TIME_AXIS, FOUND_AXIS = "Weeks to take customers in", "Smallest difference found, of the baseline"
TIME_HOVER = "%{customdata[0]}: %{customdata[1]}, with %{customdata[2]}<extra></extra>"
TIME_ALT = "The smallest difference that is found by weeks. {finding}"
WEEKS_CELL = Plural("{n} week", "{n} weeks")
NEVER_CELL = "never reached"

TRY, TRYING = "Try it on what customers spent", "Drawing experiments from what customers spent"
BASIS = "What this rests on"
PLAN_WITHOUT_DATA = "There is no data to plan with yet: bring a file, or type in baseline, customers a week and, but for a rate, the standard deviation."
DEAL_WITHOUT_DATA = "Who gets which arm is drawn among the customers of the data: bring a file of purchases or ratings, or load the sample."

# Who gets which arm.
DEAL_TITLE = "Who gets which arm"
DEAL_ABOUT = "At random, the same however often it is asked, and kept: page, command line and file say the same. Arms, share and group are those of the plan, which is kept with it; nobody whom no campaign may reach takes part."
NAME, NAME_EXAMPLE = "Name of the experiment", "Autumn lists"
ARM_NAME, ARM_KIND, ARM_WHAT = "Arm {n}", "Shows", "Which"
ARM_KINDS = {"": "Nothing from here", "model": "A model’s lists", "scenario": "A scenario’s lists", "offer": "An offer"}
CONTROL_NAME, OTHER_NAME = "control", "new {n}"
STARTS, STARTS_HELP = "First day that counts", "Empty: the day after the data ends."
STRATIFY, STRATIFY_HELP = "Each segment by itself", "Every arm gets its share of each segment by recency, frequency and spend, to within one customer."
SHARES_DIFFER = "The plan has {n} arms and another number of shares; give each arm one."
DEAL = "Deal out"
KEPT_TITLE = "Experiments dealt out"
KEPT_ABOUT = "Each is kept with its plan, and read by it once purchases from its first day on are in the data."
KEPT_COLUMNS = ("Experiment", "Arms", "Customers", "Counts from", "To", "Stands", "Read to")
STATE_HELP = "Planned before its first day is in the data, running until its last one is, over after it, read once it was read out then."
READ_HELP = "The day the data ended on when it was last read out."
KEPT_ALT = "Experiments with their customers and arms."
WHICH_FILE = "Which one"
MAKING, DELETE = "Writing the file of {name}", "Forget this one"
READ_IT = "Read it out"
DELETE_ABOUT = "“{name}” can then no more be read out, nor its file made again. It can be brought back with the latest changes."
DELETE_NOW = "Yes, forget it"

# The control group.
CONTROL_TITLE = "A control group that all campaigns leave alone"
CONTROL_ABOUT = "So that months later what all of them do together can be read: audiences, offers and their files leave these customers out."
CONTROL_SHARE, CONTROL_HELP = "Share of customers, %", "0 ends it; a larger share keeps those who are in."
CONTROL_SET = "Set"
