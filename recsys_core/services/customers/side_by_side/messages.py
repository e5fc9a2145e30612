"""What is said about groups of customers beside each other."""

from recsys_core.wording.messages import Plural

TWO_TO_FOUR = "Between two and {most} different groups are compared; {n} were named."
NOBODY_IN = "Nobody is in the group {group}; leave it out or choose another one."

VISITS_OF, SPEND_OF, RECENCY_OF, INTERVAL_OF = "Visits", "Spend", "Days since the last visit", "Days from one visit to the next"
PRODUCTS_OF, WORTH_OF = "Different products", "Worth of the coming year"

SIZE_OF = Plural("{group}: {n} customer ({share})", "{group}: {n} customers ({share})")
SIZE_AND_SPEND = "{size} with {spend} of the spend"
DIFFERS_IN = "{size}. {figures}."
LIKE_AVERAGE = "{size}. Nothing sets them apart from the average that a random group could not have."
FIGURE_FIRST = "{figure} {mean} (average {average})"
FIGURE_NEXT = "{figure} {mean} ({average})"
