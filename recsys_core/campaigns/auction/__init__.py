"""Banners ranked for a slot, and auctions replayed to see what a bid would buy."""
