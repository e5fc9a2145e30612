"""What conditions on customers say about themselves."""

from recsys_core.wording.messages import Plural

NAME, MORE_NAMES = "“{name}”", Plural("{n} more", "{n} more of them")
NO_CONDITIONS = "A segment needs at least one condition."
TOO_MANY = "A segment has at most {most} conditions, and so has a group within it."
MATCHES = {"all": "All of these hold", "any": "Any of these holds", "none": "None of these holds"}
WHO = {
    "all": "Customers who {what}.",
    "any": "Customers who {what} (one is enough).",
    "none": "All customers except those who {what}.",
}
GROUPED = {"all": "({what})", "any": "either ({what})", "none": "are not among those who ({what})"}
GROUP_KIND = "A group of conditions"

NO_ENDS = "Give a lowest or a highest figure."
ENDS_CROSSED = "The highest figure lies below the lowest; exchange them."
AT_LEAST, AT_MOST, EXACTLY, FROM_TO = "at least {end}", "at most {end}", "exactly {end}", "{low} to {high}"

FIGURE_KIND = "A figure"
VISITS, VISITED = "Visits", Plural("visited {range} time", "visited {range} times")
SPEND, SPENT = "Spend", "spent {range}"
SPEND_A_VISIT, SPENT_A_VISIT = "Spend a visit", "spend {range} a visit"
RECENCY, LAST_SEEN = "Days since the last visit", Plural("were last seen {range} day ago", "were last seen {range} days ago")
FIRST_DAYS, FIRST_SEEN = "Days since the first visit", Plural("were first seen {range} day ago", "were first seen {range} days ago")
INTERVAL, COME_EVERY = "Days between visits", Plural("come every {range} day", "come every {range} days")
PRODUCTS, OF_PRODUCTS = "Different products", Plural("chose {range} different product", "chose {range} different products")
PAID, PAY = "Price paid against the usual", "pay {range} of the usual price"
TIER, OF_TIER = "Price level within categories", "choose products at {range} of the way from the cheapest (0) to the dearest (1)"
RETURNED, BRING_BACK = "Share brought back", "bring back {range} of what they buy"

SCORE_KIND = "An RFM score"
SCORES = {"r": "recency", "f": "frequency", "m": "spend"}
SCORED = "score {range} of 5 for {score}"
RFM_KIND, IN_RFM = "RFM segment", "are in the RFM segment {names}"
STATUS_KIND, HAVE_STATUS = "Where they stand", "are {names} by their own rhythm"
CLUSTER_KIND = "A group that was found"
CLUSTER_BASES = {"rfm": "how often, how much and how lately they buy", "figures": "all figures of buying", "tastes": "what they buy"}
IN_CLUSTER = {
    "k-means": "are in the group {names} of {number} by {basis}",
    "mixture": "are in the group {names} of {number} by {basis} (overlapping bells)",
}
NO_VALUES = "Choose at least one of them."

ATTRIBUTE_KIND = "The customer list"
NO_FACT = "Name the fact of the customer list."
VALUES_AND_ENDS = "Give values or numbers for a fact, not both."
FACT_IS, FACT_BETWEEN = "have {fact} {names}", "have {fact} of {range}"

BOUGHT_KIND = "What they bought"
BY = {"all": "Any product", "product": "Products", "category": "Categories", "brand": "Brands"}
NO_PRODUCTS = "Name at least one product, category or brand."
TWO_TIMES = "Give the last days or two days of the calendar, not both."
DAYS_CROSSED = "The last day lies before the first; exchange them."
PRODUCTS_BY = {"all": "anything", "product": "{names}", "category": "{names}", "brand": "brand {names}"}
DID = {"purchase": "bought {what}", "rating": "rated {what}", "visit": "looked at {what}"}
DID_TIMES = {
    "purchase": "bought {what} at least {times} times",
    "rating": "rated {what} at least {times} times",
    "visit": "looked at {what} at least {times} times",
}
NEVER = {"purchase": "never bought {what}", "rating": "never rated {what}", "visit": "never looked at {what}"}
DID_NOT = {"purchase": "did not buy {what}", "rating": "did not rate {what}", "visit": "did not look at {what}"}
IN_LAST = Plural("{done} on the last day", "{done} in the last {n} days")
BETWEEN, SINCE, UNTIL = "{done} from {start} to {end}", "{done} since {start}", "{done} up to {end}"

WORTH_KIND = "What they are worth"
WORTHS = {"value": "Value still to come", "orders": "Orders still to come", "alive": "Probability to order again"}
EXPECTED = {
    "value": Plural("are expected to bring {range} within a day", "are expected to bring {range} within {n} days"),
    "orders": Plural("are expected to order {range} times within a day", "are expected to order {range} times within {n} days"),
}
ALIVE = "will order again with a probability of {range}"

CAMPAIGN_KIND = "Campaigns"
DID_WHAT = {"targeted": "Were targeted", "responded": "Responded", "silent": "Targeted, no response"}
ANY_CAMPAIGN = {
    "targeted": "were targeted by a campaign",
    "responded": "responded to a campaign",
    "silent": "were targeted and never responded",
}
SOME_CAMPAIGN = {
    "targeted": "were targeted by campaign {names}",
    "responded": "responded to campaign {names}",
    "silent": "were targeted by campaign {names} and did not respond",
}

FEEDBACK_KIND = "Feedback"
VERDICTS = {"up": "Thumbs up", "down": "Thumbs down", "never": "Never show"}
JUDGED_ANY = {
    "up": "liked a product",
    "down": "disliked a product",
    "never": "never want to see some product again",
}
JUDGED = {"up": "liked {names}", "down": "disliked {names}", "never": "never want to see {names}"}

SEGMENT_KIND, IN_SEGMENT = "Another segment", "are in “{name}”"
NO_SEGMENT = "Name the other segment."
