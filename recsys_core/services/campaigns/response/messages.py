"""What is said about models of who answers campaigns."""

from recsys_core.wording.messages import Plural

# Whether there is enough.
NO_CAMPAIGNS = "There are no campaigns with a day on which they began and customers they were sent to. Import campaigns on the Data page."
TOO_FEW_ANSWERS = "Models of who answers need {least} responses; you have {have}."
ONE_DAY = "All campaigns with responses began on one day; models learn from earlier campaigns and are tried on later ones."
NOTHING_EARLIER = "No campaign that had ended by {day} teaches who answers and who does not; choose a later day from which campaigns are kept back."
NOTHING_LATER = "No campaign that began on {day} or later has responses; choose an earlier day from which campaigns are kept back."
ENOUGH_ANSWERS = Plural("There is {n} response to learn from and to try models on.", "There are {n} responses to learn from and to try models on.")
NOT_TRIED = "Models of who answers have not been tried on this data yet. Try them on the Campaigns page, or with: python -m recsys_core response-models --train"
NOT_TRIED_FROM = "Models of who answers have not been tried on campaigns from {day} on. Try them with: python -m recsys_core response-models --train --test-from {iso}"
NO_SUCH_CAMPAIGN = "There is no campaign “{campaign}” with a day on which it began."
NOTHING_OFFERED = "No product here is of the category, brand or offer that was named."

# Clicks.
TOO_FEW_CLICKS = "Models of who clicks need {least} clicks with a day; you have {have}."
ENOUGH_CLICKS = "There are {clicks} clicks on {shown} exposures to learn from and to try models on."
TOO_FEW_BOUGHT = "Models of who buys what is shown need {least} exposures with a purchase and a day; you have {have}."
ENOUGH_BOUGHT = "There are {clicks} exposures with a purchase among {shown} to learn from and to try models on."
CLICKS_ON_ONE_SIDE = "Before or from {day} on nothing that was shown was clicked or bought, or everything; choose another day from which exposures are kept back."
CLICKS_NOT_TRIED = "Models of who clicks have not been tried on this data yet. Try them on the Campaigns page, or with: python -m recsys_core response-models --clicks --train"
READING_SHOWN = "Reading what was shown, and what came of it"
READING_BOUGHT = "Reading what was bought before"
CLICKS_TITLE = "Who clicks"
BOUGHT_TITLE = "Who buys what is shown"
BOUGHT_CAME = "{model}: of {sent} exposures from {day} on, {expected} were expected to end in a purchase and {actual} did. AUC {auc} ({low} to {high})."
DRAWN = "Exposures and purchases are counted up from {lines} drawn at random."
NOT_BY_LOT = "What was shown was not chosen at random: whether a product is bought because it is shown, or shown because it is bought, is not known from this."
CLICKS_CAME = "{model}: of {sent} exposures from {day} on, {expected} were expected to be clicked and {actual} were. AUC {auc} ({low} to {high})."
POSITIONS_DIFFER = "Position {first} was clicked in {rate} of the cases, position {last} in {other}. The same things were clicked {times} times as often at position {last} as at position {first} ({low} to {high}): a position bias, beyond chance, so that things are to be compared at one position."
POSITIONS_ALIKE = "Position {first} was clicked in {rate} of the cases, position {last} in {other}. The same things were clicked {times} times as often at position {last} as at position {first} ({low} to {high}): no position bias beyond chance."
POSITIONS_NOT_COMPARED = "Position {first} was clicked in {rate} of the cases, position {last} in {other}. No thing that was clicked stood at both, so whether that is the place or the things is not known."
NO_POSITIONS = "What a position is worth is not known: no clicks are recorded with the positions of things, or fewer than two positions were shown often."

# The job.
TITLE = "Who answers campaigns"
CANCELLED_TRIAL = "Trying models of who answers was cancelled."
TRIAL_FAILED = "Trying models of who answers did not finish."

# What came out.
CAME = "{model}: of {sent} messages from {day} on, {expected} were expected to be answered and {actual} were. AUC {auc} ({low} to {high})."
FIRST_TENTH = "The likeliest tenth holds {share} of all {what}."
ANSWERS, CLICKS, PURCHASES = "answers", "clicks", "purchases"
BEATS_BOTH = "That is better than the base rate and than past responders."
BEATS_BASE = "That is better than the base rate, but not shown to beat past responders."
BEATS_PAST = "That is better than past responders, but not shown to beat the base rate."
BEATS_NEITHER = "It is not shown to beat the base rate or past responders: do not choose customers by it."
AHEAD_OF_LOGISTIC = "Better than logistic regression, by log loss: {models}."
NOT_AHEAD = "Not shown to be better than logistic regression, by log loss: {models}."
WORSE_THAN_LOGISTIC = "Worse than logistic regression, by log loss: {models}."
