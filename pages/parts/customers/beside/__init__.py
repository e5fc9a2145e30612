"""Groups of customers side by side; knows no other part of the page."""
