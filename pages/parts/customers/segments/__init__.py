"""Segments on the Customers page: begun, built, kept; must not know how conditions are
answered.
"""
