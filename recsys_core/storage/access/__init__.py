"""Accounts, members and sessions, in SQLite: rights may change by command while the server runs.

Knows no DuckDB, no password and no role but as text.
"""
