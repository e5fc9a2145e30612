"""What is said about a customer, and about feedback."""

from recsys_core.wording.messages import Plural

CUSTOMER = "Customer {user}: {facts}."
CHAMPION, LOYAL, PROMISING, OCCASIONAL = "champion", "loyal", "promising", "occasional"
AT_RISK, DORMANT = "worth much but last seen before most", "last seen before most"
FREQUENT, REGULAR = "frequent", "regular"
RATED = Plural("rated {n} product", "rated {n} products")
RATED_OVER_DAYS = Plural("{rated} over {n} day", "{rated} over {n} days")
MADE_PURCHASES = Plural("{n} purchase", "{n} purchases")
MADE_VISITS = Plural("{n} visit", "{n} visits")
EVERY = Plural("every day", "every {n} days")
BUYS, COMES = "buys {every}", "comes {every}"
OVERDUE_BUYS, OVERDUE_COMES = "buys {every} and is overdue, {away}", "comes {every} and is overdue, {away}"
AWAY = Plural("away for {n} day", "away for {n} days")
USED_TO_BUY, USED_TO_COME = "used to buy {every} and has been {away}", "used to come {every} and has been {away}"
DATES_UNKNOWN = "dates unknown"
STANDS_OUT, STANDS_OUT_IN = "{category} {times} the average", "{times} the average in {category}"

RATINGS, PURCHASES, VISITS = "ratings", "purchases", "visits"
DAYS_WITH_RATINGS, DAYS_WITH_VISITS = "days with ratings", "days with visits"

UNKNOWN_VERDICT = "Feedback is one of {verdicts}; {given} is none of them."
BOUGHT_NOTHING = "Customer {user} is on the customer list but has not bought anything yet. Choose another customer, or import their purchases."
NO_SUCH_CUSTOMER = "There is no customer {user} in this workspace. {hint}"
SEARCH_INSTEAD, DID_YOU_MEAN = "Search on the Customers page.", "Did you mean {customers}?"
EMPTY_SEGMENT = "No customer is in the segment {segment}; choose another segment."

# A customer, and all of them, in figures.
STATUS = "Compared with all customers, {segment}: {means} By their own rhythm, {status}: {now}"
CUSTOMERS = Plural("{n} customer", "{n} customers")
BASE = "{customers}: {share} are {segment}"
BASE_SPENDS = "{base} and bring {share} of the spend"
BASE_AWAY = "{base}. {overdue}"
OVERDUE = Plural("{n} customer is overdue by their own rhythm.", "{n} customers are overdue by their own rhythm.")
CAME_BACK = "Of those called overdue on {day}, {share} came back within {days} days{earlier}."
AND_CAME_BACK = "{overdue} {rates}"
CAME_BACK_TOO = "; {rates}"
ON_DAY = "{share} of those on {day}"
AWAY_FOR, DAYS = "Away for", Plural("{n} day", "{n} days")
SINCE_LAST_RATING = "From the last rating ({last}) to the end of the data ({until})."
SINCE_LAST_PURCHASE = "From the last purchase ({last}) to the end of the data ({until})."
RATINGS_LABEL, BETWEEN = "Ratings", "Between {first} and {last}."
MEAN_RATING, OF_ALL_RATINGS = "Mean rating", "Of all ratings by this customer."
PRODUCTS, DIFFERENT_PRODUCTS = "Products", "Different products."
SPEND, ALL_PURCHASES = "Spend", "All purchases together, net of returns."
RATES_EVERY, COMES_EVERY, EVERY_DAYS = "Rates every", "Comes every", Plural("day", "{n} days")
ABOUT_INTERVAL = "Mean number of days from one day with a visit to the next; unknown before the third."

# Customers found by what was typed.
FOUND = Plural("{n} customer: {understood}.", "{n} customers: {understood}.")
FACT_IS, ANYWHERE = "{fact} {value}", "“{typed}” in the number or a fact"

# What customers are worth.
TELLING_WORTH = "Orders and amounts are fitted and tried"
HORIZON_BETWEEN = "A horizon is between 1 and {most} days."
TERMS_BETWEEN = "A margin is above 0 and at most 1, a discount rate between 0 and below 1 a year."
WORTH = "{n} customers are expected to order {orders} times within {days} days, worth {value} ({low} to {high}, as far as the number of customers decides)."
WORTH_ORDERS = "{n} customers are expected to order {orders} times within {days} days."
AMOUNTS_OF_ALL = Plural("Amounts are learnt from first orders too, for later ones were nearer to that: those of {n} customer were expected to bring {share} of what they brought; what one order brings was {mae} off, the mean of the customer's own orders so far {own}, the mean of all orders {shop}.", "Amounts are learnt from first orders too, for later ones were nearer to that: those of {n} customers were expected to bring {share} of what they brought; what one order brings was {mae} off for each customer, the mean of their own orders so far {own}, the mean of all orders {shop}.")
AMOUNTS_TRIED = Plural("The later orders of {n} customer were expected to bring {share} of what they brought; what one order brings was {mae} off, the mean of the customer's own orders so far {own}, the mean of all orders {shop}.", "The later orders of {n} customers were expected to bring {share} of what they brought; what one order brings was {mae} off for each customer, the mean of their own orders so far {own}, the mean of all orders {shop}.")
TRIED = "Tried on what came after {day}: {model} expected {share} of the orders that came, and was {mae} orders off for each customer; the rate so far {naive}."

# Groups by their names.
NO_SUCH_GROUP = "There is no group {group}; choose {groups}."
