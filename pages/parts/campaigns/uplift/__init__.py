"""Whom a campaign with a control group moves; knows no other part of the page."""
