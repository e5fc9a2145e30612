"""A made-up visitor's list; knows no customer of the workspace."""
