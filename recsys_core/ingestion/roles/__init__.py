"""What a column of a file can mean: one row a role, one line each in the registry; no SQL here."""
