"""A product seen from its own side, and a new one; works out nothing itself."""
