"""Sections of the Settings page: rights, amounts, the folder; works nothing out of data."""
