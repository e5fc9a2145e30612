"""Customers who give no answer: what goes along with it; must not know where contacts are kept."""
