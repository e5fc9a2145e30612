"""What is said about a product's side, and about a new one."""

from recsys_core.wording.messages import Plural

ON_LISTS = Plural("{title}: {n} customer have it; of {others} others {listed} ({share}) have it on their list of {k}.", "{title}: {n} customers have it; of {others} others {listed} ({share}) have it on their list of {k}.")
NOT_ALIKE = "{title}: number {place} by behaviour, not alike at all by text. The same customers buy both without their being alike."
HARDLY_ALIKE = "{title}: number {place} by behaviour, only number {other} by text. The same customers buy both without their being alike."
UNRELATED = "{title}: number {place} by text, unrelated by behaviour. Alike, but not bought by the same customers."
HARDLY_RELATED = "{title}: number {place} by text, only number {other} by behaviour. Alike, but not bought by the same customers."
BY_MODEL = "By {model}, for {n} customers."
BY_MODEL_DRAWN = "By {model}, for {n} customers, drawn at random."

CUSTOMERS_SO_FAR = "{done} of {n} customers"
CUSTOMERS = "{n} customers"

UNDATED = "Without dates nobody can tell what was bought in one go."
PURCHASES_WITH_IT = "Of {total} purchases (everything a customer bought at one moment), {n} hold this product."

NO_TITLE = "Type the title of the new product."
CANNOT_BE_PLACED = "No product of yours has a word of this one's text, so it cannot be placed. Add a category or a description."
PLACED_BY_MEANING = Plural("Placed by what the texts mean, beside {n} product like it.", "Placed by what the texts mean, beside {n} products like it.")
PLACED_BY_WORDS = Plural("Placed by the words of the texts, beside {n} product like it.", "Placed by the words of the texts, beside {n} products like it.")
HAS_PRODUCTS_LIKE_IT = Plural("Has {n} product like it, such as {title}.", "Has {n} products like it, such as {title}.")
