"""Customers who were reached and gave no answer: why, as far as is known, and what next."""
