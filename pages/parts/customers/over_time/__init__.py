"""How customers change, on the Customers page; it must not know how it is worked out."""
