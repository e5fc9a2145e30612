"""Business rules kept, checked, priced, as a file; what a kind does stays in the schema."""
