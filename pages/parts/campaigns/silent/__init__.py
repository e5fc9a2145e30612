"""Customers who give no answer, on the Campaigns page; must not know how it is worked out."""
