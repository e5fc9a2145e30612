"""What the Customers page says."""

from recsys_core.wording.messages import Plural

QUESTION = "Who are they, and who is this one?"
NO_CUSTOMERS = "No data yet, so there are no customers to look at."
COME_WITH_PURCHASES = "Customers come with their purchases"
FIND = "Find a customer"

# Everybody.
SEGMENTS_ALT = "Share of customers and of spend by segment. {finding}"
SEGMENTS_MEAN = "What the segments mean"
CUSTOMERS = Plural("{n} customer", "{n} customers")
VISITS_EACH = Plural("{n} visit each", "{n} visits each")
DAYS_EACH = Plural("{n} day with ratings each", "{n} days with ratings each")
SEGMENT = "{meaning} {customers}, {visits}."
SEGMENT_AWAY = Plural("{meaning} {customers}, {visits}, away for {n} day.", "{meaning} {customers}, {visits}, away for {n} days.")
ALL_CUSTOMERS = "All customers"
SEGMENT_HAS = Plural("{segment}: {n} customer", "{segment}: {n} customers")
MOST_ACTIVE = "The {rows} most active of {n}."
HOW_TO_CHOOSE = "Select a bar above to see one segment; click a customer to go there."
CUSTOMER, SEGMENT_LABEL, VISITS, SPEND = "Customer", "Segment", "Visits", "Spend"
LAST_SEEN, COMES_EVERY, STATUS = "Last seen", "Comes every (days)", "Status"
EVERYBODY_ALT = "Customers with segment, visits, spend and last visit"
SHARE, SHARE_OF_SPEND, SHARE_OF_CUSTOMERS = "Share", "Share of spend", "Share of customers"
OF_SPEND, OF_CUSTOMERS = "<b>{share}</b> of spend", "<b>{share}</b> of customers"
SPEND_HOVER = "<b>%{y}</b><br>%{x:.3p} of spend: %{customdata[1]}<extra></extra>"
CUSTOMERS_HOVER = "<b>%{y}</b><br>%{customdata[1]}, %{x:.3p} of all<extra></extra>"
BEST_SEGMENT = "{segment}: {customers} of customers, {spend} of spend"
LARGEST_SEGMENT = "{segment} is the largest segment: {share}"

# One of them.
SHOW_RECOMMENDATIONS = "Show recommendations"
RATINGS, PURCHASES = "ratings", "purchases"
WHAT_THEY_BUY, WHEN_THEY_CAME = "What they buy", "When they came"
NO_CATEGORY = "The products of these {noun} have no category. Import a product list."
TASTES_ALT = "Share of {noun} by category against the average. {finding}"
NO_DATES = "The data has no dates for this customer."
VISITS_ALT = "Visits over time. {finding}"
MOST_ALIKE, CLICK_ONE = "Customers who are most alike", "Click one to go there."
NOTHING_IN_COMMON = "Nobody else has a product in common with this customer."
LIKENESS = "Likeness"
ABOUT_LIKENESS = "How alike two customers' products are: 100 % is the same."
IN_COMMON = "Products in common"
ALIKE_ALT = "Customers who are most alike, with the number of products in common"
FROM_CUSTOMER_LIST, FACT, VALUE = "From the customer list", "Fact", "Value"
FACTS_ALT = "What the customer list says"
LATEST, LATEST_FIRST, RECENT = "The latest {lines} of {n}.", "Latest first.", "Recent {noun}"
DATE, PRODUCT, CATEGORY, RATING = "Date", "Product", "Category", "Rating"
QUANTITY, PAID, PRODUCT_NUMBER = "Quantity", "Paid", "Product number"
LINES_ALT = "The customer's {noun}, latest first"
TOO_FEW = "too few to compare"
TASTE_HOVER = "<b>%{{y}}</b><br>%{{customdata[0]}} {noun}, %{{x:.3p}} of all<br>%{{customdata[1]}} for the average customer: %{{customdata[2]}}<extra></extra>"
SHARE_AND_AVERAGE = "Share of {noun} (line: average customer)"
NO_KNOWN_CATEGORY = "No {noun} with a known category"
FIRST = "First: {category}, {share} of {noun}"
FIRST_STANDS_OUT = "{first}; that is {times} the average"
OTHER_STANDS_OUT = "{first}; {category} is {times} the average"
PRODUCTS = Plural("{n} product", "{n} products")
PRODUCTS_FOR = "{products}, {spend}"
VISIT_HOVER = "%{x|%-d %B %Y}<br><b>%{customdata[1]}</b><br>%{customdata[0]}<extra></extra>"
SPEND_PER_VISIT, PER_DAY, PER_VISIT = "Spend per visit", "Products per day", "Products per visit"
MEAN_PRODUCTS = "{number} products"
NO_VISITS, NO_DAYS = "No dated visits", "No dated days with ratings"
ONE_VISIT, ONE_DAY = "One visit, on {day}: {value}", "One day with ratings, on {day}: {value}"
USUAL_VISIT = "A usual visit: {usual}; the largest on {day}: {largest}"
USUAL_DAY = "A usual day with ratings: {usual}; the largest on {day}: {largest}"
WAS_EXPECTED, EXPECTED = "was expected back {day}", "expected back {day}"
