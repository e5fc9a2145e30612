"""Sections of the Customers page: all customers, and one; knows no lists and no model's scores."""
