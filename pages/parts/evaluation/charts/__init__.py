"""Charts of measurements, from frames to figures; calls no service."""
