"""What another choice of items would have earned, from a log; knows arrays only."""
