"""What the segments and the standing of customers mean."""

# Fifths: they compare with the other customers and say nothing of the own rhythm.
CHAMPIONS = "Last seen later than most customers, and among the upper fifths by visits and spend: the ones to thank."
LOYAL = "In the middle fifth or above by last visit, and by visits and spend: the ones to keep."
PROMISING = "Last seen later than most customers, but in the lower fifths by visits and spend: win the next visit."
OCCASIONAL = "In the middle fifth by last visit, in the lower ones by visits and spend."
AT_RISK = "In the middle fifth or above by visits and spend, and last seen before most customers."
DORMANT = "Last seen before most customers, and in the lower fifths by visits and spend."
FREQUENT = "Among the most active; when they were last here is unknown."
REGULAR = "In the middle by activity; when they were last here is unknown."

NEW = "Seen on one or two days only, and away no longer than is usual between visits here."
ACTIVE = "Away no longer than nine in ten of their gaps between visits (with few of their own, those of all customers count too)."
OVERDUE = "Away longer than nine in ten of their gaps between visits (with few of their own, those of all customers count too)."
LOST = "Away so much longer than their gaps that, of those as far away 90 days before the end of the data, fewer than a fifth came back."
UNKNOWN = "The data has no dates for them."
