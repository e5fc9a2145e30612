"""What is said of offers and who gets them."""

from recsys_core.wording.messages import Plural

# What cannot be worked with.
COLUMN_MISSING = "{file} has no column “{column}”; it needs {columns}."
NO_NUMBER = Plural("The column “{column}” of {file} holds something that is no number: {text}.", "The column “{column}” of {file} holds {n} cells that are no number, {text} for example.")
NO_CHANCE = "A probability lies between 0 and 1; {file} says {text}."
TWICE = "{file} names a customer and an offer together more than once."
NOBODY_KNOWN = "{file} names no customer of this workspace who may be contacted."
OFFERS_BETWEEN = "Between 1 and {most} offers can be compared at once."
TOO_FEW_TAKEN = Plural("Past rates need {needed} offers taken up by customers they were sent to; there is {n}. Probabilities from elsewhere can be brought as a file.", "Past rates need {needed} offers taken up by customers they were sent to; there are {n}. Probabilities from elsewhere can be brought as a file.")
NO_SUCH_OFFER = "{file} names offers that are not among those compared: {offers}."
OFFER_TWICE = "{file} names an offer more than once."
NO_VALUE = "What customers spend on the products of offer {offer} is not known; say what is spent when an offer is taken up."
TERMS_OUTSIDE = "Amounts are not below 0, and the margin lies between 0 and 1."
LIMITS_OUTSIDE = "Limits are not below 0, and a customer may get at least 1 coupon."
LEAST_ABOVE = "“{group}” cannot get at least {least} and at most {most} coupons."
NOTHING_KEEPS = "No choice of coupons keeps every minimum within the other limits."
NOTHING_FOUND = "No choice of coupons that keeps every minimum was found; fewer limits may help."

# The plan.
PLAN = Plural("{n} coupon for 1 of {of} customers: {redeemed} are expected to be taken up, at a cost of {cost} and a profit of {profit} if {margin} of what is spent is kept.", "{n} coupons for {customers} of {of} customers: {redeemed} are expected to be taken up, at a cost of {cost} and a profit of {profit} if {margin} of what is spent is kept.")
PLAN_OWN = Plural("{n} coupon for 1 of {of} customers: {redeemed} are expected to be taken up, at a cost of {cost} and a profit of {profit}, with the margin of each offer as given.", "{n} coupons for {customers} of {of} customers: {redeemed} are expected to be taken up, at a cost of {cost} and a profit of {profit}, with the margin of each offer as given.")
NOTHING_PAYS = "No coupon is expected to earn more than it costs within these limits: send none."
BEST_OF_ALL = "No other choice within the limits is expected to earn more."
WITHIN_GAP = "No choice within the limits can be expected to earn more than {gap} above that."
BESIDE = "The most profitable coupons first would earn {greedy}, the offer most likely taken up for everybody {seller}, and offers at random {lot}."
MORE_BUDGET = "{unit} more of budget would earn about {earned}."
BUDGET_ENOUGH = "The budget is no limit: more of it would earn nothing."
MORE_STOCK = "One coupon more of offer {offer} would earn about {earned}."
MORE_COUPONS = "One coupon more in all would earn about {earned}."
LESS_LEAST = "One coupon less for “{group}”, which has to get its minimum, would earn about {earned}."
MORE_MOST = "One coupon more for “{group}”, which has reached its maximum, would earn about {earned}."

# The search in the worker.
SEARCHING = "Searching for the very best choice of coupons"
AT_THE_LONGEST = "at the longest {time}"
SEARCH_TOOK = "The search took {time}."

# What it rests on.
FORMULA = "Expected profit = P(redeem) × (margin × value − face value − handling) − contact cost − subsidy to those who would have bought anyway."
NOT_KNOWN = "not known"
ALL_OFFERS = "All offers"
SOURCES = {
    "model": "How likely an offer is taken up comes from its past rate, from how likely the model of who answers campaigns thinks the customer is to answer, and from whether the customer bought its products before. The three together were not tried on later campaigns.",
    "rates": "How likely an offer is taken up comes from past rates: of the offer, of the customer, and of those who had bought its products before or had not. It was not tried on later campaigns.",
    "file": "How likely an offer is taken up is what the file says.",
}
ASSUMED = "Taken as given for each offer without terms of its own: {face} off, {contact} to send, {handling} to handle, and {margin} of what is spent is kept."
VALUE_MEASURED = "What is spent when an offer is taken up: where nothing else is given, the average that customers spend on its products in a day."
SUBSIDY_UNKNOWN = "How many would have bought anyway is not known, because no campaign with these offers had a large enough control group; nothing is taken off for them."
SUBSIDY = "Control groups bought {share} as often as those who were sent the offers; {subsidy} is taken off for customers who would have bought anyway."
LEFT_OUT = {
    "no_consent": Plural("{n} customer who does not want to be contacted is left out.", "{n} customers who do not want to be contacted are left out."),
    "unsubscribed": Plural("{n} customer who unsubscribed is left out.", "{n} customers who unsubscribed are left out."),
    "bounced": Plural("{n} customer whose address does not work is left out.", "{n} customers whose address does not work are left out."),
    "control_group": Plural("{n} customer of the control group that all campaigns leave alone is left out.", "{n} customers of the control group that all campaigns leave alone are left out."),
}
ROWS_UNKNOWN = Plural("{n} row of the file is about nobody known here and is left out.", "{n} rows of the file are about nobody known here and are left out.")

WITHIN = "What a limit costs is true to within {off}."
LIMIT_NAMES = {
    "budget": "Budget",
    "stock": "Coupons of each offer",
    "per_customer": "Coupons for one customer",
    "total": "Coupons in all",
    "least": "Minimum for “{group}”",
    "most": "Maximum for “{group}”",
}
