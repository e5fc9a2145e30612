"""Named ways of making lists for a slot: kept, compared, planned. Writes no file, measures none."""
