"""What is odd about the data, each finding with its fix; reads counts only."""
