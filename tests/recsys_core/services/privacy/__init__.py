"""Persons and their data."""
