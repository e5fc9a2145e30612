"""The parts of the Experiments page, one room each; they must not know one another."""
