"""A model a module, from purchases as arrays to scores; knows no SQL, no rules and no lists."""
