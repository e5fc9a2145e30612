"""Power of tests, by formula and by simulation; splits without a difference: arrays only."""
