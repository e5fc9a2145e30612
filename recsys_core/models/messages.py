"""What the models say: how far a training is, what is missing, what cannot be used."""

# How far a training is.
PREPARING_RATINGS = "Preparing the ratings"
FINDING_LEVELS = "Finding the levels of customers and products"
REMEMBERING_RATINGS = "Remembering who rated what"
PASS = "Pass {n} of {all}"
TIDYING_UP = "Tidying up"
DONE = "Done"
