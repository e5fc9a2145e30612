"""What is said of one customer beyond what they bought."""

from recsys_core.wording.messages import Plural

NEXT_ORDER, NEXT_ORDER_HELP = "Next order expected", "By the middle of their own gaps; half of such gaps end between {earliest} and {latest}."
STAYS_AWAY, STAYS_AWAY_HELP = "No order in {days} days", "How likely it is that no order comes in {days} days from the end of the data."
WORTH_YEAR, WORTH_YEAR_HELP = "Worth within a year", "Money of the orders to come; 95 % interval of what is expected {low} to {high}."
ORDERS_YEAR, ORDERS_YEAR_HELP = "Orders within a year", "What is expected of this customer, orders of one day counted once."
NOT_WORKED_OUT = "What comes next of this customer is known once it was worked out for everybody."
WORK_IT_OUT, WORKING_IT_OUT = "Work it out", "Working out what comes next of customers"

HOW_THEY_SHOP, ABOUT_HOW = "How they shop", "Beside the middle one of all customers."
FACT, THEIRS, USUAL = "Fact", "This customer", "Middle customer"
MEANING, FACT_MEANS = "What these figures say", "{fact}: {about}"
SHOPPING_ALT = "How this customer shops, beside the middle one of all customers"
AGAIN, ABOUT_AGAIN = "Bought again and again", "Days from one purchase to the next by the middle of their gaps; due from 100 % of them on."
KIND, EVERY, AGO, DUE = "Category", "Every (days)", "Days ago", "Due"
AGAIN_ALT = "Categories this customer buys again and again, what is due first"
NOTHING_AGAIN = "Nothing was bought on three days or more with a category and a date, or it was given up."
PART_OF, CONTACTS = "Groups they are in", "Campaigns and feedback"
NO_GROUPS = "In none of the kept groups."
CAMPAIGN, BEGAN, ARM, ANSWERS = "Campaign", "Began", "Sent to them as", "Offers redeemed"
CAMPAIGNS_ALT = "Campaigns this customer was in, the latest first"
NO_CAMPAIGNS = "No campaign is known to have reached them."
GAVE_FEEDBACK = Plural("Feedback on {n} product: {titles}.", "Feedback on {n} products: {titles}.")
VERDICT_OF = "{title} ({verdict})"

# Their data.
WHAT_IS_KNOWN, ABOUT_ACCESS = "Everything known of them", "All their rows, the lists of every model with its reasons and what is worked out of them, as a file to hand over. Nobody else is named in it."
COLLECT, COLLECTING_ALL, TAKE_FILE = "Collect it", "Collecting everything known of a customer", "Everything known (ZIP)"
ERASE_THEM, ERASE_PERSON = "Erase this customer", "Erase …"
ABOUT_ERASING = "Every row, copy and trace in this workspace, with a certificate. Counted models are worked out anew without them, others that knew them are deleted."
CANNOT_BE_TAKEN_BACK = "This cannot be taken back."
