"""Did it work, and what would another choice have earned: arrays only; knows no model, no SQL."""
