"""Policies that learn while they show, on the Experiments page; knows no other part."""
