"""Everything of Tastelab but its pages."""

__version__ = "0.1.0"
