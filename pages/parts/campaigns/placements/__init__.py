"""Placements: made, compared, planned and taken along as files."""
