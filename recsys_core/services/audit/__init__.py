"""Who did what and when. It knows folders and names; no workspace, right or use case."""
