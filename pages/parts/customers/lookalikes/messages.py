"""What the look-alikes of the Customers page say."""

from recsys_core.wording.messages import Plural

TITLE = "Customers like those on a list"
ABOUT = "Bring a list (buyers of an event, a panel, your own pick) or choose a group. Others are found by what they buy and how they shop, and the page says how well that works before you use it."
A_LIST, ABOUT_A_LIST = "A list with customer numbers", "One number a line, or a table with a column of them: CSV, Excel, Parquet."
A_GROUP, NO_GROUP = "Or a group", "None"
HOW_MANY = "How many to find"
FIND_THEM, FINDING = "Find them", "Finding customers who are like the list"
ANOTHER_LIST = "Another list"
UNKNOWN_NUMBERS = "Numbers that are nobody's here as CSV"

LIFT = "Times as many as at random"
LIFT_HELP = "Share of hidden members of the list that were found, against a random choice of the same size. For another list as long it will be {low} to {high} times, in 95 of 100 cases."
HIT = "Told apart"
HIT_HELP = "The chance that a hidden member of the list stands above another customer (AUC): 50 % is chance. 95 % interval {low} to {high}."
ON_LIST, ON_LIST_HELP = "On the list", "Customers of the list who are known here; none of them is among those found."

WAYS_TITLE_BEST = "The model finds {lift} times as many of the hidden ones as a random choice"
WAYS_ALT = "Hidden members found by the model, by likeness to the average of the list and among the most active, in times of a random choice. {finding}"
WAY_MODEL, WAY_COSINE, WAY_ACTIVE = "The model", "Like the average of the list", "The most active"
TIMES_AXIS = "Times as many as at random"
BY_LOT = "at random"
WAY_HOVER = "<b>%{y}</b><br>%{customdata[0]} times as many as at random<br>for another list as long %{customdata[1]} to %{customdata[2]}, in 95 of 100 cases<extra></extra>"
WHO = "Who is like them"
ABOUT_WHO = Plural("{n} customer, the most alike first. The chance to belong is right in its order and rough in its height.", "{n} customers, the most alike first. The chance to belong is right in its order and rough in its height.")
WHO_ALT = "Customers who are like the list, the most alike first"
CUSTOMER, SEGMENT, VISITS, SPEND, CHANCE = "Customer", "Segment", "Visits", "Spend", "Chance to belong"
NAME, NAME_EXAMPLE, KEEP = "Keep them as a segment", "A name for it", "Keep"
KEPT_AS = Plural("{n} customer is kept as the segment {name}.", "{n} customers are kept as the segment {name}.")
