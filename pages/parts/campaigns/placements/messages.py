"""What the part on placements says."""

from recsys_core.wording.messages import Plural

TITLE = "Placements"
ABOUT = "A placement is a named way of making lists for one spot of a channel: which model, which knobs, how many."
NO_MODEL = "A placement needs a trained model. Train one on the Models page."
NONE_YET = "No placement has been saved yet."
KEPT_ALT = "Saved placements and how their lists are made"
NAME, SHOWN, SLOTS, CHANNEL, SPOT, HOW = "Name", "Shows", "Slots", "Channel", "Spot", "Lists made by"
RULES, RULES_HELP = "Business rules act", "Those of the day a list is made, whatever they were when the placement was saved."

# Making one.
MAKE_TITLE = "Make a placement"
NAME_EXAMPLE, SPOT_EXAMPLE = "Spring mail, top", "top of the newsletter"
SPOT_HELP = "Where in the channel. Without one the placement takes all of the channel."
FROM, FROM_HELP = "Lists as in", "A scenario brings its model, its knobs and whether bought products may come back. A model alone keeps its own order."
SCENARIO_OPTION = "Scenario {name}"
PRESENT = "Use the knobs of the Recommendations page: {knobs}"
SEEN, SEEN_HELP = "Bought products may come back", "Otherwise lists hold only products the customer has not bought."
SHOWS = {"products": "Products", "categories": "Categories", "brands": "Brands"}
SHOWS_LABEL, SLOTS_HELP = "Recommends", "How many are shown to each customer."
KIND_RULE = {
    "categories": "Read from the customer's own list of 100 products: each counts for its category, the first products for more.",
    "brands": "Read from the customer's own list of 100 products: each counts for its brand, the first products for more.",
}
NO_KINDS = "The product list names no {kinds}, so there is nothing to show."
SAVE, SAVED = "Save the placement", "Saved: {what}"

# One of them.
CHOSEN = "Placement"
RENAME, NEW_NAME = "Rename", "New name"
DELETE, DELETE_ASK, DELETE_YES = "Delete", "Delete “{name}” and what is planned of it?", "Yes, delete it"
LINK_UNKNOWN = "The link asks for a placement “{name}”, and there is none of that name."

# Comparing.
COMPARE_TITLE = "Compare two"
COMPARE_ABOUT = "What both would show the same customers, and what was measured of them on purchases kept back."
FIRST, SECOND, GROUP = "First", "Second", "Customers"
COMPARE, COMPARING = "Compare", "Comparing {a} and {b}"
A_SECOND = "Save a second placement to compare the two."
ONE_CUSTOMER = "For one customer"
ONE_CUSTOMER_ABOUT = "Both lists side by side. A dot marks what is in both."
RANK, ENTRY, WHY, BOTH = "Place", "Shown", "Why", "In both"
LIST_ALT = "What “{name}” shows the chosen customer"
NOTHING_SHOWN = "It has nothing to show this customer."

# Kinds beside the most popular ones.
CHECKING = "Measuring {name}"

# The plan.
PLAN_TITLE = "Plan"
PLAN_ABOUT = "Which placement runs where, when and for whom. A line in a conflict says so in the calendar."
ADD, ADDED = "Add to the plan", "Planned: {what}."
STARTS, ENDS = "First day", "Last day"
WHOM, WHOM_KINDS = "For", {"everybody": "Everybody", "segment": "A segment", "audience": "A kept audience"}
WHICH_SEGMENT, WHICH_AUDIENCE, CHOOSE_SEGMENT = "Segment", "Audience", "Choose one"
NO_AUDIENCE = "No audience was kept yet; keep one under Whom to write to."
SENDS_LABEL = "Messages to each"
SENDS = {"none": "None: it is there for whoever comes", "once": "One, on the first day", "daily": "One a day", "weekly": "One a week"}
CHANNEL_HELP = "Another channel than the placement's own; empty for its own."
CAP, CAP_HELP = "Messages within seven days, at most", "Over all lines of the plan, kept audiences and campaigns of the data; 0 is no cap."
NO_CONFLICTS = "No conflicts: nothing shares a spot, every list can be made, nobody gets too many messages."
NO_CAP = "No conflicts. Messages within a week are counted once a cap is set."
CALENDAR = Plural("{n} line from {first} to {last}", "{n} lines from {first} to {last}")
CALENDAR_ALT = "The plan as a calendar, a bar a line. {finding}"
LINE_LABEL = "{name} · {whom}"
HOVER = "<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>"
HOVER_DAY = "Message on %{x|%d %b %Y}<extra></extra>"
BAR, BAR_SPOT, BAR_CONFLICT = "{channel}", "{channel}, {spot}", "{where}: conflict"
DATES = "{first} to {last}"
DAYS_AXIS = "Day"
LINES, LINES_ALT = "Lines of the plan", "Lines of the plan with the customers each is for"
PLACEMENT, LINE_STARTS, LINE_ENDS, LINE_WHOM, LINE_SENDS, REACHED = "Placement", "From", "To", "For", "Messages", "Customers"
LINE_SENDS_CELLS = {"none": "none", "once": "one", "daily": "daily", "weekly": "weekly"}
REMOVE, REMOVE_HELP = "Take the chosen line out", "Choose a line of the table first."
PLAN_FILE, PLAN_CALENDAR = "Plan as CSV", "Plan as a calendar (.ics)"

# The file.
FILE_TITLE = "Lists as a file"
FILE_ABOUT = "A row a customer, in the columns e-mail tools take. Whoever must not be reached is left out and counted."
MAKING_FILE = "Writing the lists of {name}"

# First lines.
ANSWER_KEPT = Plural("{n} placement is saved; none is planned yet.", "{n} placements are saved; none is planned yet.")
ANSWER_NONE = "No placement has been saved yet: a scenario, a channel and a number of slots make one."
