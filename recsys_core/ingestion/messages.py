"""What the reading of files says."""

EMPTY_HERE = "Empty in the rows looked at."
NOT_NEEDED = "Not needed. {seen}"
KEPT_OF_PRODUCT = "Kept as a further detail of the product. {seen}"
KEPT_OF_CUSTOMER = "Kept as a further detail of the customer. {seen}"
SHORT_DESCRIPTION = "Named like a description, but short enough for a name; {seen}"
NAMED_LIKE = "Named like {what}; {seen}"
LOOKS_LIKE = "Looks like {what}; {seen}"
# As a sentence of its own, and as the end of one.
IS_EMPTY = ("It is empty in the rows looked at.", "it is empty in the rows looked at.")
VALUES_ARE_DATES = (
    "Its values are dates such as {example}.",
    "its values are dates such as {example}.",
)
ALWAYS_SAYS = ("It always says {text}.", "it always says {text}.")
DIFFERENT_NUMBERS = "{numbers} different numbers from {low} to {high}."
DIFFERENT_VALUES = "{values} different values in {rows} rows."
NO_VALUE_TWICE = "{rows} rows, no value twice."
READ_AS = "{column}: read as {style}."
DECIMAL_COMMA = "{column}: read with a decimal comma (1.234,50)."
EVERY_ROW_A_PURCHASE = "No column says what happened, so every row counts as a purchase."
REPEATED_PRODUCTS = "{rows} rows repeat the number of a product; the last one counts."
REPEATED_CUSTOMERS = "{rows} rows repeat the number of a customer; the last one counts."
