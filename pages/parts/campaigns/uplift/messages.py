"""What the part on campaigns with a control group says."""

from recsys_core.wording.messages import Plural

MOVED_BY_IT = "Whom does it move?"
ABOUT_MOVED = "Where a control group was drawn at random and left alone, the difference between the arms is what the campaign did. Bring a table with one row a customer: the arm, what each did, and what was known before."
FILE, ABOUT_FILE = "A table with arms and outcomes", "Any table an import reads. Columns known only afterwards are found and left out."
FROM_WHERE, A_FILE = "Campaign", "A file"
FILE_READ = Plural("{file}: {n} row.", "{file}: {n} rows.")
ARM, OUTCOME, CONTROL = "Column of the arm", "Column of the outcome", "Left alone"
BY_NAME, NO_CHOICE = "Known by its name", "Choose a column"
CONTROL_SHARE, ABOUT_SHARE = "Share of the control group", "What was planned for it, in per cent; 0 where all arms were to be alike."
WHAT_BY, BOUGHT, SPENT = "Outcome", "Bought during it", "Spend during it"
FIND_OUT, FINDING_OUT = "Find out", "Finding out whom it moves"
CUSTOMERS, RESPONDED, RATE, MEAN, FROM, TO = "Customers", "Responded", "Share", "Mean", "From", "To"
ARM_NAME, DIFFERENCE, IN_POINTS = "Arm", "Against control", "Points against control"
INTERVAL_HELP = "95 % interval."
ARMS_ALT = "Each arm with its customers, their outcome and its difference to the control group."
WHICH_ARM = "Curve of"
RANKED_CURVE, LOT_BAND, RANKED_BAND = "By prediction", "At random, 95 % of 200", "95 % interval"
LOT_LINE = "At random, on average"
CURVE_SHARE, CURVE_POINTS, CURVE_AMOUNT = "Share of the customers sent to", "Qini curve, points of the arm", "Qini curve, for each customer of the arm"
UPLIFT_POINTS, UPLIFT_AMOUNT = "Uplift curve, points", "Uplift curve, for each customer"
CURVE_HOVER = "%{customdata[0]} sent to<br>%{customdata[1]}<extra></extra>"
CURVE_ALT = "{finding}. The curve of what is gained by sending to the first of the ranking, with its band and that of random rankings."
UPLIFT_ALT = "{finding}. The curve of the difference to the control group among the first of the ranking, times their share, with its band and the straight line of a random ranking."
RANKED_BY, QINI, QINI_HELP = "Ranked by", "Qini", "The area between the Qini curve and its straight line: the outcome of a customer of the arm, 0.01 being one more of a hundred."
LEARNER_NAMES = {
    "together": "All four together", "t-learner": "T-learner", "s-learner": "S-learner", "x-learner": "X-learner",
    "transformed-outcome": "Transformed outcome",
}
BAND_HELP = "95 % interval, of customers drawn anew, for rankings that learned from the parts before."
LOT_FROM, LOT_TO, LOT_HELP = "Random from", "Random to", "95 % of 200 random rankings."
PERFECT, PERFECT_HELP = "Perfect", "The Qini of a ranking that knew every outcome."
STANDS_OUT, STANDS_OUT_HELP = "Beats chance", "The whole interval lies above that of random rankings. The verdict goes by all four together, so that none is chosen by its luck."
RANKINGS_ALT = "Each learner with its Qini, its interval, that of random rankings and the perfect one."
NOT_NAMED = "No column names the customers, so those who are moved cannot be kept as a segment; the file below holds them."
SEGMENT_NAME, KEEP_THEM = "Name of the segment", "Keep those who are moved"
SEGMENT_EXAMPLE = "Moved by the mail"
KEPT_THEM = "Kept as “{name}”."
KEPT_SOME = "Kept as “{name}”; numbers that are nobody's here, left out: {n}."
EVERY_CUSTOMER = "Every customer as CSV"
