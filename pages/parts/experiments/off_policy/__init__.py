"""Policies judged by the log of another, on the Experiments page; knows no other part."""
