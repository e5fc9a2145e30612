"""Groups of customers and themes of products, and whether there are any; no table, no screen."""
