"""A product seen from its own side, and a new one; changes no list."""
