"""Policies that learn while they show, simulated or replayed, and what is said of them."""
