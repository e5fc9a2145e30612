"""Whom to write to: the best for some products, less those who must not be reached."""
