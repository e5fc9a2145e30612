"""What is said on the Campaigns page of campaigns that were."""

from recsys_core.wording.messages import Plural

ALL_CAMPAIGNS, ABOUT_ALL = "All campaigns", "Click a line to look back on that campaign."
RATES_ALT = "Share of those reached who answered each campaign, with its interval, by the day it began. {finding}"
BEST_RATE = "{name} was answered by {rate} of those reached ({low} to {high})"
NO_RATE_KNOWN = "Whom campaigns were sent to is not known"
BEGAN, ANSWERED_SHARE = "First day", "Answered, of those reached"
RATE_HOVER = "<b>%{customdata[0]}</b>, from %{customdata[1]}<br><b>%{customdata[2]}</b> answered (%{customdata[3]} to %{customdata[4]})<br>%{customdata[5]}<extra></extra>"
REACHED_LINE = Plural("{n} customer reached", "{n} customers reached")
CAMPAIGN, KIND, REACHED, ANSWERED, SHARE, FROM, TO = "Campaign", "Kind", "Reached", "Answered", "Share", "From", "To"
INTERVAL_HELP = "95 % interval: in 95 of 100 such samples it holds the true share."
CAMPAIGNS_ALT = "Every campaign with the customers reached and those who answered"

LOOK_BACK, ABOUT_LOOK_BACK = "One campaign", "Who was reached, who answered, and what they bought."
WHICH_CAMPAIGN = "Look back on"
REACHED_HELP, ANSWERED_HELP = "Customers in its target group, without any control arm.", "Of those reached, with at least one answer."
SHARE_HELP = "Of those reached. 95 % interval: {low} to {high}."
HALF, HALF_HELP = "Half by", "By then half of those who answered had done so."
DAY_NUMBER = Plural("day {n}", "day {n}")
ANSWERS, ANSWERS_HELP = "Answers", "All of them; a customer may answer more than once."

CURVE_ALT = "Customers who had answered so far, by days since the first day. {finding}"
CURVE_TITLE = Plural("Half of those who answered had done so within a day", "Half of those who answered had done so within {n} days")
DAYS_SINCE, SO_FAR = "Days since the first day", "Of those who answered"
CURVE_HOVER = "Day <b>%{x}</b>: %{customdata[0]} so far, <b>%{customdata[1]}</b> of all who answered<extra></extra>"

SPEND_ALT = "Spend a week and customer before, during and after the campaign, of those who answered and the others reached. {finding}"
SPEND_TITLE = "Those who answered spent {mean} a week, the others {other}"
WHO_ANSWERED, WHO_DID_NOT = "Answered", "Did not answer"
WINDOWS = {"before": "Before", "during": "While it ran", "after": "After"}
WINDOW_LABEL = Plural("{window}<br>{n} day known", "{window}<br>{n} days known")
SPEND_A_WEEK = "Spend a week and customer"
SPEND_HOVER = "<b>%{customdata[0]}</b>, %{customdata[1]}<br><b>%{customdata[2]}</b> a week each (%{customdata[3]} to %{customdata[4]})<br>%{customdata[5]} bought in these days<br>%{customdata[6]}<extra></extra>"

GROUPS_ALT = "Share of each group that answered, with its interval. {finding}"
GROUPS_APART = "“{group}” stands out most: {rate} answered, of the others {rest}"
GROUPS_ALIKE = "No group answered otherwise than the others beyond chance"
GROUP_HOVER = "<b>%{customdata[0]}</b><br><b>%{customdata[1]}</b> answered (%{customdata[2]} to %{customdata[3]}), of the others %{customdata[4]}<br>%{customdata[5]}<extra></extra>"
EVERYBODY = "all {rate}"

OFFERS, ABOUT_OFFERS = "Offers", "Of those reached; who was sent which offer is not in the data."
OFFERS_ALT = "Offers of the campaign with how many answered by each"
OFFER, ABOUT_OFFER, PRODUCTS, CUSTOMERS = "Offer", "What it is for", "Products", "Customers"
ALL_PRODUCTS = "Products on offer that were bought while it ran"
PRODUCTS_ALT = "Products on offer by how many of those reached bought them while the campaign ran"
PRODUCT, CATEGORY, BY_ANSWERED, BY_OTHERS, SPENT = "Product", "Category", "Bought by who answered", "Bought by others", "Spend"
PRODUCTS_HELP = "With the offer or without it: the data does not say which."
PEOPLE_CSV = "Every customer of this campaign"
