"""Intervals that hold however often somebody looks; knows no file."""
