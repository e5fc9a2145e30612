"""Sections of the Models page: cards, training, runs; knows models by their cards only."""
