"""Planning on the Experiments page: what it takes, who gets which arm; knows no other part."""
