"""Two models whose lists are dealt into one, on the Experiments page; knows no other part."""
