"""Charts of how a list came about, from plain data to figures; calls no service."""
