"""Who will buy a product soon, how many of the best n, and what writing to them is worth."""
