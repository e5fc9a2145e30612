"""Two models' lists dealt into one, simulated on purchases held back, or read from a log."""
