"""What business rules say about themselves."""

from recsys_core.wording.messages import Plural

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

NOT_SHOWN = "Show no {one}"

SHOWN_ONLY = "Show only {many}"
NOTHING_TOGETHER = "“{name}” and “{other}” leave no product together: each shows only products that the other takes off."
ALL_TAKEN_OFF = "“{name}” shows only products that “{other}” takes off."

BOOST_WITHOUT_EFFECT = "“{name}” moves up products that “{other}” takes off the lists, so it has no effect."
MOVED_UP = "Move {many} up, {share} of the way to the top"
UP_AND_DOWN = Plural(
    "“{name}” moves the same product up that “{other}” moves down.",
    "“{name}” moves the same {n} products up that “{other}” moves down.",
)
STRENGTH_HELP = "0 changes nothing, 100 moves the products to the very top or bottom."

BURY_WITHOUT_EFFECT = "“{name}” moves down products that “{other}” takes off the lists, so it has no effect."
MOVED_DOWN = "Move {many} down, {share} of the way to the bottom"

PIN_WITHOUT_EFFECT = "“{name}” pins products that “{other}” takes off the lists, so it has no effect."
PINNED = "Put {one} at place {place}"
BEST_PINNED = "Put the best of {many} at place {place}"
SAME_PLACE = "“{name}” and “{other}” both want place {place}: “{name}” stands first and gets it, “{other}” takes the next free place."

AT_MOST = Plural("Show at most {n} {one}", "Show at most {n} {many}")
TOO_MANY_PINS = (
    "“{name}” allows {limit} on a list, and {names} put {n} there: the pinned ones stay."
)

AT_LEAST = Plural("Show at least {n} {one}", "Show at least {n} {many}")
FLOOR_OF_NONE = "Say how many of the products a list holds at least: 1 or more."
FLOOR_WITHOUT_EFFECT = "“{name}” asks for products that “{other}” takes off the lists, so it has no effect."
FLOOR_ABOVE_CAP = "“{name}” asks for {floor} on a list, “{other}” allows {limit}: a list holds {limit}."

IN_STOCK = "Show {many} only while they are in stock"
NO_STOCK_KNOWN = "“{name}” changes nothing: of no product it is known how many are in stock. Bring it in with the product list."

PRICE_FROM_TO = "Show {many} only at a price from {low} to {high}"
PRICE_OR_MORE = "Show {many} only at a price of {low} or more"
PRICE_OR_LESS = "Show {many} only at a price of {high} or less"
NO_PRICE = "Give a lowest or a highest price."
NO_PRICES_KNOWN = (
    "“{name}” changes nothing: no product has a price. Bring it in with the product list."
)
NO_PRICE_LEFT = "“{name}” and “{other}” leave no price: one asks for {low} or more, the other for {high} or less."

FROM_MARGIN = "Show {many} only with a margin of {low} or more"
NO_MARGIN = "Give the lowest margin."
NO_MARGINS_KNOWN = (
    "“{name}” changes nothing: no product has a margin. Bring it in with the product list."
)

NOT_AGAIN = Plural(
    "Show no {one} that the customer bought in the last day",
    "Show no {one} that the customer bought in the last {n} days",
)
NO_DATES = "“{name}” changes nothing: the purchases have no dates."
