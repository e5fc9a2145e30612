"""The parts of the Campaigns page, one room each; they must not know one another."""
