"""What business rules say about themselves."""

WHICH_PRODUCTS = "Say which products the rule is about."
NO_VALUES = "Name at least one product, category, brand or value."
NO_FACT = "Name the fact of the product list to choose by."
PRICES_CROSSED = "The highest price lies below the lowest; exchange them."
DAYS_CROSSED = "The rule ends before it begins; exchange the two days."
NO_SUCH_KIND = "There is no such kind of rule. Choose one of {names}."

SENTENCE = "{what}."
SHOWN_TO_GROUP = "{what} to customers of “{group}”"
DONE_FOR_GROUP = "{what} for customers of “{group}”"
FROM_TO = "{what} from {start} to {end}"
FROM_ON = "{what} from {start} on"
UNTIL = "{what} until {end}"
NAME = "“{name}”"

ABOUT = {
    "all": ("product", "products"),
    "product": ("product {names}", "products {names}"),
    "category": ("product of category {names}", "products of category {names}"),
    "brand": ("product of brand {names}", "products of brand {names}"),
    "attribute": ("product with {fact} {names}", "products with {fact} {names}"),
}
"""The products a rule is about, by the field `by`: one of them, and several."""
ABOUT_MANY = {
    "product": ("product from a list of {n}", "products from a list of {n}"),
    "category": ("product of {n} categories", "products of {n} categories"),
    "brand": ("product of {n} brands", "products of {n} brands"),
    "attribute": (
        "product with one of {n} values of “{fact}”",
        "products with one of {n} values of “{fact}”",
    ),
}
"""The same where the names are too many to be listed."""
