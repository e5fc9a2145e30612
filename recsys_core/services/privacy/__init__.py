"""Persons and their data: forgotten, handed over, and whether a model gives them away.

For: erasing persons everywhere in a workspace with a certificate, everything known of one as a
file, and how well an attacker tells who was in. Must not know: pages.
"""
