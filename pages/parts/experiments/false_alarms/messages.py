"""What is said beside false alarms."""

TITLE = "How often a difference is found where there is none"
ABOUT = "The customers of this data are split by lot into two arms that get the same, again and again, and compared as an experiment is."
START, SPLITTING = "Split 1,000 times", "Splitting customers by lot"
WINDOW, WINDOW_HELP = "Days counted after coming", "Of each customer, from the day they first came."
ALPHA, ALPHA_HELP = "Alarms allowed, %", "What an experiment is planned with (alpha)."
OUTCOMES = {"rate": "Share who buy", "money": "Spend a customer", "count": "Orders a customer", "ratio": "Spend an order"}
WAYS = {"rate": "Newcombe’s interval of two rates", "money": "Welch’s interval of two means", "count": "Welch’s interval", "ratio": "Delta method"}
AXIS = "Splits with a false alarm"
HOVER = "%{y}: %{customdata[0]} (%{customdata[1]} to %{customdata[2]})<extra></extra>"
ALLOWED = "allowed: {alpha}"
CHART_TITLE = "Every interval of an outcome should reach {alpha} or lie below"
CHART_ALT = "False alarms by outcome with 95 % intervals. {finding}"
OUTCOME_CELL, WAY_CELL, ALARMS_CELL, SHARE_CELL, LOW_CELL, HIGH_CELL = "Outcome", "Compared by", "Alarms", "Share", "From", "To"
TABLE_ALT = "False alarms by outcome."
NOTE = "All outcomes are compared in the same {splits} splits; each range holds 95 % of what other splits would give."
NOT_YET = "No customers have been split yet: 1,000 splits show how often a difference is found where there is none."
