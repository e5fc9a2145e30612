"""What comes of one customer, how they shop, what they were sent; it knows of no other part."""
