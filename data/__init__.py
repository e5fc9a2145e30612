"""The samples Tastelab can load, from Python packages; knows the schema and no workspace."""
