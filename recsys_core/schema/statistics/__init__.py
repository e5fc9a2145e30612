"""Intervals and tests of figures measured on people: arrays in, numbers out; knows nobody."""
