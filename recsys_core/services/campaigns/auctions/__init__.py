"""Auctions for a slot, replayed; what it finds is always called a simulation."""
