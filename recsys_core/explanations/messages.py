"""What reasons say, and the checks of them."""

from recsys_core.wording.messages import Plural

BECAUSE = "Because of {titles}."
ALTHOUGH = "{reason} {against} speaks against it most."
# Those about a customer's past: one for purchases, one for ratings.
HAD_BEFORE = {
    "purchase": "Bought before: this customer's own purchases of it are what speaks for it.",
    "rating": "Rated before: this customer's own ratings of it are what speaks for it.",
}
BOUGHT_ON = "Bought on {n} of the last {visits} visits."
BOUGHT_EVERY = "Bought on {n} of the last {visits} visits, about every {every}."
NOT_LATELY = "Bought on {n} of {all} visits, on none of the last {latest}."
DAYS = Plural("day", "{n} days")
NOTHING_FOR = {
    "purchase": "Nothing among this customer's past purchases speaks for it.",
    "rating": "Nothing among this customer's past ratings speaks for it.",
}
NOTHING_FOR_SOME_AGAINST = {
    "purchase": "Nothing among this customer's past purchases speaks for it; {against} speaks against it most.",
    "rating": "Nothing among this customer's past ratings speaks for it; {against} speaks against it most.",
}
WELL_WITH_EVERYBODY = {
    "purchase": "Mostly because it does well with everybody; among past purchases {title} speaks for it most.",
    "rating": "Mostly because it does well with everybody; among past ratings {title} speaks for it most.",
}
WELL_WITH_STRANGERS = {
    "purchase": "Mostly because it does well with everybody ({share} of its score without any past); among past purchases {title} speaks for it most.",
    "rating": "Mostly because it does well with everybody ({share} of its score without any past); among past ratings {title} speaks for it most.",
}
SMALL_HINTS_BY_KIND = {
    "purchase": "Many small hints from {n} past purchases, above all {kinds}.",
    "rating": "Many small hints from {n} past ratings, above all {kinds}.",
}
SMALL_HINTS = {
    "purchase": "Many small hints from {n} past purchases, most from {title}.",
    "rating": "Many small hints from {n} past ratings, most from {title}.",
}
NOT_PERSONAL = {
    "purchase": "Not based on this customer's own purchases.",
    "rating": "Not based on this customer's own ratings.",
}
# `period` begins with its space, or is empty.
BY_THE_CROWD = {
    "purchase": Plural("Bought by {n} customer{period}; not based on this customer's own purchases.", "Bought by {n} customers{period}; not based on this customer's own purchases."),
    "rating": Plural("Rated by {n} customer{period}; not based on this customer's own ratings.", "Rated by {n} customers{period}; not based on this customer's own ratings."),
}
# A title and what is said of it in brackets, in this order: products, rating, share.
TITLE_ABOUT = "{title} ({about})"
TITLE_OF_PRODUCTS, PRODUCTS = "{title} ({n} products)", "{n} products"
RATED, RATED_AS_LOW = "rated {rating}", "rated as low as {rating}"
OF_WHAT_SPEAKS_FOR, ROUGHLY = "{share} of what speaks for it", "about {share}"

STRONGEST_TRIED = "Tried with the {tried} strongest of {whole} past products; the others are not in these figures."

# A check: what became of the rank without the cited purchase, and without a random one.
CHECKED = "{cited}; {random}."
STAYS_WITHOUT = "Without {title} it stays at {before}"
FALLS_WITHOUT = "Without {title} it falls from {before} to {after}"
RISES_WITHOUT = "Without {title} it rises from {before} to {after}"
NO_OTHER_PURCHASE = "there is no other purchase to compare with"
RANDOM_STAYS = Plural("without a random purchase, it stays at {rank}", "without {n} random purchases, it stays at {rank}")
RANDOM_GOES = Plural("without a random purchase, it goes to {rank}", "without {n} random purchases, it goes to {rank}")
RANDOM_TO = Plural("without a random purchase, to {rank}", "without {n} random purchases, to {rank}")
