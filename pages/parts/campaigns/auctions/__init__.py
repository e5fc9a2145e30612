"""Auctions for a slot on the Campaigns page, simulated; knows no other part."""
