"""What the segments and the standing of customers mean."""

from recsys_core.wording.messages import Plural

# Fifths: they compare with the other customers and say nothing of the own rhythm.
CHAMPIONS = "Last seen later than most customers, and among the upper fifths by visits and spend: the ones to thank."
LOYAL = "In the middle fifth or above by last visit, and by visits and spend: the ones to keep."
PROMISING = "Last seen later than most customers, but in the lower fifths by visits and spend: win the next visit."
OCCASIONAL = "In the middle fifth by last visit, in the lower ones by visits and spend."
AT_RISK = "In the middle fifth or above by visits and spend, and last seen before most customers."
DORMANT = "Last seen before most customers, and in the lower fifths by visits and spend."
# Without money the different products stand for it.
CHAMPIONS_BY_PRODUCTS = "Last seen later than most customers, and among the upper fifths by days here and different products: the ones to thank."
LOYAL_BY_PRODUCTS = "In the middle fifth or above by last day here, and by days here and different products: the ones to keep."
PROMISING_BY_PRODUCTS = "Last seen later than most customers, but in the lower fifths by days here and different products: win the next day."
OCCASIONAL_BY_PRODUCTS = "In the middle fifth by last day here, in the lower ones by days here and different products."
AT_RISK_BY_PRODUCTS = "In the middle fifth or above by days here and different products, and last seen before most customers."
DORMANT_BY_PRODUCTS = "Last seen before most customers, and in the lower fifths by days here and different products."
FREQUENT = "Among the most active; when they were last here is unknown."
REGULAR = "In the middle by activity; when they were last here is unknown."

NEW = "Seen on one or two days only, and away no longer than is usual between visits here."
ACTIVE = "Away no longer than nine in ten of their gaps between visits (with few of their own, those of all customers count too)."
OVERDUE = "Away longer than nine in ten of their gaps between visits (with few of their own, those of all customers count too)."
LOST = "Away so much longer than their gaps that, of those as far away 90 days before the end of the data, fewer than a fifth came back."
UNKNOWN = "The data has no dates for them."

# What customers are worth: why it cannot be told.
NO_ORDERS_DATED = "The value of customers needs purchases with a date; this data has none."
FEW_BUYERS = Plural("Only {n} customer has ordered; the value of customers needs {least}.", "Only {n} customers have ordered; the value of customers needs {least}.")
SHORT = Plural("The data covers {n} day; the value of customers needs {least} to learn from and to try it on.", "The data covers {n} days; the value of customers needs {least} to learn from and to try it on.")
NO_RECENT = "Nobody has ordered since {day}, though the data goes on to {until}: what comes next cannot be told from orders that stopped."
NONE_LATER = "Nobody known before {day} has ordered since, so what was expected cannot be compared with anything."
A_PANEL = "These customers were not new at their first order in the data: those who order often come first in it (rank correlation {correlation}), as in a panel or an export that begins in mid-stream. Without true first orders, how long customers stay cannot be told."
AMOUNTS_GO_TOGETHER = "Who orders often spends otherwise per order than others (correlation {correlation}, {most} at the most): orders are foretold, amounts are not."
FEW_AMOUNTS = Plural("Only {n} customer has a repeat order with an amount; amounts need {least}. Orders are foretold.", "Only {n} customers have a repeat order with an amount; amounts need {least}. Orders are foretold.")
AMOUNTS_OFF = "Tried on what came after {day}, orders were expected to bring {share} of what they brought: more than a third off, so orders are foretold and amounts are not."
ENDLESS_MEAN = "Amounts differ so much between customers that their mean cannot be told: orders are foretold, amounts are not."
OFF = "Tried on the {weeks} weeks after {day}, {ratio} orders were expected for each that came: more than a third off, so no value is shown."

# What tells customers apart.
FEATURE_VISITS, FEATURE_SPEND, FEATURE_RECENCY = "How often they came", "What they spent", "Days since they last came"
FEATURE_INTERVAL, FEATURE_PRODUCTS = "Days from one visit to the next", "How many different products"
FEATURE_TIER, FEATURE_PAID = "How expensive their products are within the category", "What they paid against the usual price"
FEATURE_RETURNED, FEATURE_VARIETY = "Share sent back", "How many kinds of products they mix"
FEATURE_RATING, FEATURE_COUPONS = "How high they rate", "How often they answered campaigns"
FEATURE_CATEGORY = "Share of {category}"

# Customers who are like those on a list.
FEW_ON_LIST = Plural("Only {n} customer of the list is known here; what they have in common takes {least}.", "Only {n} customers of the list are known here; what they have in common takes {least}.")
FEW_OTHERS = Plural("Only {n} customer is not on the list; a choice takes {least}.", "Only {n} customers are not on the list; a choice takes {least}.")
NO_COMMON_TASTE = "This list has no common taste: a customer of it who was hidden stood above another one with a chance of {auc} only (0.5 is chance, {least} is needed)."
MAY_BE_BY_LOT = Plural("{n} customer is too few to say that the list has a common taste: one who was hidden stood above another customer with a chance of {auc}, which a random list may reach too.", "{n} customers are too few to say that the list has a common taste: one who was hidden stood above another customer with a chance of {auc}, which a random list may reach too.")
TRYING_ALIKE = "Hiding part {n} of {folds} of the list and looking for it"
ORDERING_ALIKE = "Ordering everybody else"
