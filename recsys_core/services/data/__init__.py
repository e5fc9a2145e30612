"""Data in, out and judged: imports, samples, settings, health; knows no model."""
