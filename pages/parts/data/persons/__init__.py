"""Persons erased by a list, and the certificates there are; it knows of no other part."""
