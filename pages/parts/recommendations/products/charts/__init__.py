"""Charts of one product, from plain data to figures; calls no service."""
