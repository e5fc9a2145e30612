"""Policies that learn while they show, simulated or replayed on a log; knows arrays only."""
