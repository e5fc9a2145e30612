"""Segments of customers: counted, saved, read from files; must not know models' scores or lists.

Everybody is a row of `customer_overview`: customers on the customer list who did nothing yet are in
no segment and in no share.
"""
