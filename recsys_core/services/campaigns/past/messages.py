"""What is said of campaigns that were."""

from recsys_core.wording.messages import Plural

NO_CAMPAIGNS = "There are no campaigns in this data. Bring in a file that says who was sent which campaign."
NO_SUCH_CAMPAIGN = "There is no campaign {campaign}. Among those there are: {names}."
ALL_CAMPAIGNS = Plural("{n} campaign reached {reached} customers, and {answered} of them ({share}) answered.", "{n} campaigns reached {reached} customers, and {answered} of them ({share}) answered at least one.")
NOBODY_TARGETED = Plural("{n} campaign is known, but not whom it was sent to.", "{n} campaigns are known, but not whom they were sent to.")

REVIEWED = Plural("{name} reached {n} customer, and {responded} answered: {rate} ({low} to {high}).", "{name} reached {n} customers, and {responded} answered: {rate} ({low} to {high}).")
REVIEWED_UNKNOWN = Plural("Whom {name} was sent to is not known; {n} customer answered it.", "Whom {name} was sent to is not known; {n} customers answered it.")
AND_OTHERS = Plural("{n} customer answered without being in its target group.", "{n} customers answered without being in its target group.")
NOT_OVER = "It ends on {end}, after the data does ({until}): answers may still come."
HALF_BY = Plural("Half of those who answered had done so within a day.", "Half of those who answered had done so within {n} days.")
BEFORE_START = Plural("{n} answer lies before the first day.", "{n} answers lie before the first day.")
NO_MOMENTS = "When customers answered is not known."

SPENT_MORE = "While it ran, those who answered spent {mean} a week each ({low} to {high}) and the others {other} ({other_low} to {other_high}). That they spent more is no proof: they may have bought as much anyway."
SPENT_NO_MORE = "While it ran, those who answered spent {mean} a week each ({low} to {high}) and the others {other} ({other_low} to {other_high}). What they would have spent without the campaign is not known."
SPENT_BEFORE = Plural("On the day before it they had spent {mean} and {other}.", "In the {n} days before it they had spent {mean} and {other} a week.")
SPENT_UNKNOWN = "What customers spent around it is not known: that needs a first day, dated purchases and what was paid."
WINDOW_CLIPPED = {
    "before": "Of the {of} days before it the data covers {n}.",
    "during": "Of its {of} days the data covers {n}.",
    "after": "Of the {of} days after it the data covers {n}.",
}
USUAL_LENGTH = "Its last day is not known: {n} days are looked at."

BY_CLICKS = "No answer is recorded for it; a click in the message counts as one."
MESSAGES = Plural("Its message was sent to {n} customer: {delivered} is known to have arrived, {opened} opened, {clicked} clicked, {bounced} came back, {unsubscribed} unsubscribed.", "Its messages were sent to {n} customers: {delivered} are known to have arrived, {opened} opened, {clicked} clicked, {bounced} came back, {unsubscribed} unsubscribed.")

CONTROLLED = {
    "bought": "{value} of its {n} customers bought while it ran, {control} of the {n_control} in its control group: a difference of {difference} ({low} to {high}).",
    "answered": "{value} of its {n} customers answered, {control} of the {n_control} in its control group: a difference of {difference} ({low} to {high}).",
    "spend": "Its {n} customers spent {value} each while it ran, the {n_control} in its control group {control}: a difference of {difference} ({low} to {high}).",
}
CONTROLLED_BY_LOT = "If its control group was drawn at random, the difference is what the campaign brought, and may be chance where the interval holds 0; whom the message did not reach counts with the campaign."

NO_PURCHASE_BEFORE = "No purchase before"
GROUP_MORE = "“{group}” answered more often than the others, beyond chance: {rate} ({low} to {high}) against {rest}."
GROUP_LESS = "“{group}” answered less often than the others, beyond chance: {rate} ({low} to {high}) against {rest}."
NO_GROUP_APART = "Of {n} groups none answers otherwise than the others beyond chance."
ONE_GROUP = "Those reached are not known to be of different groups."
GROUPS_AS_OF = "Groups by recency, frequency and spend as they were on {day}, before it began; saved segments as they are now. With a correction for asking about all of them."
GROUPS_TODAY = "Groups as they are now, since the data holds no day before the campaign. With a correction for asking about all of them."
GROUPS_LEFT_OUT = Plural("{told} {n} saved segment cannot be told now.", "{told} {n} saved segments cannot be told now.")
BEST_OFFER = "Most answers came by offer {offer}: {n} customers, {share} of those reached."
BEST_OFFER_ABOUT = "Most answers came by offer {offer} ({about}): {n} customers, {share} of those reached."
NO_OFFERS = "No answer names an offer."
