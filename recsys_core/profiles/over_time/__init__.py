"""How customers change: cohorts, movement, concentration; it must not know where rows are kept."""
