"""Charts of the data, from frames to figures; calls no service."""
