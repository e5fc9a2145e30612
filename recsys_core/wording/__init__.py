"""Figures, dates, lists and whole sentences as people read them; knows no package but itself."""
