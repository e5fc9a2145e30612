"""Groups of customers, themes of products and the map of customers: judged, named, kept."""
