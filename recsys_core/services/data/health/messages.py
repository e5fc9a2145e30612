"""What is said of the state of the data."""

from recsys_core.wording.messages import Plural

# Purchases or ratings: the same findings in the words of either.
EMPTY = "There are no purchases or ratings yet. Load a sample, or import a file of purchases on the Data page."
RARELY_SOLD = "{share} of the {n} products that are listed or were sold were sold fewer than five times; models cannot learn much about them."
RARELY_RATED = "{share} of the {n} products that are listed or were rated were rated fewer than five times; models cannot learn much about them."
NEVER_SOLD = Plural("{n} product of the product list was never sold; only models that read descriptions can recommend such products.", "{n} products of the product list were never sold; only models that read descriptions can recommend such products.")
NEVER_RATED = Plural("{n} product of the product list was never rated; only models that read descriptions can recommend such products.", "{n} products of the product list were never rated; only models that read descriptions can recommend such products.")
NONE_LISTED_SOLD = Plural("The product list matches nothing: the {n} product that was sold is not in it. Look whether its numbers are written otherwise, and import the right list.", "The product list matches nothing: none of the {n} products that were sold is in it. Look whether their numbers are written otherwise, and import the right list.")
NONE_LISTED_RATED = Plural("The product list matches nothing: the {n} product that was rated is not in it. Look whether its numbers are written otherwise, and import the right list.", "The product list matches nothing: none of the {n} products that were rated is in it. Look whether their numbers are written otherwise, and import the right list.")
SOLD_UNLISTED = Plural("{n} product that was sold is missing from the product list and will be shown by number; import a product list that has them.", "{n} products that were sold are missing from the product list and will be shown by number; import a product list that has them.")
RATED_UNLISTED = Plural("{n} product that was rated is missing from the product list and will be shown by number; import a product list that has them.", "{n} products that were rated are missing from the product list and will be shown by number; import a product list that has them.")
CONCENTRATED_SALES = "The best-selling 1 % of the products sold make up {share} of sales; a model can look good by recommending only these."
CONCENTRATED_RATINGS = "The most rated 1 % of the products rated make up {share} of ratings; a model can look good by recommending only these."
FEW_PURCHASES = Plural("{few} of {n} customer have fewer than five purchases; their lists will lean on what sells best.", "{few} of {n} customers have fewer than five purchases; their lists will lean on what sells best.")
FEW_RATINGS = Plural("{few} of {n} customer have fewer than five ratings; their lists will lean on what sells best.", "{few} of {n} customers have fewer than five ratings; their lists will lean on what sells best.")
FEW_CUSTOMERS = Plural("There is only {n} customer; comparisons between models need at least 50 to mean anything.", "There are only {n} customers; comparisons between models need at least 50 to mean anything.")
RETURNS = Plural("{n} row is a return or has no quantity ({share} of all rows); it is taken off the purchases.", "{n} rows are returns or have no quantity ({share} of all rows); they are taken off the purchases.")
SALES_TO_NOBODY = Plural("{n} row has no customer: its {pieces} pieces count in what was sold, for no customer, and no model learns from it.", "{n} rows have no customer: their {pieces} pieces count in what was sold, for no customer, and no model learns from them.")
MONEY_OF_NOBODY = Plural("{n} row has no customer: its {pieces} pieces and {money} count in what was sold, for no customer, and no model learns from it.", "{n} rows have no customer: their {pieces} pieces and {money} count in what was sold, for no customer, and no model learns from them.")
REFUSED = Plural("{n} row could not be used; the Data page shows each with its reason.", "{n} rows could not be used; the Data page shows each with its reason.")
REPEATS = "{share} of rows repeat a product the customer had bought before; decide on the Recommendations page whether lists may show such products again."
SELDOM_BACK = "Only {share} of customers bought on more than one day; what comes after a first purchase can hardly be learned from so few."
UNDATED = "The rows carry no dates, so models cannot be tested on later purchases and nothing can be said about trends. Add a date column if there is one."
PARTLY_UNDATED = Plural("{undated} of {n} row carry no date; tests on later purchases will not be possible.", "{undated} of {n} rows carry no date; tests on later purchases will not be possible.")
SHORT_HISTORY = "The data covers {period} only, from {first} to {last}; a few months would show what customers come back for."

