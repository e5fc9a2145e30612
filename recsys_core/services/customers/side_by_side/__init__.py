"""Two to four groups of customers beside each other; knows no model's figures."""
