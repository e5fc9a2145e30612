"""The builder of business rules and what they cost; knows a kind of rule by its fields only."""