# Products and customers that are probably something else.
TITLES_NOT_UNIQUE = "{products} products share title, brand and category with another ({share}), so a list may show the same words twice; only the number tells them apart."
SAME_TITLE = "{products} products have the same title as another but a number of their own (“{title}”: {numbers}). Models learn about each of them separately, from fewer purchases; give them one number if they are one product."
ROWS = Plural("{n} row", "{n} rows")
NOT_PRODUCTS = Plural("{n} product looks like postage, fees, gift cards or corrections ({some}): {rows}. Models would recommend it; leave out what is no product.", "{n} products look like postage, fees, gift cards or corrections ({some}): {rows}. Models would recommend them; leave out what is no product.")
NOT_PRODUCTS_SOLD = Plural("{n} product looks like postage, fees, gift cards or corrections ({some}): {rows} and {share} of revenue. Models would recommend it; leave out what is no product.", "{n} products look like postage, fees, gift cards or corrections ({some}): {rows} and {share} of revenue. Models would recommend them; leave out what is no product.")
POSTAGE = "postage or delivery"
FEE = "a fee"
GIFT_CARD = "a gift card or voucher"
DISCOUNT = "a discount"
SAMPLE = "a sample"
TEST = "a test"
CORRECTION = "a correction"
DEPOSIT = "a deposit or donation"
NO_PRODUCT = "no product"
TITLE_SAYS_SO = "title “{words}”"
NUMBER_SAYS_SO = "number “{words}”"
NO_DIGITS = "a number without digits, unlike the others"
PRICE_VARIES = "price from {low} to {high}"
PROGRAM = "a program or a shared account"
RESELLER = "a reseller"
PACE = "{value} rows a day on which anything happened; a typical customer {typical}"
MANY_ROWS = "{value} rows; a typical customer {typical}"
LOT = "{value} times the usual units of each product at a time; a typical customer {typical} times"
SPEND = "{value} spent, net of returns; a typical customer {typical}"
PROGRAMS = Plural("{n} customer looks like a program or a shared account ({customer}: {why}): {share} of rows. What they do says nothing about one person's taste; leave them out, or limit what one customer counts.", "{n} customers look like a program or a shared account ({customer}: {why}): {share} of rows. What they do says nothing about one person's taste; leave them out, or limit what one customer counts.")
RESELLERS = Plural("{n} customer looks like a reseller ({customer}: {why}): {share} of rows. They buy for others, not by taste; leave them out, or limit what one customer counts.", "{n} customers look like a reseller ({customer}: {why}): {share} of rows. They buy for others, not by taste; leave them out, or limit what one customer counts.")
SAME_NUMBERS = "{customers} customers have numbers that differ only in writing ({numbers}): probably one person or a file that came in twice. Half of what a model could learn about them is lost; correct the file and import it again."
SAME_HISTORIES = "{customers} customers have exactly the same purchases at the same moments ({numbers}): probably one person or a file that came in twice. Half of what a model could learn about them is lost; correct the file and import it again."

# Days without rows.
DAY_MISSING = "{day} has almost no rows, where {usual} would be usual. Look whether a file is missing, or whether you were closed: models take a gap for a lack of interest."
DAYS_MISSING = "{days} days have almost no rows, the longest gap {first}, where {usual} would be usual. Look whether a file is missing, or whether you were closed: models take a gap for a lack of interest."
DAYS_IN_A_ROW_MISSING = "{days} days have almost no rows, the longest gap {first} to {last}, where {usual} would be usual. Look whether a file is missing, or whether you were closed: models take a gap for a lack of interest."
THIN_START = "Before {day} there is only {share} of a usual week: the recording was probably not complete yet. A time window leaves it out."

# What the rows are.
PURCHASES = Plural("{n} purchase", "{n} purchases")
RETURN_EVENTS = Plural("{n} return", "{n} returns")
RATINGS = Plural("{n} rating", "{n} ratings")
CLICKS = Plural("{n} click", "{n} clicks")
LOOKS = Plural("{n} look", "{n} looks")
CART_ADDITIONS = Plural("{n} cart addition", "{n} cart additions")
NO_ROWS = "There are no rows yet."
RATINGS_ARE_COUNTS = "The ratings look like counts: whole numbers from {low} to {high}, half of them at most {middle}."
NOBODY_RATES_SO = "The ratings look like counts: whole numbers from {low} to {high}, half of them at most {middle}. Nobody rates on such a scale; import the file again with that column as the quantity, so that it is not taken for taste."
RATED = Plural("{events}: {n} different value from {low} to {high}. Models learn how much somebody liked a product.", "{events}: {n} different values from {low} to {high}. Models learn how much somebody liked a product.")
RATINGS_ALL_EQUAL = "Every rating is {value}, so ratings cannot tell liking from disliking; import the file without that column."
SEVERAL_KINDS = "{events}, each kind with a weight of its own."
WEIGHTS_OF_KINDS = "The rows are of several kinds: {events}. A purchase counts {purchase}, a cart {cart}, a click {click}, a look {view}; change that if they mean something else to you."
NO_PURCHASES = "{events}, and no purchases: models learn interest, not buying."
OCCASIONS = "{events}. Each occasion counts once, however many units were bought."
OCCASIONS_WITHOUT_RETURNS = "{events}. Each occasion counts once, however many units were bought; returns are taken off."
