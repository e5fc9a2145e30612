"""What is said of auctions."""

from recsys_core.wording.messages import Plural

SIMULATION = Plural("Simulation of {n} auction, no forecast: others do not change their bids, whatever is bid here.", "Simulation of {n} auctions, no forecast: others do not change their bids, whatever is bid here.")
DRAWN_PRICES = "The bids of others are drawn at random; on average they offer {rivalry} what showing it is worth."
DRAWN_CHANCES = "Chances of a click ({click} on average) and of a conversion after it ({conversion}) are drawn as well."
LOGGED = "Prices are those of the file, chances those it gives or the shares clicked and converted in it."
SHOWN = "Chances of a click are the shares of clicks by what was shown and where, of what was shown last."
FIRST_LINE = "Simulated: {finding}"
BOUGHT_WINS = Plural("A bid of {bid} for a conversion wins {n} auction for {spend}: {clicks} clicks at {per_click} each and {conversions} conversions with sales of {value}, {ratio} what was spent.", "A bid of {bid} for a conversion wins {n} auctions for {spend}: {clicks} clicks at {per_click} each and {conversions} conversions with sales of {value}, {ratio} what was spent.")
BOUGHT_NOTHING = "A bid of {bid} for a conversion wins no auction."
RAN_OUT = "The budget is spent after {share} of the auctions."
TERMS = "The budget, the reserve, the bid and what a conversion brings are not below 0; chances lie between 0 and 1; there are between 1 and {most} auctions."
SEVERAL = "{file} holds a chance outside 0 to 1, or an amount below 0."
NO_AUCTIONS = "{file} holds no auction."
NO_WORTH = "What a conversion brings is not known from the data; say it."
RANKED = "In the slot stands {first}: showing it is worth {worth}, by bid x chance of a click x chance of a conversion."
NOBODY_RANKED = "None is worth the least price (reserve); the slot stays empty."

# A file of auctions.
NO_ROLE = "“{role}” is nothing a file of auctions holds; it holds {roles}."
NO_SUCH_COLUMN = "{file} has no column “{column}”; it has {columns}."
NO_FIGURE = "“{column}” of {file} holds “{text}”, which is no number."
NO_PRICE_COLUMN = "Which column of {file} holds the price is not known: what was paid, or the highest bid. Name it."
NO_CLICK_COLUMN = "{file} does not say which of what was shown was clicked, nor how likely a click was. Name the column."
NO_SUCH_SLOT = "{file} has no slot “{slot}”; it has {slots}."
READ_AS = "Read as {columns}."
LOST_WITHOUT_PRICE = Plural("{n} auction was lost and the file does not say for what: it stays lost at every bid, so that higher bids win too little here.", "{n} auctions were lost and the file does not say for what: they stay lost at every bid, so that higher bids win too little here.")
LOST_WITH_PRICE = Plural("In {n} lost auction the price is what the winner paid; the winner's own bid, which is to be beaten, may have been higher, so that higher bids win too much here.", "In {n} lost auctions the price is what the winner paid; the winner's own bid, which is to be beaten, may have been higher, so that higher bids win too much here.")
ONLY_WON = "The file names no lost auction: what a higher bid would win besides is not known."
CLICKS_OF_WON = "Clicks are known of auctions won; those lost are taken to be clicked as often in the same slot."
CONVERSION_ASSUMED = "A conversion after a click is taken to come in {share}, because the file does not say."
HAPPENED = Plural("What really happened, by the file: {n} auction won ({share}) for {spend}, {clicks} clicks.", "What really happened, by the file: {n} auctions won ({share}) for {spend}, {clicks} clicks.")

# What stands in a slot.
NO_BIDS = "{file} has no column “bid”; say what a conversion brings, and it is the bid of all."
SEVERAL_SLOTS = "{file} holds {n} slots; choose one of {slots}."
NOBODY_SHOWN = "Nothing shown in slot {slot} is known to be clicked or not."
NO_NAME_COLUMN = "Which column of {file} names banners or products is not known. Name it."
NO_CHANCES = "{file} has to hold the chances of a click and of a conversion, or what was clicked and converted."
NO_CONVERSIONS = "The data does not say what was converted after a click."
UNRANKED = Plural(
    "{file} has {n} row without a bid or a chance, that of “{first}”; fill it in or take it out.",
    "{file} has {n} rows without a bid or a chance, the first of “{first}”; fill them in or take them out.",
)
NOBODY_TO_RANK = "{file} holds no banner or product with a bid and its chances."
