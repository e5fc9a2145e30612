"""What is said of how customers change."""

from recsys_core.wording.messages import Plural

NO_COHORTS = "Cohorts need purchases with a date; this data has none."
NO_MONTH_OVER = "No month after a first order was over at the end of the data ({until}), so nobody can have stayed or gone."
RETAINED = Plural("Of customers whose next month was over by {until}, {share} ordered in the month after their first order ({low} to {high}, {n} customer).", "Of customers whose next month was over by {until}, {share} ordered in the month after their first order ({low} to {high}, {n} customers).")
NOT_NEW = "These customers were not new at their first order in the data: those who order often come first in it (rank correlation {correlation}), as in a panel or an export that begins in mid-stream. A cohort is here who was seen first in a month, not who was new in it, and the first ones hold the most faithful."
NOT_YET = "Not yet a customer"
NO_DATES = "Movement between groups needs dates; this data has none."
DAYS_IN_ORDER = "The first day has to lie before the second, and both between {first} and {last}."
STAYED = "From {before} to {after}, {stayed} of {known} customers kept their group and {moved} changed it; {new} were new."
TOP_BRINGS = "The {top} of customers who spend most bring {share} of the spend."
TOP_WILL_BRING = "{told} Of what is expected within a year, the {top} expected to bring most bring {share}."
