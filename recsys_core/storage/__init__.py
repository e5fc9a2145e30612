"""The one file of a workspace: its tables, what goes in and what comes out; sees no model."""
