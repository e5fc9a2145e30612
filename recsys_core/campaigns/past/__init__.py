"""Campaigns that were: rates, windows, answers; it must not know where campaigns are kept."""
