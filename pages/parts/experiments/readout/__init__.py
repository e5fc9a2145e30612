"""Reading out an experiment; knows no other part."""
