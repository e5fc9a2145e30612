"""Drawings and charts of models, from cards and frames to figures; trains nothing."""
