"""Why it cannot be told when customers come next."""

from recsys_core.wording.messages import Plural

NO_DATED_ORDERS = "When customers come next needs purchases with a date; this data has none."
FEW_CUSTOMERS = Plural("Only {n} customer had ordered before the days it is tried on; how likely customers are to stay away needs {least}.", "Only {n} customers had ordered before the days it is tried on; how likely customers are to stay away needs {least}.")
TOO_SHORT = Plural("The data covers {n} day of orders; how likely customers are to stay away for {horizon} days needs {least} to learn from and to be tried on.", "The data covers {n} days of orders; how likely customers are to stay away for {horizon} days needs {least} to learn from and to be tried on.")
STOPPED = "Nobody has ordered since {day}, though the data goes on to {until}: when customers come next cannot be told from orders that stopped."
ALL_ALIKE = "Of the {n} customers it was tried on, {away} stayed away for {days} days: too nearly all or none to tell them apart."
NO_BETTER = "Tried on the {days} days after {day}, the chance was further off than one figure for everybody would have been, so none is shown."
