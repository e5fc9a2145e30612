"""When customers come next, on the Customers page; it must not know how the chance is fitted."""
