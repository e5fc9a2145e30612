"""Customers found and described, and what they thought of products; knows no model's scores."""
