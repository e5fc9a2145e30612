"""What is said of when customers come next."""

FITTING = "How likely customers are to stay away is fitted and tried"
HORIZON = "How likely customers are to stay away is told for {least} to {most} days."
EXPECTED_BACK = "By their own gaps, {soon} of {customers} customers are expected to order within {days} days; for {passed} the day expected has passed."
LIKELY = "{text} {unlikely} of all have a chance above 66 % to stay away all that time."
TRIED = "{text} Tried on the {days} days after {day}: {expected} were expected to stay away and {actual} did; within tenths of the customers the two lie {ece} of them apart."
