"""Whom to write to: what is asked, the curve, who is in and who is left out."""
