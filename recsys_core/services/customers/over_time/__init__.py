"""How the customers of a workspace change over time; it must not know how pages draw it."""
