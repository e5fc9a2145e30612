"""How good lists are: splits, metrics, intervals, groups, audit; knows scores, and no SQL."""
