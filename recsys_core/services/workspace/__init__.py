"""The workspace opened, and what is kept of it in memory; the ground floor, knows no use case."""
