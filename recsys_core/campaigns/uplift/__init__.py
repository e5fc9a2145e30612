"""What an arm does beyond a control drawn by lot, and whom it moves: arrays in; knows no file."""
