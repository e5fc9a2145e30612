"""Models measured, audited, compared, and what came out last; knows no scenario and no page."""
