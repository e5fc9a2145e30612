"""Charts of customers, from frames to figures; calls no service."""
