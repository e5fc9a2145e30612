"""A list of customers grown by those who are like it; knows no other part of the page."""
