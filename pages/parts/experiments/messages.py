"""What the Experiments page says."""

EXPERIMENTS_QUESTION = "Did it work, and how sure is that?"
NOBODY_TO_SPLIT = "There is nobody to split into arms yet."
EXPERIMENT_NEEDS_CUSTOMERS = "Arms are made of customers"
