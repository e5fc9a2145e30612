"""What the search says about what it tries and what it chose."""

# How far it is.
HOLDING_BACK = "Holding a part back to compare on"
TRYING_RECENCY = "Trying how much older purchases should count"
TRYING, COMPARING = "Trying {part}", "Comparing with {model}"
MIXING = "Mixing what did well ({n} of {all})"
CONFIRMING = "Confirming on other customers"
WITH_BEST = "{doing} (best NDCG@10 so far {value})"
ON_EVERYTHING = "{part} on everything"

# What was held back, behind "compared on".
LATEST_TIME = "the latest fifth of the time"
LATEST_OF_EACH = "the latest occasions of every customer, about a quarter of the purchases"
LAST_VISITS = "the last visit of every customer, bought products let in"
RANDOM_FIFTH = "a random fifth of the history"

# What was tried.
OF_LATE = "{alike}, those of late {late} (sales count half after {days} days)"
SALES_HALF, SALES_ALIKE = "sales count half after {days} days", "all sales count alike"
HALF_AFTER_PRODUCTS = "a purchase counts half after {products} later ones"
HALF_AFTER_DAYS = "a purchase counts half after {days} days"
ALL_COUNT_ALIKE = "every purchase counts the same, however old"
AS_IT_COMES = "as it comes; {n} customers"
SHARE_OF, SOME_TREND = "{share} % {part}", "a little of what sells better of late"

# What was chosen.
TOO_LITTLE = "There is too little history to compare models on, so everybody gets the bestsellers."
NOTHING_BETTER = "Nothing that was tried could be shown to beat the bestsellers with {n} customers kept apart, so everybody gets the bestsellers (NDCG@10 {bestsellers}; what did best before {best}, which may be luck)."
CHOSEN = "Chosen: {what}; {recency}. Compared on {how}, with {n} customers kept apart, it is {low} to {high} times as good as the bestsellers ({scope}; NDCG@10 {value}, the bestsellers {bestsellers}, plain EASE {ease})."
CHOSEN_AGAIN = "Chosen: {what}, for lists on which bought products may come back. Compared on the last visit of every customer, with {n} customers kept apart, it is {low} to {high} times as good as the bestsellers ({scope}; NDCG@10 {best}, the bestsellers {bestsellers})."
CHOSEN_AGAIN_OVER_NOTHING = "Chosen: {what}, for lists on which bought products may come back. Compared on the last visit of every customer, with {n} customers kept apart, it is better than the bestsellers (NDCG@10 {best}, the bestsellers {bestsellers})."
OVER_VISITS = "95 % interval over customers and the visit before the last"
OVER_PERIODS = "95 % interval over customers, an earlier cut, and how far ahead one looks"
OVER_CUSTOMERS = "95 % interval over customers and what usually changes from one test to the next, which was not measured here"
CHOSEN_OVER_NOTHING = "Chosen: {what}; {recency}. Compared on {how}, with {n} customers kept apart, it is better than the bestsellers (NDCG@10 {value}, the bestsellers {bestsellers}, plain EASE {ease})."
WEEKS_TO_COME = "For lists of the coming weeks look at the bestsellers of late as well: at {cuts} earlier dates, with {n} returns of customers, they reached NDCG@10 {late} (sales count half after {days} days), this {ours}."
PLAIN = "plain EASE, for no blend of what was tried is surely better"
A_BLEND = "a blend of {parts}"

# What cannot be done.
ORDER_NOT_WEIGHED = "The order of purchases could not be weighed."
ORDER_UNKNOWN = "The order of purchases is not known."
PRODUCTS_NOT_WEIGHED = "The products could not be weighed against one another."
