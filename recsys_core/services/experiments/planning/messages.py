"""What planning says."""

from recsys_core.wording.messages import Plural

NO_CONTROL = "There is no control group that all campaigns leave alone."
CONTROL = Plural("{n} of {of} customers ({share} by lot) is left alone by all audiences, offers and their files.", "{n} of {of} customers ({share} by lot) are left alone by all audiences, offers and their files.")
