"""What is said of how one customer shops."""

from recsys_core.wording.messages import Plural

TIER, ABOUT_TIER = "Price level", "Of the products in the same categories, so many are cheaper than what they buy, on average."
PAID, ABOUT_PAID = "Paid of the usual price", "What they paid against the median of what customers paid for the same products; below 100 % they bought cheaper."
LOYALTY, ABOUT_LOYALTY = "Keeps to a brand", "Of their purchases in categories with several brands, bought three times or more, so many went to the brand they buy most there."
VARIETY, ABOUT_VARIETY = "Kinds of products", "They buy as if they bought evenly from so many categories."
RETURNED, ABOUT_RETURNED = "Sent back", "Pieces that came back for each piece bought."
COUPONS, ABOUT_COUPONS = "Offers redeemed", "Known answers to campaigns, each offer counted."
PRODUCTS_EACH, ABOUT_PRODUCTS_EACH = "Products per visit", "Different products of a usual visit (the median of their visits)."
SPEND_EACH, ABOUT_SPEND_EACH = "Spend per visit", "What a usual visit brings (the median of their visits)."
COMES_ON = "The weekday with most visits is {weekday}: {share} of {n} visits; 14.3 % would be even."
COMES_AT = "The two hours with most visits begin at {start}:00: {share} of the visits."
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
ON_OFFERS = Plural("{share} of {n} purchase was on an offer or coupon: its products on the day it was redeemed. Other discounts are not kept with purchases.", "{share} of {n} purchases were on an offer or coupon: its products on the day it was redeemed. Other discounts are not kept with purchases.")
OFFERS_UNKNOWN = "What they bought at a discount or on an offer is not known: no redeemed offer or coupon of this data is tied to products and days."
NO_DATED_LINES = "What they bought on an offer is not known: none of their purchases has a date."
LISTS_SHOWN = Plural("{n} product was shown to them in lists, of which they clicked {clicked}.", "{n} products were shown to them in lists, of which they clicked {clicked}.")
LISTS_UNKNOWN = "Which lists they were shown is not known in this data."
MESSAGES_SENT = Plural("{n} campaign wrote to them, of which they opened {opened}.", "{n} campaigns wrote to them, of which they opened {opened}.")
MESSAGES_UNKNOWN = "Which messages reached them is not known in this data."
IN_AUDIENCES = "Kept audiences that are to write to them: {names}."
