"""What is said of auctions."""

from recsys_core.wording.messages import Plural

SIMULATION = Plural("Simulation of {n} auction, no forecast: others do not change their bids, whatever is bid here.", "Simulation of {n} auctions, no forecast: others do not change their bids, whatever is bid here.")
DRAWN_PRICES = "The bids of others are drawn at random; on average they offer {rivalry} times what showing it is worth."
DRAWN_CHANCES = "Chances of a click ({click} on average) and of a conversion after it ({conversion}) are drawn as well."
LOGGED = "Bids of others and chances are those of the file."
SHOWN = "Chances of a click are the shares of clicks by what was shown and where, of what was shown last."
FIRST_LINE = "Simulated: {finding}"
BOUGHT_WINS = Plural("A bid of {bid} for a conversion wins {n} auction for {spend}: {clicks} clicks at {per_click} each and {conversions} conversions with sales of {value}, {ratio} of what was spent.", "A bid of {bid} for a conversion wins {n} auctions for {spend}: {clicks} clicks at {per_click} each and {conversions} conversions with sales of {value}, {ratio} of what was spent.")
BOUGHT_NOTHING = "A bid of {bid} for a conversion wins no auction."
RAN_OUT = "The budget is spent after {share} of the auctions."
TERMS = "The budget, the reserve, the bid and what a conversion brings are not below 0; chances lie between 0 and 1; there are between 1 and {most} auctions."
SEVERAL = "{file} holds a chance outside 0 to 1, or an amount below 0."
NO_AUCTIONS = "{file} holds no auction."
NO_WORTH = "What a conversion brings is not known from the data; say it."
RANKED = "In the slot stands {first}: showing it is worth {worth}, by bid x chance of a click x chance of a conversion."
NOBODY_RANKED = "None is worth the reserve; the slot stays empty."
