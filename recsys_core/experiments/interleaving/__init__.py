"""Two lists dealt into one, and whose products were clicked; knows arrays only."""
