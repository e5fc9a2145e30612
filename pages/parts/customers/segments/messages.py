"""What the part about segments says."""

from recsys_core.wording.messages import Plural

BUILD, ABOUT_BUILD = "Build a segment", "Customers who fit some conditions, counted as you go. Counted are customers with purchases; those only on the customer list are in no segment."
BEGIN_WITH = Plural("Begin with the {n}", "Begin with these {n}")
BEGIN, FROM_NOTHING = "Begin with this", "Begin with nothing"
PREPARING = "Reading what customers bought, to count at once"
COMPLETE_FIRST = "The count shows once every condition is complete."

# Conditions.
WHICH_HOLD, KIND, REMOVE = "Which conditions hold", "What it is about", "Remove"
ADD, ADD_GROUP, ADD_TO_GROUP = "Add a condition", "Add a group of conditions", "Add to this group"
BEGIN_ANEW = "Begin anew"
CHOOSE, NONE_HERE, ANY, ANY_OF = "Choose", "None in this data", "Any", "Any of"
DID, BOUGHT, NEVER, WHICH = "What they did", "Bought", "Never bought", "Of what"
TIMES, WHEN, DAYS = "At least … times", "When", "Days"
PERIODS = {"ever": "At any time", "last": "In the last … days", "between": "Between two days"}
FROM_DAY, UP_TO_DAY, FROM, UP_TO = "First day", "Last day", "At least", "At most"
FIGURE, SCORE, WITHIN_DAYS, FACT = "Figure", "Score", "Within … days", "Fact"
GROUPED_BY, METHOD, GROUPS = "Grouped by", "Method", "Groups"
WHAT, ALL_CAMPAIGNS, VERDICT, ALL_PRODUCTS, SEGMENT = "What happened", "All campaigns", "Verdict", "All products", "Segment"

# The count.
CUSTOMERS, CUSTOMERS_HELP = "Customers", "Of {of} customers."
SHARE, SPEND_SHARE, SPEND_HELP = "Share", "Share of spend", "Of all that customers spent, net of returns."
STEP, AFTER_EACH = "{number}: {n}", "Customers left with each condition: {steps}."
EXAMPLES, EXAMPLES_ALT = "For example", "Five customers of the segment, from the most to the least active"
VISITS, SPEND, LAST_SEEN, STATUS = "Visits", "Spend", "Last seen", "Status"
NOBODY = "Nobody fits; take a condition out or widen it."

# Keeping it.
NAME, KEEP_AS, SAVE, SAVE_CHANGE, SAVED = "Name", "Keep", "Save segment", "Save the change", "“{name}” is kept."
KINDS = {"dynamic": "Asked anew each time", "fixed": "Who is in now"}
KINDS_HELP = "Asked anew: whoever fits when it is used. Who is in now: these customers, whatever happens later."

# Those that are kept.
KEPT_SEGMENTS, ABOUT_KEPT = "Kept segments", "Click one to see it, change it or take it along."
NONE_KEPT = "None yet. Begin with one above, or bring in a file."
KIND_COLUMN, KEPT_AT, STATE, KEPT_ALT = "Kept", "Since", "Now", "Kept segments with their sizes"
SAME, NEW_DATA, FIXED_BEFORE = "As saved", "Counted on other data than it was saved with", "Saved with other data"
GONE = Plural("{n} of its customers is no longer in the data", "{n} of its customers are no longer in the data")
IN_FIGURES = "{customers} customers, {share} of all, {spend} of the spend."
IN_FIGURES_NO_SPEND = "{customers} customers, {share} of all."
CHANGE, RENAME, RENAME_NOW, NEW_NAME, DELETE = "Change", "Rename", "Give this name", "New name", "Delete"
AS_YAML = "As YAML"
UPLOAD, FILE, BRING_IN = "Bring in a file", "File of a segment", "Bring it in"
UPLOAD_WHAT = "A segment as YAML, or a list of customers as CSV or text: one number a line, or a column of numbers."
BROUGHT_IN = "“{name}” was brought in."
WITH_UNKNOWN = Plural("{told} {n} number is of no customer with purchases here and was left out.", "{told} {n} numbers are of no customer with purchases here and were left out.")

# Over one another.
OVERLAP, ABOUT_OVERLAP = "How they overlap", "Two to four kept segments over one another."
WHICH_OVER, WHO, EVERY_PART = "Segments", "Who", "Every part as a table"
OVERLAP_ALT, PARTS_ALT = "Customers in each combination of the segments. {finding}", "Customers in each combination of the segments"
QUOTED, PART_HOVER = "“{name}”", "<b>%{y}</b><br>%{customdata[0]}<extra></extra>"
NOBODY_IN_ALL = "Nobody is in {names} at once"
IN_ALL = Plural("{n} customer is in {names}: {share} of “{smallest}”", "{n} customers are in {names}: {share} of “{smallest}”")
TOGETHER = {"any": "Build on all of them together", "all": "Build on what they share", "none": "Build on everybody else"}
