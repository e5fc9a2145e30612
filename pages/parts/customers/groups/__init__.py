"""Groups of customers, themes of products and the map, as parts of the Customers page."""
