"""What the Models page says."""

# What each drawing shows.
DRAWING_BESTSELLERS = (
    "Bars for the customers of each product; everybody is shown the three highest."
)
DRAWING_TREND = (
    "Two lines over time: one sells steadily, the other rises in the last weeks and is shown."
)
DRAWING_RHYTHM = (
    "The same product at equal distances on a line of time, and the next time it is due."
)
DRAWING_TOGETHER = "Arrows of different strength lead from three products that were bought to one product; their sum is its score."
DRAWING_NEIGHBOURS = "A customer within a circle of customers who bought alike; arrows lead from them to the product they bought."
DRAWING_TASTES = "A customer and a product, each with four bars for hidden tastes; the bars are alike, so the product is shown."
DRAWING_TEXTS = "Two product texts side by side; lines join the words that both have."
DRAWING_TOWERS = (
    "Two towers of layers, one for the customer and one for the product, meet at the top."
)
DRAWING_ORDER = (
    "Products in the order in which they were bought; the latest weigh most for the next one."
)
DRAWING_VOTES = "Three models' lists, each with a weight, become one list."
DRAWING_SEARCH = "Bars for everything that was tried on purchases held back; the longest is chosen and confirmed."
DRAWING_RATED_TASTES = "A customer and a product, each with four bars for hidden tastes; the bars are alike, so the product is shown. Stars give the expected rating."
DRAWING_RATED_PRODUCTS = "Arrows of different strength lead from three products with stars to one product, whose stars are expected."
DRAWING_RATED_NEIGHBOURS = "A customer within a circle of customers who bought alike; arrows lead from them to the product they bought. Stars give the expected rating."
DRAWING_DIFFERENCES = "Two products with three and four stars: the second is rated one star higher by those who know both."
DRAWING_GROUPS = "A table of customer groups by product groups; filled fields are liked more."
DRAWING_LEVELS = (
    "Each product's usual rating as a bar, all raised by the same bit for a generous customer."
)

# Words within the drawings.
DRAWN_CUSTOMERS_PER_PRODUCT = "customers per product"
DRAWN_THE_MONTHS_BEFORE = "the months before"
DRAWN_LAST_WEEKS = "last weeks"
DRAWN_BOUGHT_BEFORE = "bought before"
DRAWN_DUE_AGAIN = "due again"
DRAWN_BOUGHT = "bought"
DRAWN_THEIR_SUM = "their sum"
DRAWN_BOUGHT_BY = "bought by"
DRAWN_THOSE_ALIKE = "those alike"
DRAWN_TASTES_OF = "tastes of"
DRAWN_THE_CUSTOMER = "the customer"
DRAWN_TASTES_THE = "tastes the"
DRAWN_PRODUCT_SERVES = "product serves"
DRAWN_READS_ALIKE = "reads alike"
DRAWN_CUSTOMER_PAST_FACTS = "customer: past, facts"
DRAWN_PRODUCT_TEXT_BRAND = "product: text, brand"
DRAWN_LATEST_PRODUCTS = "the latest products, in order"
DRAWN_NEXT = "next"
DRAWN_WEIGHTED_LISTS = "each model's list, weighted"
DRAWN_ONE_LIST = "one list"
DRAWN_TRIED = "tried on purchases held back"
DRAWN_CHOSEN = "chosen,"
DRAWN_CONFIRMED = "confirmed"
DRAWN_EXPECTED = "expected"
DRAWN_RATED_ONE_STAR = "rated one star"
DRAWN_HIGHER_BY_THOSE = "higher by those"
DRAWN_WHO_KNOW_BOTH = "who know both"
DRAWN_GROUPS_OF_PRODUCTS = "groups of products, liked more or less"
DRAWN_A_GENEROUS = "a generous"
DRAWN_CUSTOMER = "customer"
DRAWN_RAISED = "usual rating, and a bit more"
